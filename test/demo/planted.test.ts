import { beforeAll, describe, expect, it } from 'vitest';
import { campaigns, channels, deliveries, pairs, service, spendShape } from '../../connectors/demo/world/plan.ts';
import { truthOf } from '../../connectors/demo/truth.ts';
import type { DraftData } from '../../src/sdk/index.ts';
import { expectedRepeats } from './expected-repeats.ts';
import { draftsOf } from './records.ts';

const settings = { seed: 1, customers: 20_000, endsOn: '2025-12-31', lateEffect: 1.8 };
let of: Awaited<ReturnType<typeof draftsOf>>;
let truth: ReturnType<typeof truthOf>;
let rates: Map<string, number>;
/** Purchases of each acquired buyer in time's order, joined by the key of the first one's order. */
let histories: Map<string, Bought[]>;

interface Bought {
  order: DraftData['order'];
  gross: number;
  products: Set<string>;
}

beforeAll(async () => {
  of = await draftsOf(settings);
  truth = truthOf(settings);
  rates = new Map(of('rate').map(({ key, rate }) => [key, Number(rate)]));
  histories = historiesOf();
}, 120_000);

/** Orders of one person share the number in their key: "order-17-1", "order-17-2". */
function historiesOf(): Map<string, Bought[]> {
  const lines = Map.groupBy(of('line'), ({ orderKey }) => orderKey);
  const purchases = of('order').filter(({ key }) => /^order-\d+-\d+$/.test(key));
  const bought = purchases.map((order): Bought => {
    const goods = lines.get(order.key)!.filter(({ giftCard }) => !giftCard);
    const gross = goods.reduce((sum, { quantity, unitPrice }) => sum + Number(quantity) * Number(unitPrice), 0);
    const rate = order.currency === 'EUR' ? 1 : rates.get(`${dayInRome(order.placedAt)}:${order.currency}`)!;
    return { order, gross: gross / rate, products: new Set(goods.flatMap(({ productKey }) => productKey ?? [])) };
  });
  const byPerson = Map.groupBy(bought, ({ order }) => order.key.split('-')[1]!);
  return new Map([...byPerson.values()].map((all) => [all[0]!.order.key, all]));
}

const rome = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome' });
const dayInRome = (instant: string) => rome.format(new Date(instant));
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const standardError = (values: number[]) => {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)) / values.length);
};
const historiesBy = (channel: string) =>
  truth.acquired.filter((buyer) => buyer.channel === channel).map(({ order }) => histories.get(order)!);

const above = (deviations: { [name: string]: number }, limit: number) =>
  Object.fromEntries(Object.entries(deviations).filter(([, deviation]) => deviation > limit));

type Stratum = { late: number; onTime: number; lateAgain: number; onTimeAgain: number };

/** First parcels by period of the promise: late or not, followed by a purchase within the return days or not. */
function lateness(): Map<string, Stratum> {
  const parcels = new Map(
    of('delivery')
      .filter(({ key }) => key.endsWith('-1'))
      .map((parcel) => [parcel.orderKey, parcel]),
  );
  const strata = new Map<string, Stratum>();
  for (const purchases of histories.values()) {
    for (const [at, { order }] of purchases.entries()) {
      const parcel = parcels.get(order.key)!;
      if (!parcel.deliveredAt || dayInRome(order.placedAt) > '2025-08-30') continue;
      const month = dayInRome(parcel.promisedAt!).slice(0, 7);
      const period = month === truth.strikeMonth ? 'strike' : month.endsWith('-12') ? 'december' : 'usual';
      const stratum = strata.get(period) ?? { late: 0, onTime: 0, lateAgain: 0, onTimeAgain: 0 };
      const next = purchases[at + 1]?.order.placedAt ?? '9999-12-31';
      const again = Date.parse(next) - Date.parse(order.placedAt) <= deliveries.returnDays * 86_400_000;
      const late = parcel.deliveredAt > parcel.promisedAt!;
      stratum[again ? (late ? 'lateAgain' : 'onTimeAgain') : late ? 'late' : 'onTime']++;
      strata.set(period, stratum);
    }
  }
  return strata;
}

describe('what is planted in the demo business is found in its records', () => {
  it('is as large as it says', () => {
    expect(histories.size).toBe(truth.people.buyers);
    expect(truth.people.buyers).toBeGreaterThan(18_500);
    expect(of('order').length).toBeGreaterThan(50_000);
    expect(of('product')).toHaveLength(120);
  });

  it('buys again as often as the channel’s BG/NBD process says', () => {
    const end = Date.parse('2025-12-31T23:00:00Z');
    const deviations: { [channel: string]: number } = {};
    for (const channel of channels) {
      const own = historiesBy(channel.key);
      const table = Array.from({ length: 158 }, (_, weeks) => expectedRepeats(channel, weeks));
      const surprises = own.map((purchases) => {
        const weeks = (end - Date.parse(purchases[0]!.order.placedAt)) / (7 * 86_400_000);
        const low = table[Math.floor(weeks)]!;
        return purchases.length - 1 - (low + (table[Math.floor(weeks) + 1]! - low) * (weeks % 1));
      });
      deviations[channel.key] = Math.abs(mean(surprises)) / standardError(surprises);
    }
    expect(above(deviations, 3.5)).toEqual({});
  });

  it('spends as the channel’s Gamma-Gamma says: p·v/(q-1) a person on average', () => {
    const deviations: { [channel: string]: number } = {};
    for (const { key, v } of channels) {
      const means = historiesBy(key).map((purchases) => mean(purchases.map(({ gross }) => gross)));
      const expected = (spendShape.p * v) / (spendShape.q - 1);
      deviations[key] = Math.abs(mean(means) - expected) / standardError(means);
    }
    expect(above(deviations, 3.5)).toEqual({});
  });

  it('buys the planted pairs together far more often than by chance', () => {
    const baskets = [...histories.values()].flat().map(({ products }) => products);
    for (const { first, second, probability } of pairs) {
      const withFirst = baskets.filter((basket) => basket.has(first));
      const both = withFirst.filter((basket) => basket.has(second)).length;
      const seconds = baskets.filter((basket) => basket.has(second)).length;
      expect(both / withFirst.length).toBeGreaterThan(probability - 0.05);
      expect(both / withFirst.length).toBeLessThan(probability + 0.08);
      expect((both * baskets.length) / (withFirst.length * seconds)).toBeGreaterThan(5);
    }
  });

  it('is late as planted: by period, and more often where people do not come back', () => {
    const strata = lateness();
    const planted = { usual: deliveries.usualOdds, december: deliveries.decemberOdds, strike: deliveries.strikeOdds };
    const deviations = Object.entries(planted).map(([period, odds]) => {
      const { lateAgain, onTimeAgain } = strata.get(period)!;
      return [period, Math.abs(Math.log(lateAgain / onTimeAgain / odds)) / Math.sqrt(1 / lateAgain + 1 / onTimeAgain)];
    });
    expect(above(Object.fromEntries(deviations), 3.5)).toEqual({});
    const counts = [...strata.values()];
    const whole = (one: Stratum) => one.lateAgain + one.onTimeAgain + one.late + one.onTime;
    const over = counts.reduce((sum, one) => sum + (one.late * one.onTimeAgain) / whole(one), 0);
    const under = counts.reduce((sum, one) => sum + (one.lateAgain * one.onTime) / whole(one), 0);
    expect(over / under).toBeGreaterThan(settings.lateEffect - 0.25);
    expect(over / under).toBeLessThan(settings.lateEffect + 0.25);
  });

  it('answers tickets in time and is reviewed as planted', () => {
    const replies = Object.values(truth.service.firstRepliesByMonth);
    const count = (state: string) => replies.reduce((sum, month) => sum + (month[state] ?? 0), 0);
    expect(count('met') / (count('met') + count('breached'))).toBeCloseTo(service.repliedInTime, 1);
    const { late, onTime } = truth.logistics.reviewStars;
    expect(onTime!.sum! / onTime!.answers!).toBeCloseTo(4.31, 1);
    expect(late!.sum! / late!.answers!).toBeCloseTo(2.36, 0);
  });

  it('peaks before Christmas, and on Mondays more than on Saturdays', () => {
    const months = truth.sales.purchasesByMonth;
    for (const year of ['2023', '2024', '2025'])
      expect(months[`${year}-12`]).toBeGreaterThan(1.3 * months[`${year}-10`]!);
    const weekdays = [...histories.values()]
      .flat()
      .map(({ order }) => new Date(`${dayInRome(order.placedAt)}T00:00:00Z`).getUTCDay());
    const on = (weekday: number) => weekdays.filter((day) => day === weekday).length;
    expect(on(1) / on(6)).toBeGreaterThan(1.15);
    expect(on(1) / on(6)).toBeLessThan(1.45);
  });

  it('pays for each new customer of a campaign what is planted', () => {
    const deviations = campaigns.map(({ key, cac }) => {
      const rows = of('adSpend').filter(({ campaignKey }) => campaignKey === key);
      const euro = rows.map(
        ({ spend, currency, day }) => Number(spend) / (currency === 'EUR' ? 1 : rates.get(`${day}:${currency}`)!),
      );
      const paid = (mean(euro) * euro.length) / truth.acquisition.buyersByCampaign[key]!;
      return [key, Math.abs(paid / cac - 1)];
    });
    expect(above(Object.fromEntries(deviations), 0.12)).toEqual({});
  });

  it('brings more customers for more budget, but less than in proportion', () => {
    const months = Object.groupBy(
      of('adSpend').filter(({ campaignKey }) => campaignKey === 'generic'),
      ({ day }) => day!.slice(0, 7),
    );
    const buyers = Object.groupBy(
      truth.acquired.filter(({ campaign }) => campaign === 'generic'),
      ({ month }) => month,
    );
    const cost = Object.entries(months).map(([month, rows]) => {
      const spend = rows!.reduce((sum, row) => sum + Number(row.spend), 0);
      return { spend, each: spend / (buyers[month]?.length ?? 1) };
    });
    cost.sort((one, other) => one.spend - other.spend);
    expect(mean(cost.slice(-9).map(({ each }) => each))).toBeGreaterThan(
      1.1 * mean(cost.slice(0, 9).map(({ each }) => each)),
    );
  });
});
