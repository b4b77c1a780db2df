import { sql } from 'kysely';
import pg from 'pg';
import { describe, expect, it, vi } from 'vitest';
import { type Draft, type DraftType, drafts, draftTypes } from '../../src/sdk/index.ts';
import { factTypes, references } from '../../src/unify/fact-types.ts';
import { Business, each, openModel } from './business.ts';

const store = await openModel();

const order = (key: string, more: object = {}): Draft => ({
  type: 'order',
  data: { key, placedAt: '2026-01-31T12:00:00Z', status: 'PAID', currency: 'EUR', ...more },
});
const line = (key: string, orderKey: string, more: object = {}): Draft => ({
  type: 'line',
  data: { key, orderKey, quantity: '1', unitPrice: '10.00', ...more },
});
const refund = (key: string, orderKey: string, more: object = {}): Draft => ({
  type: 'refund',
  data: { key, orderKey, refundedAt: '2026-02-03T12:00:00Z', merchandise: '5.00', ...more },
});

/** Forgets what is to be worked out anew, as a refresh would. */
const refresh = (business: Business) =>
  sql`delete from touched_orders where workspace_id = ${business.workspaceId}`.execute(store.em().getKysely());
const touchedOrders = async (business: Business) =>
  (await business.rows('touched_orders')).map((row) => row['order_id']).toSorted();

describe('facts', () => {
  it('are written with ids of their own, defaults, lineage and exact amounts', async () => {
    const business = await Business.open(store);
    const told = each(order('1', { customerKey: 'c', total: '12345678901234567890.10' }));
    expect(await business.tell(told)).toEqual({ drafts: 1, rejected: 0 });
    expect(await business.fact('orders', '1')).toMatchObject({
      id: business.id('order', '1'),
      identity_id: (await business.fact('identities', 'c'))['id'],
      placed_at: new Date('2026-01-31T12:00:00Z'),
      total: '12345678901234567890.10',
      ...{ test: false, kind: 'STANDARD', taxes_included: false, discount: null },
      ...{ stream: 'all', record_key: 'order 1', run_id: business.runId },
    });
  });

  it('have a column for every field of every draft', () => {
    const person = ['customerKey', 'email', 'phone'];
    const missing = draftTypes.flatMap((type: DraftType) => {
      if (type === 'customer' || type === 'identity') return [];
      const { entity, defaults } = factTypes[type];
      const columns = Object.keys(entity.meta.properties);
      const fields = Object.keys(drafts[type].shape).filter((field) => field !== 'key' && !person.includes(field));
      return [...fields.map((field) => references[field]?.column ?? field), ...Object.keys(defaults)]
        .filter((column) => !columns.includes(column))
        .map((column) => `${type}.${column}`);
    });
    expect(missing).toEqual([]);
  });

  it('keep what a later draft does not say, also its defaults', async () => {
    const business = await Business.open(store);
    await business.tell(each(order('1', { customerKey: 'c', total: '10', test: true, taxesIncluded: true })));
    await business.tell([{ key: 'later', drafts: [order('1', { status: 'CANCELLED' })] }]);
    expect(await business.fact('orders', '1')).toMatchObject({
      ...{ status: 'CANCELLED', total: '10', test: true, taxes_included: true },
      identity_id: (await business.fact('identities', 'c'))['id'],
    });
  });

  it('take several drafts of one fact as one', async () => {
    const business = await Business.open(store);
    await business.tell([
      { key: 'a', drafts: [order('1', { total: '10' })] },
      { key: 'b', drafts: [order('1', { shipping: '2' }), line('l', '1')] },
    ]);
    expect(await business.fact('orders', '1')).toMatchObject({ total: '10', shipping: '2' });
  });

  it('refer to what arrives later', async () => {
    const business = await Business.open(store);
    await business.tell(each(line('l', '1', { productKey: 'p' })));
    await business.tell(each(order('1', { customerKey: 'c' })));
    await business.tell(each({ type: 'customer', data: { key: 'c', name: 'Ada' } }));
    const placed = await business.fact('orders', '1');
    expect(await business.fact('order_lines', 'l')).toMatchObject({
      order_id: placed['id'],
      product_id: business.id('product', 'p'),
    });
    expect(await business.fact('identities', 'c')).toMatchObject({
      id: placed['identity_id'],
      name: 'Ada',
      guest: false,
    });
  });

  it('change nothing when unified again, whatever the run', async () => {
    const business = await Business.open(store);
    const told = each(
      { type: 'customer', data: { key: 'c', email: 'ada@shop.it', createdAt: '2026-01-01T00:00:00Z' } },
      order('1', { customerKey: 'c', discount: '1' }),
      order('2', { email: 'Ada@Shop.it' }),
      line('l', '1'),
      { type: 'rate', data: { key: 'r', day: '2026-01-01', base: 'EUR', quote: 'USD', rate: '1.1' } },
    );
    await business.tell(told);
    const tables = [
      'customers',
      'identities',
      'identifiers',
      'identity_links',
      'orders',
      'order_lines',
      'exchange_rates',
    ];
    const state = async () => {
      const versions = tables.map(async (table) => {
        const { rows } = await sql`
          select t.*, t.xmin::text as version from ${sql.table(table)} t where workspace_id = ${business.workspaceId}
          order by t::text`.execute(store.em().getKysely());
        return rows;
      });
      return Promise.all(versions);
    };
    const before = await state();
    await business.unify('1');
    await business.tell(told, { stream: 'another' });
    expect(await state()).toEqual(before);
  });

  it('name a category that only products name, until a record describes it', async () => {
    const business = await Business.open(store);
    const product: Draft = { type: 'product', data: { key: 'p', title: 'Lamp', categoryKey: 'lighting' } };
    await business.tell(each(product));
    expect(await business.fact('categories', 'lighting')).toMatchObject({ name: 'lighting' });
    await business.tell(each({ type: 'category', data: { key: 'lighting', name: 'Lamps and light' } }));
    await business.tell([{ key: 'again', drafts: [product] }]);
    expect(await business.fact('categories', 'lighting')).toMatchObject({ name: 'Lamps and light' });
    expect(await business.fact('products', 'p')).toMatchObject({ category_id: business.id('category', 'lighting') });
  });

  it('take as many statements for many records as for few', async () => {
    const business = await Business.open(store);
    const orders = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, n) =>
        order(`${from + n}`, { email: `ada${from + n}@shop.it`, total: '1' }),
      );
    const query = vi.spyOn(pg.Client.prototype, 'query');
    const statements = async (...told: Draft[]) => {
      query.mockClear();
      await business.tell(each(...told));
      return query.mock.calls.length;
    };
    const few = await statements(...orders(0, 10));
    expect(few).toBeLessThan(40);
    expect(await statements(...orders(10, 1000))).toBe(few);
    query.mockRestore();
  });

  it('go when their record tells of them no more, and only then', async () => {
    const business = await Business.open(store);
    await business.tell([
      { key: 'A', drafts: [order('1'), line('l1', '1'), line('l2', '1'), refund('r', '1')] },
      { key: 'B', drafts: [line('l3', '1')] },
    ]);
    await business.tell([{ key: 'A', drafts: [order('1'), line('l2', '1')] }]);
    expect((await business.rows('order_lines')).map((row) => row['external_id']).toSorted()).toEqual(['l2', 'l3']);
    expect(await business.rows('refunds')).toEqual([]);
  });
});

describe('what happened', () => {
  it('raises the time up to which the stream has told, and never lowers it', async () => {
    const business = await Business.open(store);
    const through = async () => (await business.rows('streams')).map((row) => row['data_through']);
    await business.tell(each({ type: 'product', data: { key: 'p', title: 'Lamp' } }));
    expect(await through()).toEqual([null]);
    const promised = { key: 'd', orderKey: '1', status: 'SHIPPED', promisedAt: '2027-01-01T00:00:00Z' } as const;
    await business.tell(
      each(order('1'), { type: 'delivery', data: { ...promised, shippedAt: '2026-02-02T08:00:00Z' } }),
    );
    expect(await through()).toEqual([new Date('2026-02-02T08:00:00Z')]);
    await business.tell(each(order('0', { placedAt: '2020-01-01T00:00:00Z' })));
    expect(await through()).toEqual([new Date('2026-02-02T08:00:00Z')]);
  });

  it('marks the orders that lines, refunds and their parts belong to, and those they belonged to', async () => {
    const business = await Business.open(store);
    const id = (key: string) => business.id('order', key);
    await business.tell(each(order('1'), order('2'), line('l', '1', { productKey: 'p' }), refund('r', '2')));
    expect(await touchedOrders(business)).toEqual([id('1'), id('2')].toSorted());
    await refresh(business);
    await business.tell([{ key: 'moved', drafts: [line('l', '3')] }]);
    expect(await touchedOrders(business)).toEqual([id('1'), id('3')].toSorted());
    await refresh(business);
    await business.tell(each({ type: 'refundLine', data: { key: 'rl', refundKey: 'r', lineKey: 'l', quantity: '1' } }));
    expect(await touchedOrders(business)).toEqual([id('2')]);
    await refresh(business);
    const cost = { key: 'c', productKey: 'p', since: '2026-01-01', cost: '3', currency: 'EUR' };
    await business.tell(each({ type: 'cost', data: cost }));
    expect(await touchedOrders(business)).toEqual([id('3')]);
  });

  it('marks what a new exchange rate can convert, and nothing in the workspace’s own money', async () => {
    const business = await Business.open(store);
    await business.tell(
      each(
        order('own'),
        order('usd', { currency: 'USD' }),
        order('long ago', { currency: 'USD', placedAt: '2025-01-31T12:00:00Z' }),
        order('refunded', { currency: 'USD', placedAt: '2025-01-31T12:00:00Z' }),
        refund('r', 'refunded'),
        order('bought abroad'),
        line('l', 'bought abroad', { productKey: 'p' }),
        { type: 'cost', data: { key: 'c', productKey: 'p', since: '2026-01-01', cost: '3', currency: 'USD' } },
      ),
    );
    await refresh(business);
    const rate = { day: '2026-01-30', base: 'EUR', quote: 'USD', rate: '1.1' };
    await business.tell(each({ type: 'rate', data: { key: 'r', ...rate } }));
    const expected = ['usd', 'refunded', 'bought abroad'].map((key) => business.id('order', key));
    expect(await touchedOrders(business)).toEqual(expected.toSorted());
  });
});
