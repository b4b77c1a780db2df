import { beforeAll, describe, expect, it } from 'vitest';
import { lifecycles } from '../../src/measure/lifecycle/index.ts';
import { readStays } from '../../src/measure/lifecycle/stays.ts';
import { timeInStages } from '../../src/measure/lifecycle/time-in-stage.ts';
import { addDays, daysBetween } from '../../src/measure/period.ts';
import { seeded } from '../land/shop-files.ts';
import { type OrderInput, Shop } from './shop.ts';

const shop = await Shop.open({ churnAfterDays: 91, newForDays: 20, loyalAfterOrders: 3 });
const any = seeded(11);
const people = Array.from({ length: 80 }, (_, index) => `p${index}`);
const day = (number: number) => addDays('2024-01-01', number);
const asOf = day(500);

/** From the eleventh on all buy at random; some send goods back later. */
const orders = people.slice(10).flatMap((customer): OrderInput[] => {
  const days = [40 + any(300)];
  while (any(4) > 0) days.push(days.at(-1)! + any(3) * any(70));
  return days
    .filter((number) => number <= 500)
    .map((number, index) => ({
      key: `${customer}-${index}`,
      customer,
      at: `${day(number)}T12:00:00Z`,
      total: `${20 + any(80)}.00`,
      refunds: any(4) === 0 ? [{ at: `${day(number + any(60))}T09:00:00Z`, merchandise: '15.00' }] : [],
    }));
});

describe('the time in a stage', () => {
  beforeAll(async () => {
    await shop.addCustomers(people.slice(0, 40), { firstSeenAt: new Date(`${day(10)}T10:00:00Z`) });
    await shop.addCustomers(people.slice(40));
    await shop.addOrders(orders);
    await shop.dataThrough(`${asOf}T20:00:00Z`);
    await shop.refresh();
  });

  it.each([asOf, day(260)])('is what the lives of all customers add up to, as of %s', async (until) => {
    const context = await shop.context(until);
    const lives = await lifecycles(
      context,
      people.map((name) => shop.id('identity', name)),
    );
    const expected = new Map<string, number>();
    for (const { history } of lives.values()) {
      for (const [index, { stage, day: from }] of history.entries()) {
        if (from === null || from > until) continue;
        const next = history[index + 1];
        const name = `${stage} ${next?.stage ?? null} ${daysBetween(from, next?.day ?? until)}`;
        expected.set(name, (expected.get(name) ?? 0) + 1);
      }
    }
    const stays = await readStays(context);
    expect(new Map(stays.map(({ stage, next, days, count }) => [`${stage} ${next} ${days}`, count]))).toEqual(expected);
    const stages = new Set(stays.map(({ stage }) => stage));
    expect(stages.size).toBe(9);
  });

  it('counts those who are still there for as long as they were seen, and says what comes after', async () => {
    const times = await timeInStages(await shop.context());
    const fresh = times.find(({ stage }) => stage === 'NEW')!;
    // Nothing but the limit ends it.
    expect(fresh.medianDays).toBe(20);
    expect(fresh.next.map(({ stage }) => stage)).toContain('ONE_TIME');
    const churned = times.find(({ stage }) => stage === 'CHURNED')!;
    expect(churned.ended).toBeLessThan(churned.stays);
    // Nobody is won back but from there.
    expect(churned.next.every(({ stage }) => stage === 'WON_BACK')).toBe(true);
    const prospects = times.find(({ stage }) => stage === 'PROSPECT')!;
    expect(prospects).toMatchObject({ stays: 40, ended: 30, next: [{ stage: 'NEW', customers: 30, share: 1 }] });
    for (const { curve, ended, next } of times) {
      expect(curve.reduce((sum, { events }) => sum + events, 0)).toBe(ended);
      expect(next.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(Math.min(1, ended), 12);
    }
  });
});
