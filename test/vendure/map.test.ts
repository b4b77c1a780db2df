import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import vendure from '../../connectors/vendure/index.ts';
import * as queries from '../../connectors/vendure/queries.ts';
import { checkSource } from '../../src/land/check.ts';
import type { Draft, DraftData, Json, Payload } from '../../src/sdk/index.ts';
import { validateDraft } from '../../src/unify/validate.ts';
import { startVendor } from '../land/http/vendor.ts';

const root = resolve(import.meta.dirname, '../..');
const settings = { url: 'https://shop.example/admin-api', username: 'reader', password: 'a-password' };
const streams = vendure.streams(vendure.parse(settings));
const data = <T extends Draft['type']>(drafts: Draft[], type: T): DraftData[T][] =>
  drafts.filter((draft) => draft.type === type).map((draft) => draft.data as DraftData[T]);
const fixture = (stream: string): { record: Payload; drafts: Draft[] }[] =>
  JSON.parse(readFileSync(join(root, `connectors/vendure/fixtures/${stream}.json`), 'utf8')) as [];
const [delivered] = fixture('orders').map(({ record }) => record) as [Payload];
const orders = (order: Payload, more = {}) =>
  vendure.streams(vendure.parse({ ...settings, ...more }))['orders']!.map(order);

it.each(Object.keys(streams))('maps %s as the golden file says, to drafts that are valid', (stream) => {
  const recorded = fixture(stream);
  expect(recorded.length).toBeGreaterThan(1);
  for (const { record, drafts } of recorded) {
    expect(streams[stream]!.map(record)).toEqual(drafts);
    expect(drafts.flatMap(validateDraft)).toEqual([]);
  }
});

it('counts cancelled units as bought where a refund says that they were paid for, and as never sold where none does', () => {
  const [line] = delivered['lines'] as [Payload];
  const [payment] = delivered['payments'] as [Payload];
  const cut = {
    ...line,
    quantity: 1,
    orderPlacedQuantity: 2,
    proratedLinePrice: 129900,
    proratedLinePriceWithTax: 158478,
  };
  const refund = {
    id: '8',
    createdAt: '2026-05-09T08:00:00.000Z',
    state: 'Settled',
    total: 158478,
    shipping: 0,
    lines: [],
  };
  const lineOf = (refunds: Payload[]) =>
    data(orders({ ...delivered, lines: [cut], payments: [{ ...payment, refunds }] }), 'line')[0];
  expect(lineOf([])).toMatchObject({ quantity: '1', tax: '285.78' });
  expect(lineOf([{ ...refund, state: 'Failed' }])).toMatchObject({ quantity: '1' });
  expect(lineOf([refund])).toMatchObject({ quantity: '2', tax: '571.56' });
});

it('reads amounts by the decimals of the shop, which are not the currency’s', () => {
  const yen = { ...delivered, currencyCode: 'JPY' };
  expect(data(orders(yen), 'order')).toMatchObject([{ currency: 'JPY', total: '3174.56' }]);
  expect(data(orders(yen, { moneyDecimals: 3 }), 'order')).toMatchObject([{ total: '317.456' }]);
});

it('keeps a state of the shop’s own, and reads a settled payment as paid', () => {
  const [payment] = delivered['payments'] as [Payload];
  const own = { ...delivered, state: 'Packing' };
  expect(data(orders(own), 'order')).toMatchObject([{ status: 'PAID', sourceStatus: 'Packing' }]);
  const authorised = { ...own, payments: [{ ...payment, state: 'Authorized' }] };
  expect(data(orders(authorised), 'order')).toMatchObject([{ status: 'PENDING' }]);
  expect(data(orders(authorised), 'payment')[0]).not.toHaveProperty('paidAt');
});

it('leaves out what a marketplace says twice', () => {
  expect(orders({ ...delivered, type: 'Aggregate' })).toHaveLength(5);
  expect(orders({ ...delivered, type: 'Seller' })).toEqual([]);
});

it.each([
  [{}, 'apiKey is required, or username and password'],
  [{ apiKey: 'k', username: 'u', password: 'p' }, 'username goes without apiKey: give one of them'],
  [{ username: 'u' }, 'password is required with username'],
  [{ apiKey: 'k', orderDays: 0 }, 'orderDays must be at least 1'],
])('names the setting at fault: %j', (written, message) => {
  expect(() => vendure.parse({ url: settings.url, ...written })).toThrow(message);
});

it('tells credentials that are not believed from permissions that are missing, and decimals that are not the shop’s', async () => {
  const state = { in: true, forbidden: 'orders', decimals: 2 };
  const forbidden = { errors: [{ message: 'not authorized', extensions: { code: 'FORBIDDEN' } }], data: null };
  const shop = { activeChannel: { code: 'main' }, globalSettings: { serverConfig: { moneyStrategyPrecision: 2 } } };
  const vendor = await startVendor(({ body, headers }) => {
    const { query } = JSON.parse(body) as { query: string };
    if (headers['vendure-api-key'] !== 'a-key' || query.includes(`{ ${state.forbidden}(`)) return { body: forbidden };
    shop.globalSettings.serverConfig.moneyStrategyPrecision = state.decimals;
    return { body: { data: shop as Json } };
  });
  const check = (apiKey: string) =>
    checkSource(vendure, vendure.parse({ url: `${vendor.url}/admin-api`, apiKey }), { allowPrivateAddresses: true });
  await expect(check('another')).rejects.toMatchObject({ kind: 'auth' });
  await expect(check('a-key')).rejects.toMatchObject({ kind: 'scope', message: expect.stringContaining('ReadOrder') });
  state.forbidden = 'none';
  expect(await check('a-key')).toEqual({ account: `${new URL(vendor.url).host} main` });
  state.decimals = 3;
  await expect(check('a-key')).rejects.toMatchObject({ message: expect.stringContaining('set moneyDecimals to 3') });
});

const shared = resolve(root, '../shared/fixtures/vendure');

describe.skipIf(!existsSync(shared))(
  'what a Vendure of version 3.7.3 said (../shared/fixtures, skipped where absent)',
  () => {
    const read = (file: string) => readFileSync(join(shared, file), 'utf8');

    it('knows every query', () => {
      const schema = buildSchema(read('admin-api-3.7.3.graphql'));
      const problems = Object.entries(queries).flatMap(([name, query]) =>
        validate(schema, parse(query)).map(({ message }) => `${name}: ${message}`),
      );
      expect(problems).toEqual([]);
      expect(Object.keys(queries)).toHaveLength(5);
    });

    it.each(['orders', 'products', 'customers'])('maps every one of the %s, in valid drafts', (stream) => {
      const answer = JSON.parse(read(`${stream}_admin_api.json`)) as { data: Record<string, { items: Payload[] }> };
      const { items } = answer.data[stream]!;
      expect(items.length).toBeGreaterThan(2);
      for (const item of items) {
        const drafts = streams[stream]!.map(item);
        expect(drafts.length).toBeGreaterThan(0);
        expect(drafts.flatMap(validateDraft)).toEqual([]);
      }
    });

    it('adds up: what was paid is lines, tax, shipping and fees', () => {
      const answer = JSON.parse(read('orders_admin_api.json')) as { data: { orders: { items: Payload[] } } };
      for (const item of answer.data.orders.items) {
        const drafts = orders(item);
        const [head] = data(drafts, 'order');
        if (!head) continue;
        const lines = data(drafts, 'line').map(({ quantity, unitPrice, discount }) =>
          [quantity, unitPrice, discount].map(Number),
        );
        const net = lines.reduce((sum, [quantity, price, discount]) => sum + quantity! * price! - discount!, 0);
        expect(net + Number(head.tax) + Number(head.shipping) + Number(head.fees)).toBeCloseTo(Number(head.total), 6);
      }
    });
  },
);
