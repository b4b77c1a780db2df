import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { recomputeAll, refreshFigures } from '../../src/measure/refresh/index.ts';
import type { Draft } from '../../src/sdk/index.ts';
import { Business, openModel, type Told } from './business.ts';

const store = await openModel();

const customer = (key: string, more: object = {}): Draft => ({ type: 'customer', data: { key, ...more } });
const order = (key: string, more: object = {}): Draft => ({
  type: 'order',
  data: { key, placedAt: '2026-01-31T12:00:00Z', status: 'PAID', currency: 'EUR', ...more },
});
const line = (key: string, orderKey: string, more: object = {}): Draft => ({
  type: 'line',
  data: { key, orderKey, quantity: '1', unitPrice: '10.00', ...more },
});
const refund = (key: string, orderKey: string): Draft => ({
  type: 'refund',
  data: { key, orderKey, refundedAt: '2026-02-03T12:00:00Z', merchandise: '5.00' },
});
const told = (key: string, ...drafts: Draft[]): Told => ({ key, drafts });

const keys = async (business: Business, table: string) =>
  (await business.rows(table)).map((row) => String(row['external_id'])).toSorted();
const figures = async ({ workspaceId }: Business) => {
  const tables = ['order_facts', 'refund_facts', 'customer_facts'];
  const texts = tables.map(async (table) => {
    const { rows } = await sql<{ row: string }>`
      select to_jsonb(t)::text as row from ${sql.table(table)} t where workspace_id = ${workspaceId} order by 1`.execute(
      store.em().getKysely(),
    );
    return rows.map(({ row }) => row);
  });
  return Promise.all(texts);
};

describe('a record that is gone', () => {
  it('takes its facts with it, and they come back when it returns', async () => {
    const business = await Business.open(store);
    const first = told('A', order('1', { customerKey: 'c', total: '10' }), line('l', '1'), refund('r', '1'));
    await business.tell([first, told('B', order('2', { customerKey: 'c' }), line('m', '2'))]);
    const before = [await business.rows('orders'), await business.rows('order_lines'), await business.rows('refunds')];
    await business.tell([{ ...first, gone: true }]);
    expect([
      await keys(business, 'orders'),
      await keys(business, 'order_lines'),
      await keys(business, 'refunds'),
    ]).toEqual([['2'], ['m'], []]);
    await business.tell([first]);
    expect([await business.rows('orders'), await business.rows('order_lines'), await business.rows('refunds')]).toEqual(
      before,
    );
  });

  it('takes nothing that other records told, in its batch or elsewhere', async () => {
    const business = await Business.open(store);
    await business.tell([
      told('A', order('1'), line('l', '1')),
      told('p1', { type: 'product', data: { key: 'p1', title: 'Lamp', categoryKey: 'light' } }),
      told('p2', { type: 'product', data: { key: 'p2', title: 'Torch', categoryKey: 'light' } }),
    ]);
    await business.tell([told('A', order('1'))], { stream: 'other' });
    await business.tell([{ ...told('A'), gone: true }, { ...told('p1'), gone: true }, told('B', line('l', '1'))]);
    expect(await keys(business, 'orders')).toEqual([]);
    expect(await keys(business, 'order_lines')).toEqual(['l']);
    expect([await keys(business, 'products'), await keys(business, 'categories')]).toEqual([['p2'], ['light']]);
    await business.tell([{ ...told('p2'), gone: true }]);
    expect(await keys(business, 'products')).toEqual([]);
  });

  it('leaves the person as long as something is about them', async () => {
    const business = await Business.open(store);
    await business.tell([told('c', customer('c', { name: 'Ada', email: 'ada@shop.it' }))], { stream: 'customers' });
    await business.tell([told('1', order('1', { customerKey: 'c' })), told('2', order('2', { email: 'bo@shop.it' }))]);
    await business.tell([{ ...told('c'), gone: true }], { stream: 'customers' });
    expect(await keys(business, 'identities')).toEqual(['c', 'email:bo@shop.it']);
    expect(await keys(business, 'orders')).toEqual(['1', '2']);
    await business.tell([{ ...told('1'), gone: true }]);
    expect(await keys(business, 'identities')).toEqual(['email:bo@shop.it']);
    await business.tell([{ ...told('2'), gone: true }]);
    for (const table of ['identities', 'customers', 'identifiers']) expect(await business.rows(table)).toEqual([]);
    await business.tell([told('c', customer('c', { name: 'Ada', email: 'ada@shop.it' }))], { stream: 'customers' });
    expect(await business.people()).toEqual({ c: ['c'] });
  });

  it('takes the name and the contact of an account with it, and what they tied together', async () => {
    const business = await Business.open(store);
    const ada = told('c', customer('c', { name: 'Ada', email: 'ada@shop.it', phone: '+39061234567', country: 'IT' }));
    await business.tell([ada], { stream: 'customers' });
    await business.tell([told('1', order('1', { customerKey: 'c' })), told('2', order('2', { email: 'ada@shop.it' }))]);
    expect(await business.people()).toEqual({ c: ['c', 'email:ada@shop.it'] });
    await business.tell([{ ...ada, gone: true }], { stream: 'customers' });
    expect(await business.people()).toEqual({ c: ['c'], 'email:ada@shop.it': ['email:ada@shop.it'] });
    const [account] = (await business.rows('identities')).filter((row) => row['external_id'] === 'c');
    expect(account).toMatchObject({ name: null, email: null, phone: null, country: null });
    expect(JSON.stringify(await business.rows('customers'))).not.toContain('Ada');
    await business.tell([ada], { stream: 'customers' });
    expect(await business.people()).toEqual({ c: ['c', 'email:ada@shop.it'] });
    expect(JSON.stringify(await business.rows('customers'))).toContain('Ada');
  });

  it('keeps a customer whom a record describes, whatever is gone of theirs', async () => {
    const business = await Business.open(store);
    await business.tell([told('1', order('1', { customerKey: 'c' }))]);
    await business.tell([told('c', customer('c', { name: 'Ada' }))], { stream: 'customers' });
    await business.tell([{ ...told('1'), gone: true }]);
    expect(await keys(business, 'identities')).toEqual(['c']);
  });

  it('unties the people whom it tied together', async () => {
    const business = await Business.open(store);
    await business.tell([
      told('a', customer('a', { email: 'ada@shop.it' })),
      told('b', customer('b', { email: 'ada@shop.it', phone: '+39061234567' })),
      told('c', customer('c', { phone: '+39061234567' })),
    ]);
    expect(await business.people()).toEqual({ a: ['a', 'b', 'c'] });
    await business.tell([{ ...told('b'), gone: true }]);
    expect(await business.people()).toEqual({ a: ['a'], c: ['c'] });
    expect((await business.rows('customers')).length).toBe(2);
  });
});

/** An order is the same customer's for ever. */
const orderRecord = fc
  .record({
    key: fc.integer({ min: 0, max: 9 }),
    lines: fc.integer({ min: 0, max: 2 }),
    refunded: fc.boolean(),
    gone: fc.boolean(),
  })
  .map(({ key, ...more }) => ({ key: String(key), customer: 'abc'[key % 3]!, ...more }));
const customerRecord = fc.record({ key: fc.constantFrom('a', 'b', 'c'), gone: fc.boolean() });
const batch = fc.oneof(
  { weight: 3, arbitrary: fc.uniqueArray(orderRecord, { selector: ({ key }) => key, minLength: 1, maxLength: 5 }) },
  { weight: 1, arbitrary: fc.uniqueArray(customerRecord, { selector: ({ key }) => key, minLength: 1 }) },
);

it('ends as if what is gone had never been told, with the figures that working out everything gives', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 6 }), async (batches) => {
      const business = await Business.open(store);
      const kept = { orders: new Map<string, Told>(), customers: new Map<string, Told>() };
      for (const records of batches) {
        const stream = records.some((record) => 'lines' in record) ? 'orders' : 'customers';
        const batchOf = records.map((record) => ({ ...recordOf(record), gone: record.gone }));
        await business.tell(batchOf, { stream });
        for (const { gone, ...record } of batchOf) {
          kept[stream].delete(record.key);
          if (!gone) kept[stream].set(record.key, record);
        }
        await refreshFigures(store, business.workspaceId);
      }
      const incremental = await figures(business);
      await recomputeAll(store, business.workspaceId);
      expect(await figures(business)).toEqual(incremental);

      const fresh = await Business.open(store);
      for (const stream of ['orders', 'customers'] as const)
        if (kept[stream].size > 0) await fresh.tell([...kept[stream].values()], { stream });
      for (const table of ['orders', 'order_lines', 'refunds', 'identities'])
        expect({ table, keys: await keys(business, table) }).toEqual({ table, keys: await keys(fresh, table) });
    }),
    { numRuns: 15 },
  );
});

function recordOf(record: { key: string; customer?: string; lines?: number; refunded?: boolean }): Told {
  const { key, customer: customerKey, lines = 0, refunded } = record;
  if (customerKey === undefined) return told(key, customer(key, { name: `Name ${key}` }));
  const parts = Array.from({ length: lines }, (_, index) => line(`${key}.${index}`, key));
  return told(key, order(key, { customerKey }), ...parts, ...(refunded ? [refund(key, key)] : []));
}
