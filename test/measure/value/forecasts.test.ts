import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { customersPage } from '../../../src/measure/customers-page.ts';
import { addDays } from '../../../src/measure/period.ts';
import { equityHistory, equityOn } from '../../../src/measure/value/equity.ts';
import { forecastProvenance, forecastsOf } from '../../../src/measure/value/forecasts.ts';
import { modelOn } from '../../../src/measure/value/model-of.ts';
import { refreshForecasts } from '../../../src/measure/value/refresh.ts';
import { seeded } from '../../land/shop-files.ts';
import { type OrderInput, Shop } from '../shop.ts';

const year = { months: 12, base: 'NET', discount: 0 } as const;

/** Orders of customers some of whom stop coming. */
function ordersOf(customers: readonly string[], seed: number): OrderInput[] {
  const any = seeded(seed);
  return customers.flatMap((customer, index) => {
    const days = [any(200)];
    while (any(5) > 0 && days.at(-1)! < 500) days.push(days.at(-1)! + 1 + any(90));
    return days
      .filter((day) => day < 500)
      .map((day, number) => ({
        key: `${customer}-${number}`,
        customer,
        at: `${addDays('2024-01-01', day)}T12:00:00Z`,
        total: `${10 + (index % 7) * 5 + any(10)}.50`,
      }));
  });
}

const shop = await Shop.open();
const names = Array.from({ length: 120 }, (_, index) => `c${index}`);
const idOf = (name: string) => shop.id('identity', name);

interface Kept {
  customer_id: string;
  model_id: string;
  as_of: string;
  alive: number;
  purchases: number;
  value: string;
}

async function kept(): Promise<Kept[]> {
  const { rows } = await sql<Kept>`
    select customer_id, model_id, as_of, alive, purchases, value from customer_forecasts order by customer_id`.execute(
    shop.store.em().getKysely(),
  );
  return rows;
}

describe('forecasts', () => {
  beforeAll(async () => {
    await shop.addCustomers(names);
    await shop.addOrders(ordersOf(names, 5));
    await shop.dataThrough('2025-05-14T20:00:00Z');
    await shop.refresh();
    await refreshForecasts(shop.store, shop.workspaceId);
  });

  it('are kept for every customer who has bought, and are those that a page works out', async () => {
    const context = await shop.context();
    const rows = await kept();
    expect(rows).toHaveLength(names.length);
    const found = await forecastsOf(context, names.map(idOf), year);
    for (const { customer_id: id, alive, purchases, value } of rows) {
      const forecast = found.get(id)!;
      expect(forecast.reason).toBeNull();
      expect(forecast.alive).toBeCloseTo(alive, 9);
      expect(forecast.purchases).toBeCloseTo(purchases, 9);
      expect(Number(forecast.expected)).toBeCloseTo(Number(value), 4);
      expect(Number(forecast.low)).toBeLessThanOrEqual(Number(forecast.expected));
      expect(Number(forecast.high)).toBeGreaterThanOrEqual(Number(forecast.low));
    }
  });

  it('order customers, and choose them', async () => {
    const context = await shop.context();
    const { rows } = await customersPage(context, { first: 30, sort: { key: 'PREDICTED_VALUE', direction: 'DESC' } });
    const best = (await kept()).toSorted((a, b) => Number(b.value) - Number(a.value)).slice(0, 30);
    expect(rows.map(({ id }) => id)).toEqual(best.map(({ customer_id: id }) => id));
    const limit = best[9]!.value;
    const chosen = await customersPage(context, { first: 50, filter: { predictedValue: { gte: limit } } });
    expect(chosen.rows).toHaveLength((await kept()).filter(({ value }) => Number(value) >= Number(limit)).length);
    const alive = await customersPage(context, { first: 100, filter: { alive: { lte: '0.5' } } });
    expect(await alive.totalCount()).toBe((await kept()).filter((row) => row.alive <= 0.5).length);
  });

  it('are worth less when they are discounted, more over longer times, and unknown as margin without costs', async () => {
    const context = await shop.context();
    const id = (await kept()).toSorted((a, b) => Number(b.value) - Number(a.value))[0]!.customer_id;
    const ask = async (more: object) => (await forecastsOf(context, [id], { ...year, ...more })).get(id)!;
    const plain = Number((await ask({})).expected);
    expect(Number((await ask({ discount: 0.2 })).expected)).toBeLessThan(plain);
    expect(Number((await ask({ months: 24 })).expected)).toBeGreaterThan(plain);
    expect(await ask({ base: 'CM1' })).toMatchObject({ expected: null, reason: 'COST_UNKNOWN' });
  });

  it('are renewed for touched customers alone, and are then as if all were scored anew', async () => {
    await shop.addOrders([{ key: 'late', customer: 'c7', at: '2025-05-10T12:00:00Z', total: '60.00' }]);
    await shop.refresh();
    const before = await kept();
    expect(before).toHaveLength(names.length - 1);
    expect(await refreshForecasts(shop.store, shop.workspaceId)).toBe(1);
    const after = await kept();
    expect(after.filter((row) => row.customer_id !== idOf('c7'))).toEqual(before);
    await sql`delete from customer_forecasts`.execute(shop.store.em().getKysely());
    await refreshForecasts(shop.store, shop.workspaceId);
    expect(await kept()).toEqual(after);
    expect(await refreshForecasts(shop.store, shop.workspaceId)).toBe(0);
  });

  it('follow a new model after a week, and the old one on the days that it knew', async () => {
    const old = (await modelOn(shop.store.em(), shop.workspaceId, '2099-01-01'))!;
    await shop.addOrders([{ key: 'week', customer: 'c8', at: `${addDays(old.asOf, 9)}T12:00:00Z`, total: '20.00' }]);
    await shop.dataThrough(`${addDays(old.asOf, 9)}T20:00:00Z`);
    await shop.refresh();
    expect(await refreshForecasts(shop.store, shop.workspaceId)).toBe(names.length);
    const recent = (await modelOn(shop.store.em(), shop.workspaceId, '2099-01-01'))!;
    expect(recent.id).not.toBe(old.id);
    expect((await modelOn(shop.store.em(), shop.workspaceId, addDays(old.asOf, 3)))!.id).toBe(old.id);
    const past = await shop.context(old.asOf);
    expect((await forecastProvenance(past)).notes.join()).toContain(old.asOf);
    const [then, now] = await equityHistory(
      await shop.context(),
      { months: 12, base: 'NET' },
      { period: { from: old.asOf, to: addDays(old.asOf, 1) }, grain: 'DAY' },
    );
    const each = [...(await forecastsOf(past, names.map(idOf), year)).values()];
    expect(Number(then!.expected)).toBeCloseTo(
      each.reduce((sum, { expected }) => sum + Number(expected), 0),
      2,
    );
    expect(then).toMatchObject({ day: old.asOf, customers: names.length, reason: null });
    expect(now!.day).toBe(addDays(old.asOf, 1));
    expect(now!.expected).not.toBe(then!.expected);
    const early = await shop.context(addDays('2024-01-01', 30));
    const [known] = [...(await forecastsOf(early, names.map(idOf), year)).values()];
    expect(known).toMatchObject({ expected: null, reason: 'NO_MODEL' });
    expect(await equityOn(early, { months: 12, base: 'NET' })).toMatchObject({ expected: null, reason: 'NO_MODEL' });
    expect(await equityOn(past, { months: 12, base: 'CM1' })).toMatchObject({ reason: 'COST_UNKNOWN' });
  });
});
