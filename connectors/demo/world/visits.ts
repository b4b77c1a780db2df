import { dayLength, minute, wholeSeconds } from './clock.ts';
import type { Order } from './order.ts';
import { type Campaign, campaigns, type Channel, channels } from './plan.ts';
import type { Person } from './people.ts';
import { Random } from './random.ts';
import type { World } from './world.ts';

/** A session in the shop before an order, or the buyer's own word on where they heard of it. */
export interface Visit {
  key: string;
  kind: 'SESSION' | 'SURVEY';
  at: number;
  account: string | null;
  email: string | null;
  channel: Channel;
  /** Null too where the link named a campaign that no ad account knows. */
  campaign: Campaign | null;
  unknownCampaign: boolean;
  clickId: string | null;
  device: string;
}

/** Share of trackable first orders whose acquiring visit is known; of later orders that have a visit. */
export const visitShares = { first: 0.9, later: 0.45, unknownCampaign: 0.03, asked: 0.04 };

const byKey = new Map(channels.map((channel) => [channel.key, channel]));
const others = ['direct', 'mail', 'organic'].map((key) => byKey.get(key)!);
const brand = campaigns.find(({ key }) => key === 'brand')!;

/** Before a first order: the acquiring channel first, then perhaps others on the way. Before later ones: one, or none known. */
export function visitsOf(world: World, person: Person, orders: readonly Order[]): Visit[] {
  if (person.trackingRefused) return [];
  const random = new Random(world.settings.seed, 'visit', person.index);
  const visits: Visit[] = [];
  const add = (
    order: Order,
    minutesBefore: number,
    channel: Channel,
    campaign: Campaign | null,
    kind: Visit['kind'] = 'SESSION',
  ) =>
    visits.push({
      key: `visit-${person.index}-${visits.length + 1}`,
      kind,
      at: Math.max(world.span.start, wholeSeconds(order.at - minutesBefore * minute)),
      account: order.account,
      email: order.email,
      channel,
      campaign,
      unknownCampaign: campaign !== null && random.chance(visitShares.unknownCampaign),
      clickId: channel.clickId && kind === 'SESSION' ? `click.${person.index}.${visits.length + 1}` : null,
      device: person.device,
    });
  orders
    .filter(({ purchase }) => purchase)
    .forEach((order, ordinal) => {
      if (ordinal === 0) {
        if (random.chance(visitShares.first)) {
          const between = random.weighted([0, 1, 2], (count) => [0.62, 0.25, 0.13][count]!);
          add(
            order,
            between === 0 ? random.between(3, 50) : random.between(6, 25) * (dayLength / minute),
            person.channel,
            person.campaign,
          );
          for (let left = between; left > 0; left--)
            add(order, left * random.between(2, 2880), random.pick(others), null);
        }
        if (random.chance(visitShares.asked)) add(order, 0, person.channel, null, 'SURVEY');
      } else if (random.chance(visitShares.later)) {
        const paid = random.chance(0.08);
        add(order, random.between(3, 50), paid ? byKey.get(brand.channel)! : random.pick(others), paid ? brand : null);
      }
    });
  return visits;
}
