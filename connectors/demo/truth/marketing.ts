import { plannedSpend, spendOf } from '../world/advertising.ts';
import { monthOf } from '../world/clock.ts';
import type { Life } from '../world/life.ts';
import { decimalOf } from '../world/money.ts';
import { type Campaign, campaigns, channels } from '../world/plan.ts';
import type { Visit } from '../world/visits.ts';
import type { World } from '../world/world.ts';
import { broughtBy, type Brought } from './brought.ts';
import { Counts, Groups } from './count.ts';

/** The channel and campaign that really brought a buyer, whatever is known of their visits. */
export interface Acquired {
  channel: string;
  campaign: string | null;
  month: string;
  /** Key of the first purchase's order. */
  order: string;
  purchases: number;
  touchKnown: boolean;
  trackingRefused: boolean;
  /** By all orders, purchases or not. */
  brought: Brought;
}

export function acquiredOf(life: Life, visits: readonly Visit[]): Acquired | null {
  const { person, orders } = life;
  const purchases = orders.filter(({ purchase }) => purchase);
  const first = purchases[0];
  if (!first) return null;
  return {
    channel: person.channel.key,
    campaign: person.campaign?.key ?? null,
    month: monthOf(first.at),
    order: first.key,
    purchases: purchases.length,
    touchKnown: visits.some(({ kind, at }) => kind === 'SESSION' && at <= first.at),
    trackingRefused: person.trackingRefused,
    brought: broughtBy(life),
  };
}

/** Buyers and purchases by channel, buyers by campaign. */
export function acquisitionTotals(acquired: readonly Acquired[]) {
  const byChannel = channels.map(({ key }) => {
    const own = acquired.filter(({ channel }) => channel === key);
    const purchases = own.reduce((total, buyer) => total + buyer.purchases, 0);
    return [key, { buyers: own.length, purchases }] as const;
  });
  const byCampaign = campaigns.map(
    ({ key }) => [key, acquired.filter(({ campaign }) => campaign === key).length] as const,
  );
  return { byChannel: Object.fromEntries(byChannel), buyersByCampaign: Object.fromEntries(byCampaign) };
}

/** Ad spend in the account's currency: by "channel YYYY-MM CUR" and by "campaign CUR". */
export function spendTotals(world: World) {
  const plan = new Map<Campaign, number[]>(campaigns.map((campaign) => [campaign, plannedSpend(world, campaign)]));
  const cents = new Groups(() => new Counts<'spend'>());
  const perCampaign = new Groups(() => new Counts<'spend'>());
  for (const { campaign, day, currency, spend } of spendOf(world, plan, 0, world.span.days)) {
    cents.at(`${campaign.channel} ${day.slice(0, 7)} ${currency}`).add('spend', spend);
    perCampaign.at(`${campaign.key} ${currency}`).add('spend', spend);
  }
  const amount = (group: Counts<'spend'>) => decimalOf(group.of('spend'));
  return { byChannelAndMonth: cents.all(amount), byCampaign: perCampaign.all(amount) };
}
