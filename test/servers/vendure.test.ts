import { afterAll, beforeAll, expect, it } from 'vitest';
import vendure from '../../connectors/vendure/index.ts';
import { checkSource } from '../../src/land/check.ts';
import { entities } from '../../src/model/entities.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { modelDatabase } from '../setup/database.ts';
import { ServerSource } from './source.ts';
import { expectSame } from './vendure/comparison.ts';
import { fillShop } from './vendure/life.ts';
import { VendureShop } from './vendure/shop.ts';

const url = await modelDatabase();
const http = { allowPrivateAddresses: true };
let store: Store;
let shop: VendureShop;
let variants: string[];

beforeAll(async () => {
  store = await openStore({ url, entities });
  shop = await VendureShop.start();
  variants = [await shop.addProduct('Laptop', 129_900), await shop.addProduct('Cup', 1_299)];
  await fillShop(shop, variants, 24);
});
afterAll(async () => {
  await shop.stop();
  await store.close();
});

const settingsOf = (more: object) => ({ url: `${shop.url}/admin-api`, ...more });
const connect = (pageSize: number) =>
  ServerSource.connect({ store, url, connector: vendure, settings: settingsOf(shop.credentials), pageSize });

it('reads the whole shop exactly, and writes nothing where nothing changed', async () => {
  const source = await connect(5);
  expect(await source.sync()).toMatchObject({ status: 'SUCCEEDED', rejected: 0 });
  await expectSame(source, shop);
  expect(await source.sync()).toMatchObject({ status: 'SUCCEEDED', written: 0 });
});

it('sees what does not move an order’s time of change: that it is placed, sent, delivered and refunded', async () => {
  const visitor = shop.visitor();
  const orderId = await visitor.fill(variants[0]!, 2);
  await visitor.introduce('Gina', 'gina@example.com');
  await visitor.checkOut();
  const source = await connect(50);
  await source.sync();
  const steps: (() => Promise<unknown>)[] = [
    () => visitor.pay(),
    () => shop.fulfil(orderId).then((id) => shop.moveFulfilment(id, 'Shipped')),
    async () => shop.moveFulfilment(await lastFulfilment(), 'Delivered'),
    () => shop.refund(orderId),
  ];
  for (const step of steps) {
    await step();
    expect(await source.sync()).toMatchObject({ status: 'SUCCEEDED', rejected: 0 });
    await expectSame(source, shop);
  }
});

async function lastFulfilment(): Promise<string> {
  const { orders } = await shop.admin<{ orders: { items: { fulfillments: { id: string }[] }[] } }>(
    `{ orders(options: { take: 1, sort: { id: DESC }, filter: { active: { eq: false } } }) { items { fulfillments { id } } } }`,
  );
  return orders.items[0]!.fulfillments[0]!.id;
}

it('misses nothing and doubles nothing while the shop goes on and the reader is killed again and again', async () => {
  const source = await connect(3);
  const life = fillShop(shop, variants, 30);
  let killed = 0;
  for (let turn = 0; turn < 8; turn++) if (await source.syncAndKill(150 + turn * 120)) killed++;
  await life;
  expect(killed).toBeGreaterThan(4);
  expect(await source.sync()).toMatchObject({ status: 'SUCCEEDED' });
  await expectSame(source, shop);
  expect(await source.sync()).toMatchObject({ written: 0 });
});

it('takes an API key of a role that may read three things, and names the permission that another lacks', async () => {
  const check = (apiKey: string) => checkSource(vendure, vendure.parse(settingsOf({ apiKey })), http);
  const enough = await shop.apiKey(['ReadCatalog', 'ReadCustomer', 'ReadOrder']);
  expect(await check(enough)).toEqual({ account: `${new URL(shop.url).host} __default_channel__` });
  const source = await ServerSource.connect({
    store,
    url,
    connector: vendure,
    settings: settingsOf({ apiKey: enough }),
    pageSize: 100,
  });
  expect(await source.sync()).toMatchObject({ status: 'SUCCEEDED', rejected: 0 });
  await expectSame(source, shop);
  await expect(check(await shop.apiKey(['ReadCatalog', 'ReadCustomer']))).rejects.toMatchObject({
    kind: 'scope',
    message: expect.stringContaining('ReadOrder'),
  });
  await expect(check('no-key')).rejects.toMatchObject({ kind: 'auth' });
  const wrong = vendure.parse(settingsOf({ ...shop.credentials, password: 'not-this-one' }));
  await expect(checkSource(vendure, wrong, http)).rejects.toMatchObject({ kind: 'auth' });
});

it('forgets a product that the shop has removed', async () => {
  const source = await connect(5);
  await shop.addProduct('Lamp', 4_900);
  await source.sync();
  expect(await source.rows('title', 'products')).toHaveLength(3);
  const { products } = await shop.admin<{ products: { items: { id: string }[] } }>(
    `{ products(options: { filter: { name: { eq: "Lamp" } } }) { items { id } } }`,
  );
  await shop.admin(`mutation ($id: ID!) { deleteProduct(id: $id) { result } }`, { id: products.items[0]!.id });
  await source.sync();
  expect(await source.rows('title', 'products')).toEqual([
    { external_id: '1', title: 'Laptop' },
    { external_id: '2', title: 'Cup' },
  ]);
  expect(await source.rows('title', 'variants')).toHaveLength(variants.length);
});
