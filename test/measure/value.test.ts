import fc from 'fast-check';
import pg from 'pg';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { unknownPart } from '../../src/measure/acquisition/credited.ts';
import { openBook, partProvenance } from '../../src/measure/acquisition/index.ts';
import { meanTenure } from '../../src/measure/acquisition/quality.ts';
import type { Period } from '../../src/measure/period.ts';
import { acquisitionOptions } from '../../src/measure/acquisition/question.ts';
import { historicValue } from '../../src/measure/acquisition/value-to-cost.ts';
import { customersPage } from '../../src/measure/customers-page.ts';
import { lifecycles } from '../../src/measure/lifecycle/index.ts';
import { measureMetric } from '../../src/measure/measure.ts';
import { addDays } from '../../src/measure/period.ts';
import { cohorts } from '../../src/measure/retention/index.ts';
import { rfmScores } from '../../src/measure/rfm/index.ts';
import { segmentsOf } from '../../src/measure/segments/index.ts';
import { customerValues, purchaseHistories } from '../../src/measure/value/index.ts';
import { type OrderInput, Shop } from './shop.ts';

const shop = await Shop.open();
const idOf = (name: string) => shop.id('identity', name);

describe('what customers are worth', () => {
  beforeAll(async () => {
    await shop.addCustomers(['ada', 'bob', 'cyd']);
    const refunds = [{ at: '2024-03-20T10:00:00Z', merchandise: '15.00' }];
    await shop.addOrders([
      { key: '1', customer: 'ada', at: '2024-01-10T10:00:00Z', total: '20.00' },
      { key: '2', customer: 'ada', at: '2024-01-10T12:00:00Z', total: '5.00' },
      { key: '3', customer: 'ada', at: '2024-03-10T10:00:00Z', total: '30.00', refunds },
      { key: '4', customer: 'bob', at: '2024-02-10T10:00:00Z', total: '40.00' },
      { key: '5', customer: 'cyd', at: '2024-05-10T10:00:00Z', total: '60.00' },
    ]);
    await shop.refresh();
  });

  it('counts returns from their own day', async () => {
    const revenue = async (asOf: string) =>
      (await customerValues(await shop.context(asOf), [idOf('ada')])).get(idOf('ada'))!.revenue;
    expect(await revenue('2024-01-09').catch(() => 'none')).toBe('none');
    expect(Number(await revenue('2024-03-10'))).toBe(55);
    expect(Number(await revenue('2024-06-30'))).toBe(40);
  });

  it('takes the orders of one day for one purchase', async () => {
    const [history] = await purchaseHistories(await shop.context('2024-06-30'), [idOf('ada')]);
    expect(history).toMatchObject({ repeatPurchases: 1, recency: 60 / 7, tenure: 172 / 7 });
    expect(Number(history!.meanRepeatSpend)).toBe(15);
  });

  it('averages over those won in a period, within a horizon over those old enough', async () => {
    const context = await shop.context('2024-06-30');
    const won = { from: '2024-01-01', to: '2024-06-30' };
    const wonIn = (period: Period) => ({
      book: openBook(context, 'ALL', { period, options: acquisitionOptions(context.workspace, {}) }),
      key: unknownPart,
    });
    const ask = (horizonDays: number | null) => historicValue(wonIn(won), 'NET', horizonDays);
    const toDate = await ask(null);
    expect(toDate).toMatchObject({ customers: '3', reason: null });
    expect(await meanTenure(wonIn(won))).toBe('121.33');
    expect(Number(toDate.value)).toBeCloseTo((40 + 40 + 60) / 3, 6);
    const { inputs } = await partProvenance(wonIn(won));
    expect(inputs).toEqual([{ sourceId: shop.id('source', 'shop'), stream: 'orders', rows: 5 }]);
    expect(Number((await ask(0)).value), 'the first day').toBeCloseTo((25 + 40 + 60) / 3, 6);
    expect(await ask(100)).toMatchObject({ customers: '2', value: '40' });
    expect(await ask(365)).toMatchObject({ value: null, reason: 'NOT_YET', customers: '0' });
    const nobody = wonIn({ from: '2023-01-01', to: '2023-12-31' });
    expect(await historicValue(nobody, 'NET', null)).toMatchObject({
      customers: '0',
      value: null,
      reason: 'NO_DENOMINATOR',
    });
    expect(await meanTenure(nobody)).toBeNull();
  });

  it('follows cohorts, leaves what lies ahead open and carries value through silent months', async () => {
    const context = await shop.context('2024-03-15');
    const period = { from: '2024-01-01', to: '2024-12-31' };
    const { cohorts: found } = await cohorts(context, { period, grain: 'MONTH' });
    expect(found.map(({ start, size }) => [start, size])).toEqual([
      ['2024-01-01', 1],
      ['2024-02-01', 1],
      ['2024-03-01', 0],
    ]);
    expect(found[0]!.cells.slice(0, 4)).toMatchObject([
      { index: 0, active: 1, rate: '1', revenue: '25.00', cumulativeValue: '25', complete: true },
      { index: 1, active: 0, rate: '0', revenue: '0', cumulativeValue: '25', complete: true },
      { index: 2, active: 1, rate: '1', revenue: '15.00', cumulativeValue: '40', complete: false },
      { index: 3, active: null, rate: null, revenue: null, cumulativeValue: null, complete: false },
    ]);
  });
});

const instant = fc.integer({ min: 0, max: 300 }).map((day) => `${addDays('2024-01-01', day)}T12:00:00Z`);
const money = fc.integer({ min: 0, max: 9999 }).map((cents) => (cents / 100).toFixed(2));
const orders = fc.array(
  fc.record({
    customer: fc.constantFrom('a', 'b', 'c'),
    at: instant,
    total: money,
    status: fc.constantFrom('PAID', 'PAID', 'PAID', 'CANCELLED'),
    refunds: fc.array(fc.record({ at: instant, merchandise: money }), { maxLength: 2 }),
  }),
  { minLength: 1, maxLength: 20 },
);

describe('any day of the past', () => {
  it('looks as it did when nothing later was known', async () => {
    const ids = ['a', 'b', 'c'].map(idOf);
    const look = async (asOf: string) => {
      const context = await shop.context(asOf);
      const values = await customerValues(context, ids);
      const [scores, lives] = [await rfmScores(context, ids), await lifecycles(context, ids)];
      const known = new Map([...values].filter(([, value]) => value.orders > 0));
      return ids.map((id) => {
        const value = known.get(id);
        const amounts = [value?.revenue, value?.total].map((amount) => amount && Number(amount));
        return [amounts, value?.orders, value?.lastOrder, scores.get(id), lives.get(id)?.stage];
      });
    };
    await fc.assert(
      fc.asyncProperty(orders, fc.integer({ min: 0, max: 320 }), async (drawn, day) => {
        const asOf = addDays('2024-01-01', day);
        const load = async (known: OrderInput[]) => {
          await shop.clear();
          await shop.addCustomers(['a', 'b', 'c']);
          await shop.addOrders(known);
          await shop.refresh();
          return look(asOf);
        };
        const all = drawn.map((order, index): OrderInput => ({ key: String(index), ...order }));
        const before = ({ at }: { at: string }) => at.slice(0, 10) <= asOf;
        const then = all.filter(before).map((order) => ({ ...order, refunds: (order.refunds ?? []).filter(before) }));
        expect(await load(all)).toEqual(await load(then));
      }),
      { numRuns: 15 },
    );
  });
});

it('a page of customers costs the same number of statements whatever its size', async () => {
  await shop.clear();
  const names = Array.from({ length: 60 }, (_, index) => `n${index}`);
  await shop.addCustomers(names);
  await shop.addOrders(
    names.map((customer, index) => ({
      key: customer,
      customer,
      at: `${addDays('2024-01-01', index)}T12:00:00Z`,
      total: '9.00',
    })),
  );
  await shop.refresh();
  const count = async (size: number) => {
    const context = await shop.context('2024-06-30');
    const sent = vi.spyOn(pg.Client.prototype, 'query');
    const page = await customersPage(context, { first: size, filter: { rfm: ['NEW', 'LOST', 'LOYAL', 'PROMISING'] } });
    const ids = page.rows.map(({ id }) => id);
    await page.totalCount();
    for (const ask of [customerValues, rfmScores, lifecycles, segmentsOf]) await ask(context, ids);
    await measureMetric(context, 'revenue', { period: { from: '2024-01-01', to: '2024-06-30' }, grain: 'MONTH' });
    const statements = sent.mock.calls.length;
    sent.mockRestore();
    return statements;
  };
  // Once all that does not depend on the page is known.
  await count(1);
  const few = await count(2);
  expect(few).toBeGreaterThan(5);
  expect(await count(25)).toBe(few);
});
