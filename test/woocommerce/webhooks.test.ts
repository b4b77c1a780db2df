import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import woocommerce from '../../connectors/woocommerce/index.ts';
import { openConnection } from '../../src/land/http/open.ts';
import { pagesOf } from '../../src/land/webhook/news.ts';
import type { Delivery, Json } from '../../src/sdk/index.ts';
import { validateDraft } from '../../src/unify/validate.ts';
import { WooCommerce } from '../emulators/woocommerce.ts';
import { FakeClock } from '../land/http/vendor.ts';
import { fillShop } from './shop.ts';

const config = (webhookSecret?: string) =>
  woocommerce.parse({
    url: 'https://shop.example',
    consumerKey: 'ck_test',
    consumerSecret: 'cs_test',
    ...(webhookSecret && { webhookSecret }),
  });
const webhooks = woocommerce.webhooks!;
const delivery = (body: string, headers: Record<string, string> = {}): Delivery => ({
  body: Buffer.from(body),
  headers,
  url: 'https://clientela.example/webhooks/1',
  at: Date.parse('2026-11-22T20:28:45Z'),
});

it('knows the knock of a webhook that is set up, and takes nothing from it', () => {
  const knock = delivery('webhook_id=3', { 'content-type': 'application/x-www-form-urlencoded' });
  expect(webhooks.ping?.(knock)).toBe(true);
  expect(webhooks.verify(knock, config('whs'))).toBe(false);
  expect(webhooks.ping?.(delivery('{"id":34}'))).toBe(false);
});

it('asks for the refunds of an order, and for what lies in the trash', () => {
  const route = (topic: string, body: object) =>
    webhooks.route(body as Json, delivery('', { 'x-wc-webhook-topic': topic }), config());
  expect(route('order.updated', { id: 34, refunds: [{ id: 143 }] }).slice(1)).toEqual([
    { stream: 'refunds', refetch: { path: '/refunds', query: { include: '143' } } },
  ]);
  expect(route('order.deleted', { id: 34 })).toEqual([
    { stream: 'trashed-orders', refetch: { path: '/orders', query: { include: '34', status: 'trash' } } },
  ]);
  expect(route('order.restored', { id: 34 })).toEqual([{ stream: 'orders', record: { id: 34 } }]);
  expect(route('action.woocommerce_add_to_cart', { action: 'woocommerce_add_to_cart', arg: 7 })).toEqual([]);
  expect(route('order.updated', [])).toEqual([]);
});

it('finds in the shop what it asks for', async () => {
  const shop = new WooCommerce();
  fillShop(shop, { orders: 5, tied: 0 });
  await shop.start();
  const settings = woocommerce.parse(shop.settings);
  const http = { allowPrivateAddresses: true, clock: new FakeClock() };
  const { connection } = openConnection(woocommerce, settings, http, new AbortController().signal);
  const asked = async (topic: string, body: object, stream: string) => {
    const news = webhooks.route(body as Json, delivery('', { 'x-wc-webhook-topic': topic }), settings);
    const told = await pagesOf(news, woocommerce.streams(settings), connection!.send);
    return told.get(stream)!.asked.map(({ key }) => Number(key));
  };
  const [order] = shop.orders.keys();
  shop.refund(order!, '2.00');
  const [refund] = [...shop.refunds.values()].filter(({ parent_id: of }) => of === order).slice(-1);
  expect(await asked('order.updated', shop.orders.get(order!)!, 'refunds')).toContain(refund!.id);
  shop.change(shop.orders, order!, { status: 'trash' });
  expect(await asked('order.deleted', { id: order }, 'trashed-orders')).toEqual([order]);
  const [product] = shop.products.keys();
  shop.change(shop.products, product!, { status: 'trash' });
  expect(await asked('product.deleted', { id: product }, 'products')).toEqual([product]);
  const [variation] = shop.variations.values();
  const changed = { ...variation!, type: 'variation' };
  expect(await asked('product.updated', changed, 'variations')).toEqual([variation!.id]);
  connection!.close();
});

const recording = resolve(
  dirname(fileURLToPath(import.meta.url)),
  '../../../shared/fixtures/woocommerce/live_10.9.1/webhook_order_updated.json',
);

describe.skipIf(!existsSync(recording))('a real delivery (skipped where ../shared/fixtures is absent)', () => {
  const read = () => {
    const { secret, headers, rawBody } = JSON.parse(readFileSync(recording, 'utf8')) as {
      secret: string;
      headers: Record<string, string>;
      rawBody: string;
    };
    return { secret, call: delivery(rawBody, headers) };
  };

  it('is believed, told apart and taken for the order that it holds', () => {
    const { secret, call } = read();
    expect(webhooks.ping?.(call)).toBe(false);
    expect(webhooks.verify(call, config(secret))).toBe(true);
    expect(webhooks.id(call)).toBe(call.headers['x-wc-webhook-delivery-id']);
    const [news, ...more] = webhooks.route(JSON.parse(call.body.toString()) as Json, call, config(secret));
    expect(more).toEqual([]);
    if (!news || !('record' in news)) throw new Error('the delivery tells no record');
    const drafts = woocommerce.streams(config())[news.stream]!.map(news.record);
    expect(drafts.flatMap(validateDraft)).toEqual([]);
    expect(drafts[0]).toMatchObject({ type: 'order', data: { key: '34', total: '73.4', status: 'FULFILLED' } });
  });

  it('is not believed with another secret, another body, or no secret to tell by', () => {
    const { secret, call } = read();
    expect(webhooks.verify(call, config('another'))).toBe(false);
    expect(webhooks.verify(call, config())).toBe(false);
    expect(webhooks.verify({ ...call, body: Buffer.concat([call.body, Buffer.from(' ')]) }, config(secret))).toBe(
      false,
    );
    expect(webhooks.verify({ ...call, headers: {} }, config(secret))).toBe(false);
  });
});
