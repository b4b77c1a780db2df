import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import shopify from '../../connectors/shopify/index.ts';
import { readDeclared } from '../../src/land/declared/read.ts';
import { pagesOf } from '../../src/land/webhook/news.ts';
import type { Delivery, Json, Listing, News, Payload } from '../../src/sdk/index.ts';
import { hasSchema, recorded } from '../emulators/shopify/schema.ts';
import { Shopify } from '../emulators/shopify.ts';
import { connectTo, contextOf, FakeClock } from '../land/http/vendor.ts';
import { fillShop, known } from './shop.ts';

const config = shopify.parse({ shop: 'acme.myshopify.com', accessToken: 'shpat_test', apiSecret: 'shpss_test' });
const webhooks = shopify.webhooks!;
const delivery = (headers: Record<string, string> = {}, body: Buffer = Buffer.from('{}')): Delivery => ({
  ...{ body, headers, url: 'https://clientela.example/webhooks/1', at: Date.parse('2026-03-02T09:00:00Z') },
});

/** What a delivery tells, in short: the record that is asked for, or that is gone. */
function told(topic: string, payload: Payload): string[] {
  return webhooks.route(payload, delivery({ 'x-shopify-topic': topic }), config).map((news) => {
    if ('deleted' in news) return `${news.stream} ${news.deleted} is gone`;
    if ('record' in news) return `${news.stream} as it came`;
    return `${news.stream} ${String((news.refetch.body as { variables: { query: string } }).variables.query)}`;
  });
}

it.each<[string, Payload, string[]]>([
  ['orders/updated', { id: 5, admin_graphql_api_id: 'gid://shopify/Order/5' }, ['orders id:5']],
  ['orders/edited', { order_edit: { id: 1, order_id: 5 } }, ['orders id:5']],
  ['orders/delete', { id: 5 }, ['orders 5 is gone']],
  ['refunds/create', { id: 8, order_id: 5 }, ['orders id:5']],
  ['fulfillment_events/create', { id: 8, order_id: 5 }, ['orders id:5']],
  ['customers/redact', { customer: { id: 3 } }, ['customers 3 is gone']],
  ['customers/delete', { id: 3, admin_graphql_api_id: 'gid://shopify/Customer/3' }, ['customers 3 is gone']],
  [
    'customers/merge',
    {
      admin_graphql_api_customer_kept_id: 'gid://shopify/Customer/3',
      admin_graphql_api_customer_deleted_id: 'gid://shopify/Customer/4',
    },
    ['customers 4 is gone', 'customers id:3'],
  ],
  ['customers_email_marketing_consent/update', { customer_id: 3 }, ['customers id:3']],
  ['checkouts/update', { id: 9, token: 'a' }, ['abandoned-checkouts id:9']],
  ['draft_orders/delete', { id: 7 }, ['draft-orders 7 is gone']],
  ['products/update', { id: 2, admin_graphql_api_id: 'gid://shopify/Product/2' }, ['products id:2']],
  ['app/uninstalled', { id: 1 }, []],
  ['orders/updated', {}, []],
  ['orders/updated', { id: '5 OR id:6' }, []],
])('understands %s', (topic, payload, news) => {
  expect(told(topic, payload)).toEqual(news);
});

it('believes what the app’s secret signs, and nothing else', () => {
  const signed = new Shopify(new FakeClock()).delivery('orders/updated', { id: 5 });
  const apiSecret = 'shpss_emulator_secret';
  const call = delivery(signed.headers, signed.body);
  expect(webhooks.verify(call, { ...config, apiSecret })).toBe(true);
  expect(webhooks.id(call)).toMatch(/^delivery-/);
  expect(webhooks.verify(call, config)).toBe(false);
  expect(webhooks.verify(call, shopify.parse({ shop: config.shop, accessToken: 't' }))).toBe(false);
  expect(webhooks.verify({ ...call, body: Buffer.from('{"id":6}') }, { ...config, apiSecret })).toBe(false);
  expect(webhooks.verify({ ...call, headers: {} }, { ...config, apiSecret })).toBe(false);
});

const samples = join(recorded, 'webhooks_2026-07');

describe.skipIf(!existsSync(samples))('Shopify’s own samples (skipped where ../shared/fixtures is absent)', () => {
  const files = existsSync(samples) ? readdirSync(samples) : [];

  it.each(files)('%s', (file) => {
    const { name, response } = JSON.parse(readFileSync(join(samples, file), 'utf8')) as {
      name: string;
      response: Payload;
    };
    const news = told(name, response);
    // Samples of checkouts have no id, and returns are no record of ours.
    const silent = /^(checkouts|returns)/.test(name);
    const one = expect.stringMatching(/^(orders|customers|products|draft-orders) id:\d+$/) as string;
    expect(news).toEqual(silent ? [] : [one]);
  });
});

describe.skipIf(!hasSchema)('what is asked for (skipped where ../shared/fixtures is absent)', () => {
  it('is the record that the list gives, however long it is', async () => {
    const shop = new Shopify(new FakeClock());
    fillShop(shop, { orders: 10, tied: 0 });
    await shop.start();
    onTestFinished(() => shop.stop());
    const settings = shopify.parse(shop.settings);
    const connection = connectTo(shopify.http!(settings));
    const streams = shopify.streams(settings);
    const order = [...shop.orders.values()].find((one) => known.get(one)!.lines.length > 100)!;
    expect(order['refunds']).toHaveLength(1);
    const { headers, body } = shop.delivery('refunds/create', { order_id: Number(order.id.split('/').at(-1)) });
    const news: News[] = webhooks.route(JSON.parse(body.toString()) as Json, delivery(headers, body), settings);
    const [asked] = (await pagesOf(news, streams, connection.send)).get('orders')!.asked;
    const listed = new Map<string, Payload>();
    const { backfill: _, ...list } = streams['orders'] as Listing;
    for await (const { records } of readDeclared(connection, list as Listing, null, contextOf(connection)))
      for (const { key, payload } of records) listed.set(key, payload);
    expect(JSON.stringify(asked!.payload)).toBe(JSON.stringify(listed.get(asked!.key)));
    expect((asked!.payload['lineItems'] as { nodes: Json[] }).nodes).toHaveLength(130);
  });
});
