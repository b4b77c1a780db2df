import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import shopify from '../../connectors/shopify/index.ts';
import { type Draft, type DraftData, Exact, FieldError, type Json, type Payload } from '../../src/sdk/index.ts';
import { validateDraft } from '../../src/unify/validate.ts';
import { recorded } from '../emulators/shopify/schema.ts';

const settings = { shop: 'acme.myshopify.com', accessToken: 'shpat_test' };
const streams = shopify.streams(shopify.parse(settings));
const map = (stream: string, payload: Payload): Draft[] => streams[stream]!.map(payload);
const data = <T extends Draft['type']>(drafts: Draft[], type: T): DraftData[T][] =>
  drafts.filter((draft) => draft.type === type).map((draft) => draft.data as DraftData[T]);

interface Golden {
  record: Payload;
  drafts: Draft[];
}
const fixtures = new URL('../../connectors/shopify/fixtures/', import.meta.url);
const golden = (stream: string) => JSON.parse(readFileSync(new URL(`${stream}.json`, fixtures), 'utf8')) as Golden[];
const [ordinary, guest, cancelled] = golden('orders').map(({ record }) => record) as [Payload, Payload, Payload];

it.each(Object.keys(streams))('maps the records of %s as they should be', (stream) => {
  for (const { record, drafts } of golden(stream)) {
    expect(map(stream, record)).toEqual(drafts);
    expect(drafts.flatMap(validateDraft)).toEqual([]);
  }
});

/** Lines, shipping, tax and fees, less discounts: what the customer paid in all. */
function sum(drafts: Draft[]): string {
  const [head] = data(drafts, 'order') as [DraftData['order']];
  const lines = data(drafts, 'line').reduce(
    (total, line) => total.plus(new Exact(line.quantity).times(line.unitPrice)).minus(line.discount ?? 0),
    new Exact(0),
  );
  const tax = head.taxesIncluded ? 0 : head.tax!;
  return lines.plus(head.shipping!).plus(tax).plus(head.fees!).minus(head.discount!).toFixed();
}

it('adds up to what the customer paid, and a refund to what went back', () => {
  for (const order of [ordinary, guest, cancelled])
    expect(sum(map('orders', order))).toBe(data(map('orders', order), 'order')[0]!.total);
  const [refund] = data(map('orders', guest), 'refund') as [DraftData['refund']];
  expect(new Exact(refund.merchandise).plus(refund.tax!).plus(refund.shipping!).toFixed()).toBe('33');
});

it('counts a refund without lines as goods, and takes the tax out of shipping where prices include it', () => {
  const money = (amount: string) => ({ shopMoney: { amount, currencyCode: 'EUR' } });
  const refunds = [
    { id: 'gid://shopify/Refund/1', processedAt: '2026-03-12T08:00:00Z', totalRefundedSet: money('10.00') },
    {
      id: 'gid://shopify/Refund/2',
      createdAt: '2026-03-13T08:00:00Z',
      totalRefundedSet: money('6.10'),
      refundShippingLines: {
        nodes: [
          { id: 'gid://shopify/RefundShippingLine/1', subtotalAmountSet: money('6.10'), taxAmountSet: money('1.10') },
        ],
      },
    },
  ];
  expect(data(map('orders', { ...guest, refunds }), 'refund')).toMatchObject([
    { key: '1', refundedAt: '2026-03-12T08:00:00Z', merchandise: '10', shipping: '0', tax: '0', restocked: false },
    { key: '2', refundedAt: '2026-03-13T08:00:00Z', merchandise: '0', shipping: '5', tax: '1.1' },
  ]);
});

it('counts a gift card that is given back as other money', () => {
  const [refund] = guest['refunds'] as Payload[];
  const { nodes } = refund!['refundLineItems'] as { nodes: Payload[] };
  const card = {
    ...nodes[0],
    id: 'gid://shopify/RefundLineItem/2',
    lineItem: { id: 'gid://shopify/LineItem/9', isGiftCard: true },
  };
  const untaxed = { ...card, totalTaxSet: { shopMoney: { amount: '0.00', currencyCode: 'EUR' } } };
  const refunds = [{ ...refund, refundLineItems: { nodes: [...nodes, untaxed] } }];
  expect(data(map('orders', { ...guest, refunds }), 'refund')).toMatchObject([{ merchandise: '26.4', other: '36.6' }]);
});

it('keeps amounts to the last digit, and leaves out fees in another currency', () => {
  const odd = { shopMoney: { amount: '12345678901234567.891', currencyCode: 'KWD' } };
  const fees = [{ amount: { amount: '0.30', currencyCode: 'USD' } }];
  const [, capture] = ordinary['transactions'] as Payload[];
  const [payment] = data(
    map('orders', { ...ordinary, transactions: [{ ...capture, amountSet: odd, fees }] }),
    'payment',
  );
  expect(payment).toMatchObject({ amount: '12345678901234567.891', currency: 'KWD' });
  expect(payment).not.toHaveProperty('fee');
});

it.each([
  [{ displayFinancialStatus: 'REFUNDED' }, 'REFUNDED'],
  [{ displayFinancialStatus: 'PAID', displayFulfillmentStatus: 'PARTIALLY_FULFILLED' }, 'PAID'],
  [{ displayFinancialStatus: 'AUTHORIZED' }, 'PENDING'],
  [{ displayFinancialStatus: 'VOIDED' }, 'FAILED'],
  [{ displayFinancialStatus: 'SOMETHING_NEW', displayFulfillmentStatus: null }, 'PENDING'],
])('reads the statuses %j as %s', (statuses, status) => {
  const sourceStatus = Object.values({ displayFulfillmentStatus: 'FULFILLED', ...statuses });
  expect(data(map('orders', { ...ordinary, ...statuses }), 'order')[0]).toMatchObject({ status });
  for (const said of sourceStatus.filter((each) => each !== null))
    expect(data(map('orders', { ...ordinary, ...statuses }), 'order')[0]!.sourceStatus).toContain(said);
});

it.each([
  ['IN_TRANSIT', 'SHIPPED'],
  ['LABEL_PRINTED', 'PENDING'],
  ['PICKED_UP', 'DELIVERED'],
  ['NOT_DELIVERED', 'LOST'],
  ['SOMETHING_NEW', 'SHIPPED'],
])('reads a parcel that is %s as %s', (displayStatus, status) => {
  const [parcel] = ordinary['fulfillments'] as Payload[];
  const fulfillments = [{ ...parcel, displayStatus, deliveredAt: null }];
  expect(data(map('orders', { ...ordinary, fulfillments }), 'delivery')).toMatchObject([{ status }]);
});

it.each<[string, Payload, string]>([
  ['orders', { ...ordinary, processedAt: null }, 'processedAt is missing'],
  ['orders', { ...ordinary, cancelledAt: 'yesterday' }, 'cancelledAt is no time such as "2026-01-31T12:00:00Z"'],
  ['orders', { ...ordinary, lineItems: null }, 'lineItems.nodes is missing'],
  ['orders', { ...ordinary, refunds: [{ id: 'gid://shopify/Refund/1' }] }, 'refunds.totalRefundedSet is missing'],
  ['customers', { firstName: 'Nobody' }, 'id is missing'],
])('says what is wrong with a record of %s', (stream, payload, reason) => {
  expect(() => map(stream, payload)).toThrow(reason);
});

function outcome(stream: string, payload: Payload): string {
  try {
    return Array.isArray(map(stream, payload)) ? 'drafts' : 'something else';
  } catch (error) {
    return error instanceof Error ? error.name : 'something else';
  }
}

it('maps whatever comes to drafts, or says why not', () => {
  const records = Object.keys(streams).flatMap((stream) => golden(stream).map(({ record }) => ({ stream, record })));
  fc.assert(
    fc.property(
      fc.constantFrom(...records),
      fc.nat(40),
      fc.oneof(fc.jsonValue(), fc.constantFrom<Json>([null], [{}], {}, { nodes: [{}] }, '2026-13-01T00:00:00Z')),
      ({ stream, record }, place, value) => {
        const names = Object.keys(record);
        const changed = { ...record, [names[place % names.length]!]: value as Json };
        expect(outcome(stream, changed)).toMatch(/^(drafts|FieldError)$/);
      },
    ),
    { numRuns: 1000 },
  );
});

it('refuses settings that are wrong, and names them', () => {
  expect(() => shopify.parse({ ...settings, shop: 'www.acme.com' })).toThrow("shop must be the shop's own domain");
  expect(() => shopify.parse({ ...settings, shop: 'acme.myshopify.com.evil.example' })).toThrow('shop must be');
  expect(() => shopify.parse({ shop: settings.shop })).toThrow('accessToken is required');
  expect(() => shopify.parse({ ...settings, scope: 'all' })).toThrow('scope is no setting of Shopify');
});

/** Products as a shop sent them to other programs, which asked for edges instead of nodes. */
function productsIn(json: Json): Payload[] {
  if (Array.isArray(json)) return json.flatMap(productsIn);
  if (typeof json !== 'object' || json === null) return [];
  if (typeof json['id'] === 'string' && json['id'].startsWith('gid://shopify/Product/')) return [json];
  return Object.values(json).flatMap(productsIn);
}

const exchanges = join(recorded, 'nango');

describe.skipIf(!existsSync(exchanges))('what a real shop sent (skipped where ../shared/fixtures is absent)', () => {
  const files = existsSync(exchanges) ? readdirSync(exchanges) : [];
  const products = files.flatMap((file) => {
    const { api } = JSON.parse(readFileSync(join(exchanges, file), 'utf8')) as { api: Json };
    return productsIn(api).map((product) => ({ file, product }));
  });

  it('maps to valid drafts', () => {
    const rejected = products.flatMap(({ file, product }) => {
      try {
        const issues = map('products', product).flatMap(validateDraft);
        return issues.map(({ field, reason }) => `${file}: ${field} ${reason}`);
      } catch (error) {
        return [`${file}: ${error instanceof FieldError ? error.message : String(error)}`];
      }
    });
    expect(rejected).toEqual([]);
    expect(products.length).toBeGreaterThan(60);
  });
});
