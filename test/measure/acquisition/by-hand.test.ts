import { beforeAll, describe, expect, it } from 'vitest';
import { cacOf, costOfLoyal, customersOf } from '../../../src/measure/acquisition/cac.ts';
import type { Division } from '../../../src/measure/acquisition/credited.ts';
import { unknownPart } from '../../../src/measure/acquisition/credited.ts';
import { acquisitionMer, breakEvenRoas, mer, profitOnSpend } from '../../../src/measure/acquisition/efficiency.ts';
import { maximumCac } from '../../../src/measure/acquisition/maximum-cac.ts';
import { curveOf, paybackFigure } from '../../../src/measure/acquisition/payback.ts';
import { churnRate, loyalShare, repeatRate } from '../../../src/measure/acquisition/quality.ts';
import { historicValue, lifetimeValue, valueToCost } from '../../../src/measure/acquisition/value-to-cost.ts';
import { openContext } from '../../../src/measure/context.ts';
import { measureMetric } from '../../../src/measure/measure.ts';
import { refreshFigures } from '../../../src/measure/refresh/index.ts';
import type { Draft } from '../../../src/sdk/index.ts';
import { mergeCustomers, splitCustomer } from '../../../src/unify/identity/by-hand.ts';
import { Business, each, openModel } from '../../unify/business.ts';
import { allOf, type Asking, bookOf } from './asking.ts';

const store = await openModel();
const business = await Business.open(store);
const noon = (day: string) => `${day}T11:00:00Z`;
const person = (name: string) => ({ customerKey: name });
const order = (name: string, number: number, day: string, price: number, product: string): Draft[] => [
  {
    type: 'order',
    data: { key: `${name}${number}`, ...person(name), placedAt: noon(day), status: 'PAID', currency: 'EUR' },
  },
  {
    type: 'line',
    data: {
      key: `${name}${number}`,
      orderKey: `${name}${number}`,
      productKey: product,
      quantity: String(price),
      unitPrice: '1',
    },
  },
];
const touch = (name: string, day: string, channelKey: string): Draft => ({
  type: 'touch',
  data: { key: `${name} ${day}`, ...person(name), at: `${day}T09:00:00Z`, kind: 'SESSION', channelKey },
});
const spent = (day: string, channelKey: string, spend: string): Draft => ({
  type: 'adSpend',
  data: { key: `${channelKey} ${day}`, day, channelKey, spend, currency: 'EUR' },
});

/**
 * Of goods each unit costs 0.60, of wonders nobody knows. Search wins ann and bob with 100 of ads, organic wins cleo, of
 * dora nobody knows how she came, and social spends 20 on nobody. Ann comes back after 45 days.
 */
beforeAll(async () => {
  await business.tell(
    each(
      { type: 'channel', data: { key: 'search', name: 'Search', kind: 'PAID_SEARCH' } },
      { type: 'channel', data: { key: 'social', name: 'Social', kind: 'PAID_SOCIAL' } },
      { type: 'channel', data: { key: 'organic', name: 'Organic', kind: 'ORGANIC_SEARCH' } },
      { type: 'product', data: { key: 'good', title: 'Good' } },
      { type: 'cost', data: { key: 'good', productKey: 'good', since: '2023-01-01', cost: '0.6', currency: 'EUR' } },
      { type: 'product', data: { key: 'wonder', title: 'Wonder' } },
      ...order('ann', 1, '2024-01-01', 100, 'good'),
      ...order('ann', 2, '2024-02-15', 50, 'good'),
      ...order('bob', 1, '2024-01-01', 80, 'good'),
      ...order('cleo', 1, '2024-01-10', 60, 'wonder'),
      ...order('dora', 1, '2024-01-20', 70, 'good'),
      ...order('zeno', 1, '2024-06-30', 10, 'good'),
      ...order('eve', 1, '2023-05-05', 40, 'good'),
      touch('ann', '2024-01-01', 'search'),
      touch('bob', '2024-01-01', 'search'),
      touch('cleo', '2024-01-09', 'organic'),
      spent('2024-01-05', 'search', '100'),
      spent('2024-01-06', 'social', '20'),
    ),
  );
  await refreshFigures(store, business.workspaceId);
});

const january = { from: '2024-01-01', to: '2024-01-31' };
const context = () => openContext(store.em(), business.workspaceId);
const asked = async (division: Division, key: string, asking: Partial<Asking> = {}) => ({
  book: bookOf(await context(), division, { period: january, ...asking }),
  key,
});
const channel = (key: string, options: Asking['options'] = {}) =>
  asked('CHANNEL', key === unknownPart ? key : business.id('channel', key), { options });
const everybody = async (options: Asking['options'] = {}) => allOf(await context(), { period: january, options });

describe('what a customer cost', () => {
  it('is what was spent over those won, of all and of each channel', async () => {
    expect(await cacOf(await everybody(), 'MEDIA')).toMatchObject({ perCustomer: '30', spend: '120', customers: '4' });
    expect(await cacOf(await channel('search'), 'MEDIA')).toMatchObject({
      perCustomer: '50',
      spend: '100',
      customers: '2',
    });
    expect(await cacOf(await channel('organic'), 'MEDIA')).toMatchObject({
      perCustomer: '0',
      spend: '0',
      customers: '1',
    });
  });

  it('is the figure that goes by the same name among the metrics', async () => {
    const metric = async (key: string) => (await measureMetric(await context(), key, { period: january })).total.value;
    expect(await metric('blended_cac')).toBe((await cacOf(await everybody(), 'MEDIA')).perCustomer);
    expect(await metric('fully_loaded_cac')).toBe((await cacOf(await everybody(), 'FULLY_LOADED')).perCustomer);
    expect(Number(await metric('mer'))).toBeCloseTo(Number((await mer(await everybody())).value), 6);
    expect(Number(await metric('amer'))).toBeCloseTo(Number((await acquisitionMer(await everybody())).value), 6);
  });

  it('is unknown, with the reason, where nobody was won, nobody knows who won them, or nothing was read', async () => {
    expect(await cacOf(await channel('social'), 'MEDIA')).toMatchObject({
      ...{ perCustomer: null, reason: 'SPEND_WITHOUT_CUSTOMERS', spend: '20', customers: '0' },
    });
    expect(await cacOf(await channel(unknownPart), 'MEDIA')).toMatchObject({
      ...{ perCustomer: null, reason: 'UNATTRIBUTED', spend: '0', customers: '1' },
    });
    const before = { period: { from: '2023-05-01', to: '2023-05-31' } };
    expect(await cacOf(allOf(await context(), before), 'MEDIA')).toMatchObject({
      ...{ perCustomer: null, reason: 'NO_DATA', spend: null, customers: '1' },
    });
    expect(await costOfLoyal(await channel('search'), 'MEDIA')).toMatchObject({ reason: 'SPEND_WITHOUT_CUSTOMERS' });
  });

  it('is of earlier days with a lag', async () => {
    expect(await cacOf(await everybody({ spendLagDays: 10 }), 'MEDIA')).toMatchObject({ spend: '120' });
    expect(await cacOf(await everybody({ spendLagDays: 30 }), 'MEDIA')).toMatchObject({
      spend: null,
      reason: 'NO_DATA',
    });
  });

  it('of those that a filter finds is as much as of the others of their channel, and what is of no one falls on all', async () => {
    const filtered = async (orders: { gte: number } | { lte: number }) =>
      cacOf(allOf(await context(), { period: january, filter: { orders } }), 'MEDIA');
    const [twice, once] = [await filtered({ gte: 2 }), await filtered({ lte: 1 })];
    // Ann bears half of search's 100, and of social's 20, which won nobody, a quarter.
    expect(twice).toMatchObject({ spend: '55', customers: '1', perCustomer: '55' });
    expect(once).toMatchObject({ spend: '65', customers: '3' });
  });
});

describe('what a customer is worth', () => {
  it('is what has come, of those who are as old', async () => {
    const search = await channel('search');
    expect(await historicValue(search, 'NET', null)).toEqual({ value: '115', reason: null, customers: '2' });
    expect(await historicValue(search, 'CM1', 0)).toMatchObject({ value: '36' });
    expect(await historicValue(search, 'CM1', 44)).toMatchObject({ value: '36' });
    expect(await historicValue(search, 'CM1', 45)).toMatchObject({ value: '46' });
    expect(await historicValue(search, 'CM1', 182)).toMatchObject({ value: null, reason: 'NOT_YET' });
    // What was won on the first of January is as old as that, what was won later is not.
    expect(await historicValue(await everybody(), 'NET', 180)).toMatchObject({ customers: '2', value: '115' });
  });

  it('is unknown where no cost is; where some are, the rest leaves as much', async () => {
    expect(await historicValue(await channel('organic'), 'CM1', null)).toMatchObject({ reason: 'COST_UNKNOWN' });
    expect(await historicValue(await channel('organic', { marginShare: 0.5 }), 'CM1', null)).toMatchObject({
      value: '30',
    });
    // 120 of 300 are left of what is known, 0.4 of cleo's 60.
    expect(await historicValue(await everybody(), 'CM1', null)).toMatchObject({ value: String((120 + 24) / 4) });
  });

  it('within days that all have behind them needs no model; beyond it does', async () => {
    const { value, reason, model } = await lifetimeValue(await channel('search'), 'CM1', 90);
    expect({ reason, model, ...value }).toMatchObject({ reason: null, model: null, expected: 46, soFar: 46 });
    // Two customers worth 60 and 32: the error of their mean is 28 / √2 / √2.
    expect(value!.p10).toBeCloseTo(46 - 1.2815515655 * 14, 6);
    expect(await lifetimeValue(await channel('search'), 'CM1', 365)).toMatchObject({ value: null, reason: 'NO_MODEL' });
    const alone = await lifetimeValue(await channel(unknownPart), 'CM1', 90);
    expect(alone.value).toMatchObject({ expected: 28, low: null, p10: null, high: null });
  });

  it('against what it cost', async () => {
    expect(await valueToCost(await channel('search'), 'CM1', 90)).toMatchObject({ value: 0.92, reason: null });
    expect(await valueToCost(await channel('organic', { marginShare: 0.5 }), 'CM1', 90)).toMatchObject({
      ...{ value: null, reason: 'NO_DENOMINATOR' },
    });
    expect(await valueToCost(await channel('social'), 'CM1', 90)).toMatchObject({ reason: 'SPEND_WITHOUT_CUSTOMERS' });
  });
});

describe('payback', () => {
  it('follows the customers by months of age', async () => {
    const curve = await curveOf(await channel('search'), 'CM1');
    expect(curve.map(({ perCustomer }) => perCustomer)).toEqual(['36', '36', '46', '46', '46', '46']);
    expect(curve.every(({ complete, customers }) => complete && customers === '2')).toBe(true);
    expect(curve.at(-1)!.recovered).toBeCloseTo(0.92, 9);
  });

  it('is not reached by customers who cost 50 and left 46, and is by those who cost 30', async () => {
    expect(await paybackFigure(await channel('search'), 'CM1')).toEqual({
      ...{ months: null, notYet: true, recovered: 0.92, reason: 'NOT_YET' },
    });
    // Of all four 36, 28, 32 and 24 come in on the first day.
    const all = await paybackFigure(await everybody(), 'CM1');
    expect(all).toMatchObject({ notYet: false, reason: null });
    expect(all.months).toBe(0);
    expect(await paybackFigure(await everybody({ base: 'CM2' }), 'CM2')).toMatchObject({ reason: 'COST_UNKNOWN' });
    const thin = await everybody({ marginShare: 0.32 });
    // 77.5 × 0.32 on the first day, 90 × 0.32 from the second month on: 24.8 and 28.8 of 30.
    expect(await paybackFigure(thin, 'CM1')).toMatchObject({ months: null, notYet: true });
    const fair = await everybody({ marginShare: 0.36 });
    // From 27.9 after one month to 32.4 after two: 30 is passed 2.1 / 4.5 of the way.
    expect((await paybackFigure(fair, 'CM1')).months).toBeCloseTo(1 + 2.1 / 4.5, 9);
  });
});

describe('the most that a customer may cost', () => {
  const most = async (options: Asking['options'], key = 'search') =>
    maximumCac(await channel(key, { horizonDays: 90, paybackMonths: 2, ...options }));

  it('is the least of its limits, and says which', async () => {
    const { expected, cautious, actual, customersPerMonth } = await most({});
    expect(expected).toMatchObject({ binding: 'LTV_RATIO', byPayback: 46 });
    expect(expected!.perCustomer).toBeCloseTo(46 / 3, 9);
    expect(expected!.headroom).toBeCloseTo(46 / 3 - 50, 9);
    expect(customersPerMonth).toBeCloseTo((2 / 31) * (365.25 / 12), 9);
    expect(expected!.headroomPerMonth).toBeCloseTo((46 / 3 - 50) * customersPerMonth, 9);
    expect(cautious!.perCustomer).toBeCloseTo((46 - 1.2815515655 * 14) / 3, 6);
    expect(actual.perCustomer).toBe('50');
    expect((await most({ targetRatio: 1, paybackMonths: 1 })).expected).toMatchObject({
      perCustomer: 36,
      binding: 'PAYBACK',
    });
    expect((await most({ targetRatio: 1, cashCap: '20.50' })).expected).toMatchObject({
      perCustomer: 20.5,
      binding: 'CASH_CAP',
    });
  });

  it('is unknown where the margin is, and known where one is assumed', async () => {
    expect(await most({}, 'organic')).toMatchObject({ expected: null, cautious: null, reason: 'COST_UNKNOWN' });
    expect((await most({ marginShare: 0.5 }, 'organic')).expected!.perCustomer).toBe(10);
    expect(await most({}, 'social')).toMatchObject({ expected: null, reason: 'NO_DENOMINATOR' });
  });

  it('is beside what the first purchase leaves after all its costs', async () => {
    expect(await most({})).toMatchObject({ firstOrder: null, firstOrderReason: 'COST_UNKNOWN' });
    expect(await most({ marginShare: 0.5 })).toMatchObject({ firstOrder: '45', firstOrderReason: null });
  });
});

describe('who they became, and what comes back of what was spent', () => {
  it('counts who came again, became loyal or fell silent', async () => {
    const search = await channel('search');
    expect(await repeatRate(search)).toMatchObject({ value: 0.5, numerator: '1', denominator: '2' });
    expect(await loyalShare(search)).toMatchObject({ value: 0, numerator: '0' });
    expect(await churnRate(search)).toMatchObject({ value: null, reason: 'NOT_YET' });
    const eve = allOf(await context(), { period: { from: '2023-05-01', to: '2023-05-31' } });
    expect(await churnRate(eve)).toMatchObject({ value: 1, numerator: '1', denominator: '1' });
  });

  it('sets revenue and margin against spend', async () => {
    const all = await everybody({ marginShare: 0.4 });
    expect(await mer(all)).toMatchObject({ value: '2.583333', numerator: '310', denominator: '120' });
    expect(await acquisitionMer(all)).toMatchObject({ value: '2.583333' });
    expect(await profitOnSpend(all)).toMatchObject({ value: '1.033333', numerator: '124' });
    expect(await breakEvenRoas(all)).toMatchObject({ value: '2.5' });
    expect(await mer(await channel('organic'))).toMatchObject({
      value: null,
      reason: 'NO_DENOMINATOR',
      numerator: '60',
    });
  });
});

it('a customer who turns out to be an earlier one is new no more, and is again when they are told apart', async () => {
  const figures = async () => [
    await customersOf(await everybody()),
    await cacOf(await channel('search'), 'MEDIA'),
    await historicValue(await channel('search'), 'CM1', null),
  ];
  const idOf = async (key: string) =>
    (await business.rows<{ customer_id: string; id: string; external_id: string }>('identities')).find(
      ({ external_id }) => external_id === key,
    )!;
  const before = await figures();
  await mergeCustomers(store, business.workspaceId, [(await idOf('eve')).customer_id, (await idOf('ann')).customer_id]);
  await refreshFigures(store, business.workspaceId);
  expect(await figures()).toEqual([
    '3',
    { perCustomer: '100', reason: null, spend: '100', customers: '1' },
    { value: '32', reason: null, customers: '1' },
  ]);
  await splitCustomer(store, business.workspaceId, [(await idOf('ann')).id]);
  await refreshFigures(store, business.workspaceId);
  expect(await figures()).toEqual(before);
});
