import { beforeAll, describe, expect, it } from 'vitest';
import { churnedBy } from '../../src/measure/churn/definitions.ts';
import { transitionsBetween } from '../../src/measure/lifecycle/transitions.ts';
import { addDays, daysBetween } from '../../src/measure/period.ts';
import { repeatLadder, timeToSecondPurchase } from '../../src/measure/repeat/ladder.ts';
import { refreshForecasts } from '../../src/measure/value/refresh.ts';
import { seeded } from '../land/shop-files.ts';
import { Shop } from './shop.ts';

const shop = await Shop.open();
const start = '2024-01-01';
const end = addDays(start, 599);

/** Purchase days of each customer, counted from the start. */
const lives = (() => {
  const any = seeded(21);
  return Array.from({ length: 150 }, () => {
    const days = [any(300)];
    while (any(4) > 0 && days.at(-1)! < 599) days.push(days.at(-1)! + 1 + any(80));
    return days.filter((day) => day < 600);
  });
})();

beforeAll(async () => {
  const names = lives.map((_, index) => `c${index}`);
  await shop.addCustomers(names);
  await shop.addOrders(
    lives.flatMap((days, index) =>
      days.map((day, number) => ({
        key: `${index}-${number}`,
        customer: `c${index}`,
        at: `${addDays(start, day)}T12:00:00Z`,
        total: '20.00',
      })),
    ),
  );
  await shop.dataThrough(`${end}T20:00:00Z`);
  await shop.refresh();
  await refreshForecasts(shop.store, shop.workspaceId);
});

const last = daysBetween(start, end);

describe('churn', () => {
  it('is told by each definition, with who it judges', async () => {
    const readings = await churnedBy(await shop.context());
    const [fixed, dataDriven, own, probable] = readings;
    expect(readings.map(({ reason }) => reason)).toEqual([null, null, null, null]);
    expect(fixed).toMatchObject({ thresholdDays: 100, customers: lives.length });
    expect(fixed!.churned).toBe(lives.filter((days) => last - days.at(-1)! >= 100).length);
    // Times between purchases are 1 to 80 days, all alike: four of five have ended by 64.
    expect(dataDriven!.thresholdDays).toBeGreaterThan(55);
    expect(dataDriven!.thresholdDays).toBeLessThan(72);
    expect(dataDriven!.churned).toBe(lives.filter((days) => last - days.at(-1)! >= dataDriven!.thresholdDays!).length);
    const often = lives.filter((days) => days.length >= 3);
    expect(own!.customers).toBe(often.length);
    const middle = (days: number[]) => {
      const gaps = days
        .slice(1)
        .map((day, index) => day - days[index]!)
        .toSorted((a, b) => a - b);
      return (gaps[Math.floor((gaps.length - 1) / 2)]! + gaps[Math.ceil((gaps.length - 1) / 2)]!) / 2;
    };
    expect(own!.churned).toBe(often.filter((days) => last - days.at(-1)! > 3 * middle(days)).length);
    expect(probable!.churned).toBeGreaterThan(lives.length / 3);
    expect(probable!.churned).toBeLessThan(lives.length);
    for (const { share, low, high } of readings) {
      expect(low).toBeLessThan(share!);
      expect(high).toBeGreaterThan(share!);
    }
  });

  it('says why where it cannot be known', async () => {
    const readings = await churnedBy(await shop.context('2023-12-31'));
    expect(readings.map(({ churned }) => churned)).toEqual([null, null, null, null]);
    expect(readings.map(({ reason }) => reason)).toEqual([
      'TOO_FEW_PURCHASES',
      'TOO_FEW_RETURN',
      'TOO_FEW_PURCHASES',
      'NO_MODEL',
    ]);
  });
});

it('counts every customer once between two days, and the shares of a stage add up to one', async () => {
  const [before, after] = [await shop.context('2024-06-30'), await shop.context()];
  const transitions = await transitionsBetween(before, after);
  expect(transitions.reduce((sum, { customers }) => sum + customers, 0)).toBe(lives.length);
  for (const from of new Set(transitions.map((one) => one.from))) {
    const shares = transitions.filter((one) => one.from === from).map(({ share }) => share);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
  }
  const silent = transitions.filter(({ to }) => to === 'CHURNED').reduce((sum, { customers }) => sum + customers, 0);
  expect(silent).toBe(lives.filter((days) => last - days.at(-1)! >= 100).length);
  const stayed = await transitionsBetween(after, after);
  expect(stayed.every(({ from, to, share }) => from === to && share === 1)).toBe(true);
});

it('climbs from each purchase to the next', async () => {
  const ladder = await repeatLadder(await shop.context());
  for (const { purchases, customers, next, share } of ladder) {
    expect(customers).toBe(lives.filter((days) => days.length >= purchases).length);
    expect(next).toBe(lives.filter((days) => days.length > purchases).length);
    expect(share).toBeCloseTo(next / customers, 12);
  }
  expect(ladder.length).toBeGreaterThan(4);
  // Nobody who comes again waits for longer than eighty days: within a year all have come who will.
  expect(ladder[0]!.withinYear).toBeGreaterThan(ladder[0]!.share - 1e-9);
  const curve = await timeToSecondPurchase(await shop.context());
  expect(1 - curve.at(-1)!.survival).toBeCloseTo(ladder[0]!.withinYear, 9);
});
