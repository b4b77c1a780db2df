import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import woocommerce from '../../connectors/woocommerce/index.ts';
import type { Draft, DraftData, Json, Payload } from '../../src/sdk/index.ts';
import { FieldError } from '../../src/sdk/index.ts';
import { validateDraft } from '../../src/unify/validate.ts';

const settings = { url: 'https://shop.example', consumerKey: 'ck_test', consumerSecret: 'cs_test' };
const streams = woocommerce.streams(woocommerce.parse(settings));
const map = (stream: string, payload: Payload): Draft[] => streams[stream]!.map(payload);
const data = <T extends Draft['type']>(drafts: Draft[], type: T): DraftData[T][] =>
  drafts.filter((draft) => draft.type === type).map((draft) => draft.data as DraftData[T]);

const order = {
  id: 14,
  status: 'completed',
  currency: 'EUR',
  total: '46.20',
  total_tax: '0.00',
  shipping_total: '5.00',
  number: '14',
  customer_id: 3,
  date_created_gmt: '2026-11-22T20:27:34',
  date_paid_gmt: '2026-11-22T20:28:00',
  payment_method: 'bacs',
  line_items: [
    {
      id: 4,
      product_id: 11,
      variation_id: 0,
      name: 'Beans',
      quantity: 3,
      subtotal: '41.20',
      total: '40.00',
      total_tax: '0',
    },
  ],
} satisfies Payload;

it('maps an order, its amounts exact to the last digit', () => {
  const drafts = map('orders', order);
  expect(data(drafts, 'order')).toEqual([
    {
      key: '14',
      customerKey: '3',
      number: '14',
      placedAt: '2026-11-22T20:27:34Z',
      status: 'FULFILLED',
      sourceStatus: 'completed',
      kind: 'STANDARD',
      currency: 'EUR',
      total: '46.2',
      discount: '0',
      shipping: '5',
      tax: '0',
      fees: '0',
      taxesIncluded: false,
    },
  ]);
  expect(data(drafts, 'line')).toEqual([
    {
      key: '4',
      orderKey: '14',
      productKey: '11',
      title: 'Beans',
      quantity: '3',
      unitPrice: '13.733333333333333334',
      discount: '1.200000000000000002',
      tax: '0',
    },
  ]);
  expect(data(drafts, 'payment')).toMatchObject([{ paidAt: '2026-11-22T20:28:00Z', method: 'bacs' }]);
});

it('keeps what a line came to exact, whatever it is divided by', () => {
  const cents = fc.integer({ min: 0, max: 10_000_000 });
  fc.assert(
    fc.property(cents, cents, fc.integer({ min: 1, max: 999 }), (subtotal, total, quantity) => {
      const amount = (value: number) => `${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}`;
      const line = { id: 1, quantity, subtotal: amount(subtotal), total: amount(total) };
      const drafts = map('orders', { ...order, line_items: [line] });
      expect(drafts.flatMap(validateDraft)).toEqual([]);
      const [{ unitPrice, discount = '0' }] = data(drafts, 'line') as [DraftData['line']];
      const scaled = (text: string): bigint => {
        const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)!;
        return BigInt(`${sign}${whole}${fraction.padEnd(18, '0')}`);
      };
      expect(scaled(unitPrice) * BigInt(quantity) - scaled(discount)).toBe(scaled(amount(total)));
    }),
  );
});

it('keeps statuses that it does not know, and reads a payment date as paid', () => {
  const status = (fields: Payload) => data(map('orders', { ...order, ...fields }), 'order')[0];
  expect(status({ status: 'packed' })).toMatchObject({ status: 'PAID', sourceStatus: 'packed' });
  expect(status({ status: 'packed', date_paid_gmt: null })).toMatchObject({
    status: 'PENDING',
    sourceStatus: 'packed',
  });
  expect(status({ status: 'trash' })).toMatchObject({ status: 'CANCELLED', sourceStatus: 'trash' });
});

it('tells fees from discounts, guests from accounts, and visits from what staff entered', () => {
  const drafts = map('orders', {
    ...order,
    customer_id: 0,
    billing: { email: 'guest@example.com', phone: '' },
    fee_lines: [{ total: '3.00' }, { total: '-1.50' }],
    coupon_lines: [{ id: 9, code: 'spring', discount: '1.20' }],
    meta_data: [
      { key: '_wc_order_attribution_source_type', value: 'utm' },
      { key: '_wc_order_attribution_utm_source', value: 'google' },
      { key: '_wc_order_attribution_utm_campaign', value: '(none)' },
    ],
  });
  expect(data(drafts, 'order')).toMatchObject([{ fees: '3', discount: '1.5', email: 'guest@example.com' }]);
  expect(data(drafts, 'discount')).toEqual([{ key: '14:9', orderKey: '14', code: 'spring', amount: '1.2' }]);
  expect(data(drafts, 'touch')).toEqual([
    {
      key: '14:visit',
      email: 'guest@example.com',
      orderKey: '14',
      at: order.date_created_gmt + 'Z',
      kind: 'SESSION',
      utmSource: 'google',
    },
  ]);
  const staff = [{ key: '_wc_order_attribution_source_type', value: 'admin' }];
  expect(data(map('orders', { ...order, meta_data: staff }), 'touch')).toEqual([]);
});

it('splits a refund into what went back for what, and finds its order by the link upwards', () => {
  const drafts = map('refunds', {
    id: 143,
    date_created_gmt: '2026-11-22T20:28:02',
    amount: '20.00',
    reason: '',
    line_items: [
      {
        id: 7,
        quantity: -2,
        total: '-10.00',
        total_tax: '-2.20',
        meta_data: [{ key: '_refunded_item_id', value: '4' }],
      },
    ],
    shipping_lines: [{ total: '-5.00', total_tax: '-1.10' }],
    fee_lines: [],
    _links: { up: [{ href: 'https://shop.example/wp-json/wc/v3/orders/14' }] },
  });
  expect(drafts.map((draft) => draft.data)).toEqual([
    {
      key: '143',
      orderKey: '14',
      refundedAt: '2026-11-22T20:28:02Z',
      kind: 'REFUND',
      merchandise: '11.7',
      shipping: '5',
      tax: '3.3',
      other: '0',
    },
    { key: '7', refundKey: '143', lineKey: '4', quantity: '2', amount: '10' },
  ]);
});

it.each<[string, Payload, string]>([
  ['orders', { ...order, total: '46,20' }, 'total is no amount such as "12.50"'],
  ['orders', { ...order, date_created_gmt: null }, 'date_created_gmt is missing'],
  ['orders', { ...order, date_paid_gmt: 'yesterday' }, 'date_paid_gmt is no time such as "2026-01-31T12:00:00Z"'],
  ['refunds', { id: 1, amount: '1.00', date_created_gmt: '2026-01-01T00:00:00' }, 'parent_id is missing'],
  ['products', { name: 'Nameless' }, 'id is missing'],
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
  const anything = fc.dictionary(
    fc.constantFrom(
      'id',
      'status',
      'currency',
      'total',
      'line_items',
      'billing',
      'meta_data',
      'date_created_gmt',
      'amount',
      '_links',
      'name',
      'attributes',
    ),
    fc.oneof(fc.jsonValue(), fc.constantFrom<unknown>('12.50', 7, '2026-01-01T00:00:00', [{}], [null], { up: [{}] })),
  );
  fc.assert(
    fc.property(anything, fc.constantFrom(...Object.keys(streams)), (payload, stream) => {
      expect(outcome(stream, payload as Payload)).toMatch(/^(drafts|FieldError)$/);
    }),
    { numRuns: 500 },
  );
});

it('refuses settings that are wrong, and names them', () => {
  expect(() => woocommerce.parse({ ...settings, url: 'shop' })).toThrow('url must be the address of the shop');
  expect(() => woocommerce.parse({ ...settings, consumerKey: undefined })).toThrow('consumerKey is required');
  expect(() => woocommerce.parse({ ...settings, consumerSecret: 'secret' })).toThrow('begins with "cs_"');
  expect(() => woocommerce.parse({ ...settings, api: 3 })).toThrow('api is no setting of WooCommerce');
});

const recorded = resolve(dirname(fileURLToPath(import.meta.url)), '../../../shared/fixtures/woocommerce');

/** Every record within a recorded file, with the stream that it belongs to by what it holds. */
function recordsIn(json: Json): { stream: string; payload: Payload }[] {
  if (Array.isArray(json)) return json.flatMap(recordsIn);
  if (typeof json !== 'object' || json === null) return [];
  const has = (...fields: string[]) => fields.every((field) => field in json);
  const stream = has('line_items', 'status', 'order_key')
    ? 'orders'
    : has('amount', 'refunded_by')
      ? 'refunds'
      : has('email', 'role', 'username')
        ? 'customers'
        : has('catalog_visibility')
          ? 'products'
          : has('regular_price', 'attributes', 'permalink')
            ? 'variations'
            : has('slug', 'display', 'menu_order', 'parent')
              ? 'categories'
              : undefined;
  // Recorded exchanges have what the shop sent under "api"; the rest is what another program made of it.
  return stream
    ? [{ stream, payload: json }]
    : Object.values('api' in json ? { api: json['api'] } : json).flatMap(recordsIn);
}

describe.skipIf(!existsSync(recorded))('what real shops sent (skipped where ../shared/fixtures is absent)', () => {
  const files = existsSync(recorded)
    ? readdirSync(recorded, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'))
    : [];
  const found = files.flatMap((file) =>
    recordsIn(JSON.parse(readFileSync(join(recorded, file), 'utf8')) as Json).map((record) => ({ file, ...record })),
  );

  it('maps to valid drafts, or is rejected with a true reason', () => {
    const rejected = found.flatMap(({ file, stream, payload }) => {
      try {
        const issues = map(stream, payload).flatMap(validateDraft);
        return issues.map(({ field, reason }) => `${file} ${stream}: ${field} ${reason}`);
      } catch (error) {
        return [`${file} ${stream}: ${error instanceof FieldError ? error.message : String(error)}`];
      }
    });
    expect(rejected).toEqual([]);
    expect(found.length).toBeGreaterThan(50);
    expect(new Set(found.map(({ stream }) => stream))).toEqual(
      new Set(['orders', 'refunds', 'customers', 'products', 'variations', 'categories']),
    );
  });

  it('adds up: total = lines + shipping + fees + tax', () => {
    for (const { file, payload } of found.filter(({ stream }) => stream === 'orders')) {
      const drafts = map('orders', payload);
      const [head] = data(drafts, 'order') as [DraftData['order']];
      const lines = data(drafts, 'line');
      const net = lines.reduce(
        (sum, line) => sum + Number(line.quantity) * Number(line.unitPrice) - Number(line.discount),
        0,
      );
      const total = net + Number(head.shipping) + Number(head.fees) + Number(head.tax) - Number(head.discount);
      expect(total, `${file} ${head.key}`).toBeCloseTo(Number(head.total), 6);
    }
  });
});
