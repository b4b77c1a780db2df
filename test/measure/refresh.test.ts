import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { ProductCost } from '../../src/model/catalog.ts';
import { ExchangeRate } from '../../src/model/exchange-rate.ts';
import type { CustomerFact, OrderFact, RefundFact } from '../../src/model/figures.ts';
import { Shop } from './shop.ts';

const shop = await Shop.open({ timeZone: 'Europe/Berlin' });
const { workspaceId } = shop;

async function fact<Fact>(table: string, column: string, id: string): Promise<Fact | undefined> {
  const { rows } = await sql<Fact>`
    select * from ${sql.table(table)} where workspace_id = ${workspaceId} and ${sql.ref(column)} = ${id}`.execute(
    shop.store.em().getKysely(),
  );
  return rows[0];
}
const orderFact = (key: string) => fact<OrderFact>('order_facts', 'order_id', shop.id('order', key));
const customerFact = (key: string) => fact<CustomerFact>('customer_facts', 'customer_id', shop.id('identity', key));
const refundFact = (key: string) => fact<RefundFact>('refund_facts', 'refund_id', shop.id('refund', key));

describe('order facts', () => {
  it('climb the ladder from the lines, without gift cards', async () => {
    await shop.addCustomers(['ladder']);
    await shop.addOrders([
      {
        key: 'ladder',
        customer: 'ladder',
        at: '2024-03-31T22:30:00Z',
        total: '99.99',
        discount: '5.00',
        shipping: '4.90',
        tax: '12.10',
        lines: [
          { price: '20.00', quantity: '2', discount: '1.50' },
          { price: '30.00', tax: '3.00' },
          { price: '50.00', giftCard: true },
        ],
        refunds: [{ at: '2024-04-02T10:00:00Z', merchandise: '20.00', shipping: '4.90', tax: '2.00' }],
      },
    ]);
    await shop.refresh();
    expect(await orderFact('ladder')).toMatchObject({
      day: '2024-04-01',
      valid: true,
      purchase: true,
      gross: '70.00',
      discounts: '6.50',
      returns: '20.00',
      net: '43.50',
      shipping: '4.90',
      tax: '12.10',
      total: '53.60',
      items: '3',
      sequence: 1,
    });
    expect(await refundFact('ladder-0')).toMatchObject({ day: '2024-04-02', merchandise: '20.00', shipping: '4.90' });
  });

  it('take the tax out of prices that hold it, from goods and shipping', async () => {
    const order = { at: '2024-05-01T10:00:00Z', taxesIncluded: true, shipping: '11.90', tax: '20.90' };
    await shop.addOrders([
      { key: 'split', ...order, lines: [{ price: '119.00' }] },
      { key: 'named', ...order, lines: [{ price: '119.00', tax: '19.00' }] },
    ]);
    await shop.refresh();
    expect(await orderFact('split')).toMatchObject({ net: '100.00', shipping: '10.00', tax: '20.90', total: '130.90' });
    expect(await orderFact('named')).toMatchObject({ net: '100.00', shipping: '10.00', total: '130.90' });
  });

  it('do with what is known where lines are missing, and follow when they come', async () => {
    await shop.addCustomers(['late']);
    const order = { key: 'late', customer: 'late', at: '2024-05-01T10:00:00Z', total: '60.00', shipping: '5.00' };
    await shop.addOrders([order, { key: 'silent', customer: 'late', at: '2024-05-02T10:00:00Z' }]);
    await shop.refresh();
    expect(await orderFact('late')).toMatchObject({ gross: '55.00', net: '55.00', total: '60.00', cost: null });
    expect(await orderFact('silent')).toMatchObject({ gross: null, valid: true, purchase: false });
    await shop.addOrders([{ ...order, lines: [{ price: '50.00' }] }]);
    await shop.refresh();
    expect(await orderFact('late')).toMatchObject({ gross: '50.00', total: '55.00' });
  });

  it('leave out tests, drafts and failed payments, and take cancelled and exchanged orders for no purchase', async () => {
    await shop.addCustomers(['odd']);
    const order = { customer: 'odd', at: '2024-06-01T10:00:00Z', total: '10.00' };
    const refunds = [{ at: '2024-06-03T10:00:00Z', merchandise: '10.00' }];
    await shop.addOrders([
      { key: 'test', ...order, test: true },
      { key: 'draft', ...order, status: 'DRAFT' },
      { key: 'failed', ...order, status: 'FAILED' },
      { key: 'cancelled', ...order, status: 'CANCELLED' },
      { key: 'regretted', ...order, cancelledAt: '2024-06-03T10:00:00Z', refunds },
      { key: 'exchange', ...order, kind: 'EXCHANGE' },
      { key: 'free', ...order, total: '0' },
      { key: 'real', ...order },
    ]);
    await shop.refresh();
    for (const key of ['test', 'draft', 'failed']) expect(await orderFact(key)).toBeUndefined();
    expect(await orderFact('cancelled')).toMatchObject({ valid: false, cancelled_day: '2024-06-01', sequence: null });
    expect(await orderFact('regretted')).toMatchObject({ valid: false, cancelled_day: '2024-06-03', returns: '0' });
    expect(await refundFact('regretted-0')).toBeUndefined();
    expect(await orderFact('exchange')).toMatchObject({ valid: false, purchase: false, cancelled_day: null });
    expect(await orderFact('free')).toMatchObject({ valid: true, purchase: false });
    expect(await orderFact('real')).toMatchObject({ valid: true, purchase: true, sequence: 1 });
    expect(await customerFact('odd')).toMatchObject({ orders: 1, purchase_days: 1, net: '20.00' });
  });

  it('convert at the last rate of seven days, inverted or crossed where need be, and know when there is none', async () => {
    const sourceId = shop.id('source', 'shop');
    await shop.write(ExchangeRate, [
      { workspaceId, base: 'USD', quote: 'EUR', day: '2024-07-01', rate: '0.9', sourceId },
      { workspaceId, base: 'USD', quote: 'EUR', day: '2024-07-05', rate: '0.8', sourceId },
      { workspaceId, base: 'EUR', quote: 'CHF', day: '2024-07-05', rate: '0.5', sourceId },
      { workspaceId, base: 'USD', quote: 'SEK', day: '2024-07-05', rate: '10', sourceId },
    ]);
    const order = { at: '2024-07-08T10:00:00Z', total: '100.00' };
    const refunds = [{ at: '2024-07-09T10:00:00Z', merchandise: '10.00' }];
    await shop.addOrders([
      { key: 'usd', ...order, currency: 'USD' },
      { key: 'chf', ...order, currency: 'CHF' },
      { key: 'sek', ...order, currency: 'SEK' },
      { key: 'old', ...order, currency: 'USD', at: '2024-07-04T10:00:00Z', refunds },
      { key: 'none', ...order, currency: 'USD', at: '2024-07-20T10:00:00Z' },
    ]);
    await shop.refresh();
    expect(Number((await orderFact('usd'))?.gross)).toBe(80);
    expect(Number((await orderFact('chf'))?.gross)).toBe(200);
    expect(Number((await orderFact('sek'))?.gross)).toBe(8);
    expect(Number((await orderFact('old'))?.returns), 'at the rate of the order').toBe(9);
    expect(Number((await refundFact('old-0'))?.merchandise), 'at the rate of the refund').toBe(8);
    expect(await orderFact('none')).toMatchObject({ gross: null, net: null, total: null, valid: true });
  });

  it('cost what the goods cost on the day, less what came back to stock', async () => {
    const cost = (key: string, product: string, since: string, amount: string) => ({
      workspaceId,
      id: shop.id('cost', key),
      productId: shop.id('product', product),
      since,
      cost: amount,
      currency: 'EUR',
      ...shop.lineage('cost', key),
    });
    await shop.write(ProductCost, [cost('1', 'cup', '2024-01-01', '4.00'), cost('2', 'cup', '2024-08-02', '5.00')]);
    const lines = [{ product: 'cup', price: '10.00', quantity: '3' }];
    const back = { at: '2024-08-05T10:00:00Z', merchandise: '10.00', line: 0 };
    await shop.addOrders([
      { key: 'before', at: '2024-08-01T10:00:00Z', lines },
      { key: 'after', at: '2024-08-02T10:00:00Z', lines, refunds: [{ ...back, restocked: true }] },
      { key: 'broken', at: '2024-08-02T10:00:00Z', lines, refunds: [{ ...back, restocked: false }] },
      { key: 'unknown', at: '2024-08-02T10:00:00Z', lines: [...lines, { product: 'pot', price: '1.00' }] },
    ]);
    await shop.refresh();
    expect((await orderFact('before'))?.cost).toBe('12.00');
    expect((await orderFact('after'))?.cost).toBe('10.00');
    expect((await orderFact('broken'))?.cost).toBe('15.00');
    expect((await orderFact('unknown'))?.cost).toBeNull();
  });
});

const day = fc
  .integer({ min: 0, max: 400 })
  .map((n) => new Date(Date.UTC(2023, 0, 1, 23) + n * 86_400_000).toISOString());
const money = fc.integer({ min: 0, max: 9999 }).map((cents) => (cents / 100).toFixed(2));
const customer = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const order = fc.record({
  key: fc.integer({ min: 0, max: 25 }).map(String),
  customer: fc.option(customer, { nil: undefined, freq: 6 }),
  at: day,
  status: fc.constantFrom('PAID', 'PAID', 'PAID', 'FULFILLED', 'CANCELLED', 'DRAFT'),
  currency: fc.constantFrom('EUR', 'EUR', 'USD'),
  shipping: money,
  lines: fc.array(fc.record({ price: money, discount: money }), { maxLength: 3 }),
  refunds: fc.array(fc.record({ at: day, merchandise: money }), { maxLength: 2 }),
});
const touch = fc.record({
  key: fc.integer({ min: 0, max: 40 }).map(String),
  customer: fc.option(customer, { nil: undefined, freq: 4 }),
  order: fc.option(fc.integer({ min: 0, max: 25 }).map(String), { nil: undefined, freq: 2 }),
  at: day,
  utmSource: fc.constantFrom('google', 'newsletter', null),
});
const change = fc.oneof(
  { weight: 4, arbitrary: fc.array(order, { minLength: 1, maxLength: 8 }).map((orders) => ({ orders })) },
  { weight: 3, arbitrary: fc.array(touch, { minLength: 1, maxLength: 12 }).map((touches) => ({ touches })) },
  { weight: 1, arbitrary: fc.tuple(customer, customer).map((merge) => ({ merge })) },
);

describe('refreshing', () => {
  it('what was touched gives what working out everything gives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        await shop.clear();
        await shop.addCustomers(['a', 'b', 'c', 'd', 'e']);
        for (const step of changes) {
          if ('orders' in step) await shop.addOrders(step.orders.map(withoutUndefined));
          else if ('touches' in step) await shop.addTouches(step.touches.map(withoutUndefined));
          else if (step.merge[0] !== step.merge[1]) await shop.merge(...step.merge);
          await shop.refresh();
        }
        const tables = ['order_facts', 'refund_facts', 'customer_facts', 'purchase_histories', 'touch_facts'];
        const incremental = await Promise.all(tables.map((table) => shop.rows(table)));
        await shop.recompute();
        expect(await Promise.all(tables.map((table) => shop.rows(table)))).toEqual(incremental);
        expect([...(await shop.rows('touched_orders')), ...(await shop.rows('touched_customers'))]).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it('follows a merge and an order that is gone', async () => {
    await shop.clear();
    await shop.addCustomers(['old', 'young']);
    await shop.addOrders([
      { key: '1', customer: 'young', at: '2024-01-01T10:00:00Z', total: '10.00' },
      { key: '2', customer: 'old', at: '2024-02-01T10:00:00Z', total: '20.00' },
    ]);
    await shop.refresh();
    await shop.merge('young', 'old');
    await shop.refresh();
    expect(await customerFact('young')).toBeUndefined();
    expect(await customerFact('old')).toMatchObject({ orders: 2, first_day: '2024-01-01', previous_day: '2024-01-01' });
    expect(await orderFact('2')).toMatchObject({ sequence: 2, previous_day: '2024-01-01', cohort_day: '2024-01-01' });
    await sql`delete from orders where workspace_id = ${workspaceId} and id = ${shop.id('order', '1')}`.execute(
      shop.store.em().getKysely(),
    );
    await shop.touch('order', [shop.id('order', '1')]);
    await shop.refresh();
    expect(await customerFact('old')).toMatchObject({ orders: 1, second_day: null, first_day: '2024-02-01' });
  });
});

/** Without the fields that are undefined. */
function withoutUndefined<Row extends object>(row: Row): { [Name in keyof Row]: Exclude<Row[Name], undefined> } {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as never;
}
