import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { AdSpend } from '../../src/model/marketing.ts';
import { ProductCost } from '../../src/model/catalog.ts';
import { measureMetric, metrics } from '../../src/measure/measure.ts';
import type { MetricOptions, MetricQuery } from '../../src/measure/metric.ts';
import { type OrderInput, Shop } from './shop.ts';

const shop = await Shop.open();
const { workspaceId } = shop;
const year = { from: '2024-01-01', to: '2024-12-31' };
const ask = async (key: string, query: Partial<MetricQuery> = {}) =>
  measureMetric(await shop.context('2024-12-31'), key, { period: year, ...query });
const total = async (key: string, query?: Partial<MetricQuery>) => (await ask(key, query)).total;

describe('a small shop', () => {
  beforeAll(async () => {
    await shop.addCustomers(['ada'], { country: 'DE' });
    await shop.addCustomers(['bob', 'cyd'], { country: 'FR' });
    const cost = { workspaceId, id: shop.id('cost', 'cup'), productId: shop.id('product', 'cup'), cost: '4' };
    await shop.write(ProductCost, [{ ...cost, since: '2023-01-01', currency: 'EUR', ...shop.lineage('cost', 'cup') }]);
    const cups = (quantity: string, price = '10.00') => [{ product: 'cup', quantity, price }];
    await shop.addOrders([
      { key: '1', customer: 'ada', at: '2024-01-10T10:00:00Z', lines: cups('2') },
      { key: '2', customer: 'ada', at: '2024-01-30T10:00:00Z', lines: cups('1'), discount: '1.00', shipping: '3.00' },
      {
        key: '3',
        customer: 'bob',
        at: '2024-01-31T10:00:00Z',
        lines: cups('3'),
        tax: '5.70',
        refunds: [{ at: '2024-02-02T10:00:00Z', merchandise: '10.00', tax: '1.90' }],
      },
      { key: '4', customer: 'ada', at: '2024-08-01T10:00:00Z', lines: cups('4') },
      { key: '5', at: '2024-08-02T10:00:00Z', lines: cups('1'), salesChannel: 'POS' },
      { key: '6', customer: 'cyd', at: '2024-08-03T10:00:00Z', lines: cups('1'), cancelledAt: '2024-09-01T10:00:00Z' },
      { key: '7', customer: 'cyd', at: '2024-12-01T10:00:00Z', lines: cups('1', '0') },
    ]);
    await shop.refresh();
  });

  it.each([
    ['gross_sales', '110.00'],
    ['discounts', '1.00'],
    ['returns', '10.00'],
    ['revenue', '99.00'],
    ['shipping', '3.00'],
    ['taxes', '3.80'],
    ['total_sales', '105.80'],
    ['items_sold', '12'],
    ['gross_margin', '51.00'],
    ['orders', '6'],
    ['cancelled_orders', '1'],
    ['average_order_value', '19.8'],
    ['items_per_order', '2.2'],
    ['customers', '2'],
    ['new_customers', '2'],
    ['returning_customers', '0'],
    ['reactivated_customers', '1'],
    ['returning_customer_share', '0'],
    ['repeat_rate', '0.5'],
    ['repurchase_rate_90d', '0.5'],
    ['purchase_frequency', '2'],
    ['time_between_orders', '102'],
  ])('%s is %s', async (key, expected) => {
    const { value, reason } = await total(key);
    expect([Number(value), reason]).toEqual([Number(expected), null]);
  });

  it('counts a median of two in the middle as their mean', async () => {
    const period = { from: '2024-01-01', to: '2024-01-30' };
    expect(Number((await total('median_order_value', { period })).value)).toBe(14.5);
    expect(Number((await total('median_order_value')).value)).toBe(20);
    expect(Number((await total('average_order_value', { options: { base: 'GROSS' } })).value)).toBe(22);
    expect(Number((await total('average_order_value', { options: { base: 'CM1' } })).value)).toBe(11);
  });

  it('dates a refund on its day or on its order’s, a cancellation on both', async () => {
    const months = async (options: MetricOptions) =>
      (await ask('revenue', { grain: 'MONTH', options })).series.map(({ value }) => Number(value));
    expect(await months({})).toEqual([59, -10, 0, 0, 0, 0, 0, 60, -10, 0, 0, 0]);
    expect(await months({ refundDating: 'ORDER_DATE' })).toEqual([49, 0, 0, 0, 0, 0, 0, 60, -10, 0, 0, 0]);
  });

  it('tells zero from nothing known and from days ahead', async () => {
    const { series } = await ask('revenue', { period: { from: '2023-12-01', to: '2025-01-31' }, grain: 'MONTH' });
    expect(series[0]).toMatchObject({ value: null, reason: 'NO_DATA' });
    expect(series[3]).toMatchObject({ value: '0', reason: null, count: 0, complete: true });
    expect(series.at(-1)).toMatchObject({ value: null, reason: 'NOT_YET', complete: false });
    const march = { period: { from: '2024-03-01', to: '2024-03-31' } };
    expect(await total('average_order_value', march)).toMatchObject({ value: null, reason: 'NO_DENOMINATOR' });
  });

  it('counts churn by silence: who was active at the start and crossed in the period', async () => {
    const months = await ask('churn_rate', { grain: 'MONTH', options: { churnAfterDays: 100 } });
    const read = months.series.map(({ value, numerator, denominator }) => [value, numerator, denominator]);
    expect(read[0]).toEqual([null, null, null]);
    expect(read[1]).toEqual(['0', '0', '2']);
    expect(read[4], 'ada on 9 May, bob on 10 May').toEqual(['1', '2', '2']);
    expect(read[5]).toEqual([null, null, null]);
    expect(read[10], 'ada again on 9 November').toEqual(['1', '1', '1']);
    expect(months.total).toMatchObject({ value: null, reason: 'NO_DENOMINATOR' });
  });

  it('compares with the period before, of the same length', async () => {
    const february = { from: '2024-02-01', to: '2024-02-22' };
    expect(await ask('revenue', { period: february })).toMatchObject({
      previous: { value: '59.00' },
      change: { value: '-1.169492', reason: null },
    });
    const march = { from: '2024-03-01', to: '2024-03-31' };
    expect((await ask('revenue', { period: march })).change).toEqual({ value: null, reason: 'BASE_NOT_POSITIVE' });
    expect((await ask('revenue')).change).toEqual({ value: null, reason: 'NO_DATA' });
  });

  it('gives shares of counts their interval and leaves what is too young open', async () => {
    expect(await total('repeat_rate')).toMatchObject({
      numerator: '1',
      denominator: '2',
      low: '0.094531',
      high: '0.905469',
    });
    const young = { period: { from: '2024-11-01', to: '2024-12-31' } };
    expect(await total('repurchase_rate_90d', young)).toMatchObject({
      value: null,
      reason: 'NOT_YET',
      complete: false,
    });
  });

  it('breaks down by what customers and products are', async () => {
    const groups = async (key: string, breakdown: string) =>
      (await ask(key, { breakdown })).groups.map((group) => [group.key, Number(group.total.value)]);
    expect(await groups('revenue', 'country')).toEqual([
      ['DE', 69],
      ['FR', 20],
      ['UNKNOWN', 10],
    ]);
    expect(await groups('revenue', 'customer_type')).toEqual([
      ['RETURNING', 49],
      ['NEW', 40],
      ['UNIDENTIFIED', 10],
    ]);
    expect(await groups('gross_sales', 'product')).toEqual([[shop.id('product', 'cup'), 110]]);
    expect(await groups('customers', 'lifecycle_stage')).toEqual([
      ['CHURNED', 2],
      ['PROSPECT', 1],
    ]);
    const labels = await ask('revenue', { breakdown: 'source' });
    expect(labels.groups.map(({ label }) => label)).toEqual(['shop']);
  });

  it('answers for the customers of a filter alone', async () => {
    expect(Number((await total('revenue', { filter: { country: ['FR'] } })).value)).toBe(20);
    expect(Number((await total('unidentified_revenue_share')).value)).toBeCloseTo(10 / 99, 12);
  });

  it('has no margin while the cost of an order is unknown, and says how much is known', async () => {
    await shop.addOrders([{ key: 'pot', at: '2024-10-01T10:00:00Z', lines: [{ product: 'pot', price: '5.00' }] }]);
    await shop.refresh();
    const margin = await ask('gross_margin');
    expect(margin.total).toMatchObject({ value: null, reason: 'COST_UNKNOWN', numerator: '51.00' });
    expect(margin.provenance.notes).toEqual(['The cost of the goods is known for 7 of 8 orders.']);
  });

  it('has no sum while an exchange rate is missing', async () => {
    await shop.addOrders([{ key: 'usd', at: '2024-11-01T10:00:00Z', total: '5.00', currency: 'USD' }]);
    await shop.refresh();
    expect(await total('revenue')).toMatchObject({ value: null, reason: 'NO_RATE', numerator: '104.00' });
  });

  it('says what it does not know', async () => {
    await expect(ask('profit')).rejects.toThrow('There is no metric "profit".');
    await expect(ask('orders', { breakdown: 'colour' })).rejects.toThrow('orders can be broken down by country');
    await expect(ask('orders', { options: { base: 'NET' } })).rejects.toThrow('base does not fit the metric orders');
    await expect(ask('churn_rate', { options: { churnAfterDays: 0 } })).rejects.toThrow('churnAfterDays is 0');
    await expect(ask('ad_spend', { filter: { country: ['DE'] } })).rejects.toThrow('does not fit ad spend');
  });

  it('sums ad spend on its days', async () => {
    const spend = (key: string, day: string, amount: string) => ({
      workspaceId,
      id: shop.id('adSpend', key),
      day,
      spend: amount,
      currency: 'EUR',
      ...shop.lineage('adSpend', key),
    });
    await shop.write(AdSpend, [spend('1', '2024-02-01', '10.5'), spend('2', '2024-02-03', '4.5')]);
    const { series } = await ask('ad_spend', { grain: 'MONTH' });
    expect(series.slice(0, 3).map(({ value }) => value && Number(value))).toEqual([null, 15, 0]);
  });

  it('explains every metric', () => {
    expect(new Set(metrics.map(({ key }) => key)).size).toBe(metrics.length);
    const silent = metrics.filter(
      ({ name, description, formula, method }) => !(name && description && formula) || !/^[a-z0-9-]+@\d+$/.test(method),
    );
    expect(silent).toEqual([]);
  });
});

const instant = fc
  .integer({ min: 0, max: 364 })
  .map((day) => new Date(Date.UTC(2024, 0, 1, 12) + day * 86_400_000).toISOString());
const money = fc.integer({ min: 0, max: 99_99 }).map((cents) => (cents / 100).toFixed(2));
const orders = fc.array(
  fc.record(
    {
      customer: fc.constantFrom('a', 'b', 'c', 'd'),
      at: instant,
      cancelledAt: fc.constant('2024-12-30T12:00:00Z'),
      kind: fc.constantFrom('STANDARD', 'EXCHANGE'),
      salesChannel: fc.constantFrom('online', 'POS'),
      discount: money,
      shipping: money,
      tax: money,
      lines: fc.array(fc.record({ product: fc.constantFrom('x', 'y', 'z'), price: money, discount: money }), {
        maxLength: 4,
      }),
      total: money,
      refunds: fc.array(fc.record({ at: instant, merchandise: money, shipping: money, tax: money }), { maxLength: 2 }),
    },
    { requiredKeys: ['at', 'total'] },
  ),
  { minLength: 1, maxLength: 30 },
);

describe('any shop', () => {
  it('has a ladder that adds up, by days, groups and refund dates', async () => {
    await fc.assert(
      fc.asyncProperty(orders, async (drawn) => {
        await shop.clear();
        await shop.addCustomers(['a', 'b', 'c', 'd']);
        await shop.addOrders(drawn.map((order, index): OrderInput => ({ key: String(index), ...order })));
        await shop.refresh();
        const context = await shop.context('2024-12-31');
        const sum = async (key: string, options: MetricOptions = {}) => {
          const result = await measureMetric(context, key, {
            period: year,
            grain: 'MONTH',
            breakdown: 'customer_type',
            options,
          });
          const parts = (points: { value: string | null }[]) =>
            points.reduce((whole, { value }) => whole.plus(value ?? 0), new Decimal(0)).toString();
          const value = new Decimal(result.total.value!);
          expect(parts(result.series)).toBe(value.toString());
          expect(parts(result.groups.map((group) => group.total))).toBe(value.toString());
          return value;
        };
        const [gross, discounts, returns, revenue] = [
          await sum('gross_sales'),
          await sum('discounts'),
          await sum('returns'),
          await sum('revenue'),
        ];
        expect(gross.minus(discounts).minus(returns).toString()).toBe(revenue.toString());
        const rest = [await sum('shipping'), await sum('taxes'), await sum('fees')];
        expect(Decimal.sum(revenue, ...rest).toString()).toBe((await sum('total_sales')).toString());
        for (const [key, value] of [
          ['revenue', revenue],
          ['returns', returns],
        ] as const) {
          expect((await sum(key, { refundDating: 'ORDER_DATE' })).toString()).toBe(value.toString());
        }
        const products = await measureMetric(context, 'gross_sales', { period: year, breakdown: 'product' });
        expect(Decimal.sum(0, ...products.groups.map((group) => group.total.value!)).toString()).toBe(gross.toString());
        await sum('orders');
      }),
      { numRuns: 12 },
    );
  });
});
