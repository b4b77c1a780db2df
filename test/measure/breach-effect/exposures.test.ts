import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { breachEffect } from '../../../src/measure/breach-effect/index.ts';
import { readExposures } from '../../../src/measure/breach-effect/sql.ts';
import { listCpis } from '../../../src/measure/cpi/list.ts';
import { ProductCost } from '../../../src/model/catalog.ts';
import { Shop } from '../shop.ts';

const shop = await Shop.open({ churnAfterDays: 60 });
const { workspaceId } = shop;
const lines = (price: string, product = 'cup') => [{ product, price }];

interface Promise {
  customer: string;
  state: string;
  due: string | null;
  decided?: string;
}
/** Promises as the outcomes of a CPI are. */
const outcomes = (promises: readonly Promise[]) => sql`
  select * from (values ${sql.join(
    promises.map(
      ({ customer, state, due, decided = due }) =>
        sql`(${shop.id('identity', customer)}::uuid, ${state}, ${due}::timestamptz, ${decided}::timestamptz)`,
    ),
  )}) as o (customer_id, state, due_at, decided_at)`;
async function rowsOf(promises: readonly Promise[], horizonDays = 30) {
  const columns = await readExposures(await shop.context('2024-12-31'), outcomes(promises), horizonDays);
  return Array.from(columns.customer, (_, row) =>
    Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, Number(values[row]!.toFixed(4))])),
  );
}

beforeAll(async () => {
  await shop.addCustomers(['ada'], { country: 'DE' });
  await shop.addCustomers(['bob', 'cyd'], { country: 'FR' });
  const cost = { workspaceId, id: shop.id('cost', 'cup'), productId: shop.id('product', 'cup'), cost: '4' };
  await shop.write(ProductCost, [{ ...cost, since: '2023-01-01', currency: 'EUR', ...shop.lineage('cost', 'cup') }]);
  await shop.addOrders([
    { key: '1', customer: 'ada', at: '2024-01-01T12:00:00Z', lines: lines('10') },
    { key: '2', customer: 'ada', at: '2024-01-21T12:00:00Z', lines: lines('20') },
    // At the very end of 30 days after the promise of the 31st, and a moment later.
    { key: '3', customer: 'ada', at: '2024-03-01T12:00:00Z', lines: lines('30') },
    { key: '4', customer: 'ada', at: '2024-03-01T12:00:01Z', lines: lines('40', 'pot') },
    { key: '5', customer: 'bob', at: '2024-05-01T12:00:00Z', lines: lines('50', 'pot') },
    { key: '6', customer: 'bob', at: '2024-05-11T12:00:00Z', lines: lines('60'), cancelledAt: '2024-05-12T12:00:00Z' },
    { key: '7', customer: 'bob', at: '2024-05-12T12:00:00Z', lines: lines('70'), currency: 'USD' },
  ]);
  await shop.refresh();
});

describe('a promise', () => {
  it('is told by what the customer had done by then, and by what followed within the days, to the second', async () => {
    const [found] = await rowsOf([{ customer: 'ada', state: 'BREACHED', due: '2024-01-31T12:00:00Z' }]);
    expect(found).toEqual({
      ...{ customer: 0, country: 1, channel: 1, month: 2024 * 12 + 1, breached: 1 },
      ...{ orders: 2, net: 30, recency: 10, tenure: 30 },
      ...{ laterOrders: 1, laterNet: 30, laterMargin: 26, laterUncosted: 0, laterUnknown: 0, churned: 0 },
    });
    const [longer] = await rowsOf([{ customer: 'ada', state: 'MET', due: '2024-01-31T12:00:00Z' }], 100);
    expect(longer).toMatchObject({ breached: 0, laterOrders: 2, laterNet: 70, laterMargin: 26, laterUncosted: 40 });
    // Silent since 1 March: 70 days on 10 May.
    expect(longer!['churned']).toBe(1);
  });

  it('does not count what was cancelled, and says where an amount is unknown', async () => {
    const [found] = await rowsOf([{ customer: 'bob', state: 'MET', due: '2024-05-02T12:00:00Z' }]);
    expect(found).toMatchObject({ orders: 1, recency: 1, laterOrders: 1, laterNet: 0, laterUnknown: 1 });
  });

  it('does not count before the customer bought, while the days run, and where it is open or excluded', async () => {
    const none = await rowsOf([
      { customer: 'cyd', state: 'BREACHED', due: '2024-01-31T12:00:00Z' },
      { customer: 'ada', state: 'BREACHED', due: '2023-12-31T12:00:00Z' },
      { customer: 'ada', state: 'BREACHED', due: '2024-12-15T12:00:00Z' },
      { customer: 'ada', state: 'PENDING', due: '2024-01-31T12:00:00Z' },
      { customer: 'ada', state: 'EXCLUDED', due: '2024-01-31T12:00:00Z' },
    ]);
    expect(none).toEqual([]);
  });

  it('counts from when it was decided where nothing was due', async () => {
    const [found] = await rowsOf([{ customer: 'ada', state: 'MET', due: null, decided: '2024-01-22T12:00:00Z' }]);
    expect(found).toMatchObject({ recency: 1, laterOrders: 0 });
  });

  it('is one of thousands that come in the same order in every column', async () => {
    const statement = sql`
      select (array[${shop.id('identity', 'ada')}, ${shop.id('identity', 'bob')}]::uuid[])[1 + n % 2] as customer_id,
        case when n % 3 = 0 then 'BREACHED' else 'MET' end as state,
        timestamptz '2024-06-01T00:00:00Z' + n * interval '1 second' as due_at, null::timestamptz as decided_at
      from generate_series(1, 45000) as s (n)`;
    const columns = await readExposures(await shop.context('2024-12-31'), statement, 30);
    expect(columns.customer).toHaveLength(45_000);
    expect(columns.breached.reduce((sum, one) => sum + one, 0)).toBe(15_000);
    // Ada, of the first country, has bought four times, and bob twice.
    expect(columns.orders.every((orders, row) => orders === (columns.country[row] === 1 ? 4 : 2))).toBe(true);
  });
});

it('an effect is null with its reason where there are too few, and its horizon has limits', async () => {
  const context = await shop.context('2024-12-31');
  const [cpi] = await listCpis(context);
  expect(await breachEffect(context, cpi!, 30)).toMatchObject({ reason: 'TOO_FEW', estimate: null, outcomes: [] });
  await expect(breachEffect(context, cpi!, 1000)).rejects.toMatchObject({ code: 'BAD_INPUT', field: 'horizon' });
});
