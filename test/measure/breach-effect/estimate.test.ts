import { describe, expect, it } from 'vitest';
import { type Estimate, estimateEffect } from '../../../src/measure/breach-effect/estimate.ts';
import type { Exposures } from '../../../src/measure/breach-effect/exposures.ts';
import { chanceOf } from '../../../src/measure/value/models/chance.ts';
import { drawnExposures, exposuresOf, type Row } from './drawn.ts';

/**
 * A shop in which promises are broken more often in a bad month and to customers who buy a lot, where people come back by
 * their own rate, in the last quarter less, and `odds` is what a broken promise does to the odds.
 */
function invented(seed: number, customers: number, odds: number): Exposures {
  const chance = chanceOf(seed);
  const rows: Row[] = [];
  for (let customer = 0; customer < customers; customer++) {
    const rate = chance.gamma(1);
    let month = 24_000 + Math.floor(chance.uniform() * 12);
    const promises = 1 + Math.floor(chance.uniform() * 3);
    for (let orders = 1; orders <= promises; orders++) {
      month += Math.floor(chance.uniform() * 3);
      const breached = Number(chance.uniform() < (month % 12 === 5 ? 0.45 : 0.06) + (rate > 1.5 ? 0.1 : 0));
      const before = rate * (month % 12 > 8 ? 0.5 : 1) * (breached ? odds : 1);
      const again = Number(chance.uniform() < before / (1 + before));
      const net = again * chance.gamma(2) * 30;
      rows.push({
        ...{ customer, month, breached, orders, net: 50 * orders * rate, recency: 3, tenure: 30 * orders },
        ...{
          country: Math.floor(chance.uniform() * 3),
          channel: 0,
          laterOrders: again,
          laterNet: net,
          churned: 1 - again,
        },
        ...{ laterMargin: net / 2, laterUncosted: 0, laterUnknown: 0 },
      });
    }
  }
  return exposuresOf(rows);
}

const told = (exposures: Exposures): Estimate => {
  const found = estimateEffect(exposures);
  if (typeof found === 'string') throw new Error(found);
  return found;
};
const holds = ({ low, high }: { low: number; high: number }, value: number) => low <= value && value <= high;
const seeds = (count: number) => Array.from({ length: count }, (_, seed) => seed + 1);

describe('where a broken promise does nothing', () => {
  it('the intervals cover zero in about 95 % of 200 invented shops', () => {
    const all = seeds(200).map((seed) => told(invented(seed, 600, 1)).outcomes);
    const share = (of: (outcomes: Estimate['outcomes']) => boolean) => all.filter(of).length / all.length;
    for (const at of [0, 2, 3]) {
      const covered = share((outcomes) => holds(outcomes[at]!.difference, 0));
      expect(covered).toBeGreaterThan(0.91);
      expect(covered).toBeLessThan(0.99);
    }
    expect(share(([repeat]) => holds(repeat!.oddsRatio!, 1))).toBeGreaterThan(0.91);
  }, 60_000);

  it('those of the demo business cover it in about 95 % of its seeds', () => {
    const found = seeds(60).map((seed) => told(drawnExposures({ seed, customers: 500, lateEffect: 1 }, 120)));
    const covered = (holding: (estimate: Estimate) => boolean) => found.filter(holding).length / found.length;
    expect(covered(({ outcomes: [repeat] }) => holds(repeat!.oddsRatio!, 1))).toBeGreaterThan(0.88);
    expect(covered(({ outcomes: [repeat] }) => holds(repeat!.difference, 0))).toBeGreaterThan(0.88);
    expect(covered(({ outcomes }) => holds(outcomes[2]!.difference, 0))).toBeGreaterThan(0.88);
  }, 60_000);
});

describe('where it is planted', () => {
  it('the odds are those planted, in about 95 % of invented shops where a plain comparison is wrong', () => {
    const found = seeds(60).map((seed) => {
      const exposures = invented(1000 + seed, 900, 0.5);
      const { outcomes, balance } = told(exposures);
      const share = (breached: number) => {
        const of = [...exposures.laterOrders].filter((_, row) => exposures.breached[row] === breached);
        return of.reduce((sum, again) => sum + again, 0) / of.length;
      };
      const plain = (share(1) / (1 - share(1))) * ((1 - share(0)) / share(0));
      return { ratio: outcomes[0]!.oddsRatio!, plain, balance };
    });
    expect(found.filter(({ ratio }) => holds(ratio, 0.5)).length / 60).toBeGreaterThan(0.88);
    const mean = (values: number[]) =>
      Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
    expect(mean(found.map(({ ratio }) => ratio.value))).toBeCloseTo(0.5, 1);
    expect(mean(found.map(({ plain }) => plain))).toBeGreaterThan(0.6);
    for (const { balance } of found) {
      expect(Math.max(...balance.map(({ before }) => Math.abs(before)))).toBeGreaterThan(0.2);
      expect(Math.max(...balance.map(({ after }) => Math.abs(after)))).toBeLessThan(1e-5);
    }
  }, 60_000);

  it('in the demo business the odds of buying again after a late delivery are those of its plan', () => {
    const found = seeds(5).map((seed) => told(drawnExposures({ seed, customers: 3000, lateEffect: 1.8 }, 120)));
    for (const { outcomes } of found) expect(outcomes[0]!.difference.high).toBeLessThan(0);
    expect(found.filter(({ outcomes }) => holds(outcomes[0]!.oddsRatio!, 1 / 1.8)).length).toBeGreaterThanOrEqual(4);
  }, 60_000);
});

describe('what cannot be told', () => {
  it('is not told: of too few, or of nobody to compare with', () => {
    expect(estimateEffect(invented(1, 60, 1))).toBe('TOO_FEW');
    const shop = invented(1, 600, 1);
    const apart = { ...shop, orders: shop.orders.map((orders, row) => orders + 50 * shop.breached[row]!) };
    expect(estimateEffect(apart)).toBe('NOT_COMPARABLE');
  });

  it('breaches of months in which all were let down are left out and counted', () => {
    const shop = invented(1, 600, 1);
    const { breaches } = told(shop);
    const month = shop.month.map((at, row) => (shop.breached[row] === 1 && row % 2 === 0 ? 1 : at));
    const found = told({ ...shop, month });
    expect(found.alone).toBeGreaterThan(50);
    expect(found.breaches + found.alone).toBe(breaches);
  });

  it('margin counts what has no known cost as earning what the rest does', () => {
    const shop = invented(1, 600, 1);
    const uncosted = shop.laterNet.map((net, row) => (row % 5 === 0 ? net : 0));
    const margins = shop.laterMargin.map((margin, row) => (row % 5 === 0 ? 0 : margin));
    const found = told({ ...shop, laterUncosted: uncosted, laterMargin: margins });
    const { after, difference } = told(shop).outcomes[3]!;
    expect(found.costKnown).toBeGreaterThan(0.7);
    expect(found.outcomes[3]!.after).toBeCloseTo(after, 6);
    expect(found.outcomes[3]!.difference.low).toBeCloseTo(difference.low, 6);
  });
});
