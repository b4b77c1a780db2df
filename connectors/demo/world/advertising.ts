import { addDays, dayNumber, isoWeekday } from './clock.ts';
import { sum } from './money.ts';
import { adSetNames } from './people.ts';
import { adAccounts, type Campaign, campaigns, channels, people, spendElasticity } from './plan.ts';
import { Random } from './random.ts';
import { exchanged } from './rates.ts';
import type { World } from './world.ts';

export interface Spend {
  key: string;
  day: string;
  campaign: Campaign;
  adSet: string;
  zone: string;
  currency: 'EUR' | 'USD';
  /** In cents of the account's currency. */
  spend: number;
  impressions: number;
  clicks: number;
  /** As the platform claims, in hundredths. */
  conversions: number;
}

const weekdays = [1.05, 1.05, 1.05, 1, 0.95, 0.9, 1];
/** Platforms claim more than they bring. */
const claimed = 1.3;

/** Buyers that a campaign brings in the three years, as planned. */
export const plannedBuyers = ({ settings }: World, campaign: Campaign) =>
  settings.customers * people.buyers * channels.find(({ key }) => key === campaign.channel)!.share * campaign.share;

/** Euro that a campaign is planned to spend on each day. */
export function plannedSpend(world: World, campaign: Campaign): number[] {
  const shares = world.acquisition.shares(campaign.key);
  const budget = world.acquisition.budget(campaign.key);
  // Customers follow budget ^ elasticity, so money follows customers × budget ^ (1 - elasticity).
  const weights = shares.map((share, day) => share * budget[day]! ** (1 - spendElasticity));
  const each = (campaign.cac * plannedBuyers(world, campaign)) / sum(weights);
  return weights.map((weight) => weight * each);
}

/** What each ad set spent on the days from `first` to before `last`, counted from the span's start. */
export function spendOf(
  world: World,
  planned: ReadonlyMap<Campaign, readonly number[]>,
  first: number,
  last: number,
): Spend[] {
  const rows: Spend[] = [];
  campaigns.forEach((campaign, at) => {
    const account = adAccounts[campaign.channel]!;
    const shares = world.acquisition.shares(campaign.key);
    for (let day = first; day < Math.min(last, world.span.days); day++) {
      const euro = planned.get(campaign)![day]!;
      if (euro === 0) continue;
      const random = new Random(world.settings.seed, 'spend', day * 100 + at);
      const date = addDays(world.span.startsOn, day);
      const cents = euro * 100 * weekdays[isoWeekday(dayNumber(date)) - 1]! * Math.exp(random.normal() * 0.1 - 0.005);
      const expected = shares[day]! * plannedBuyers(world, campaign) * claimed;
      adSetNames.forEach((adSet, set) => {
        const part = set === 0 ? 0.6 : 0.4;
        const inEuro = Math.round(cents * part);
        const clicks = Math.round((inEuro / 45) * random.between(0.85, 1.15));
        rows.push({
          key: `${date}:${campaign.key}:${adSet}`,
          day: date,
          campaign,
          adSet,
          ...account,
          spend: exchanged(inEuro, world.rates.on(date, account.currency)),
          impressions: Math.round(clicks * random.between(35, 60)),
          clicks,
          conversions: Math.round(expected * part * 100 * random.between(0.8, 1.2)),
        });
      });
    }
  });
  return rows;
}
