import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import woocommerce from '../../connectors/woocommerce/index.ts';
import { checkSource } from '../../src/land/check.ts';
import type { RunOptions } from '../../src/land/run.ts';
import { connectSource } from '../../src/land/source.ts';
import { entities } from '../../src/model/entities.ts';
import { createWorkspace } from '../../src/model/new-workspace.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { syncSource } from '../../src/sync.ts';
import { WooCommerce } from '../emulators/woocommerce.ts';
import { FakeClock } from '../land/http/vendor.ts';
import { modelDatabase } from '../setup/database.ts';
import { fillShop } from './shop.ts';

const url = await modelDatabase();
let store: Store;
beforeAll(async () => {
  store = await openStore({ url, entities });
});
afterAll(() => store.close());

const http = { allowPrivateAddresses: true, clock: new FakeClock() };

/** A shop, and a source in a workspace of its own that reads it. */
async function open(shop: WooCommerce, size = { orders: 260, tied: 150 }) {
  fillShop(shop, size);
  await shop.start();
  const { id: workspaceId } = await createWorkspace(store.em(), { name: 'shop', currency: 'EUR', timeZone: 'UTC' });
  const place = { connector: 'woocommerce', name: 'shop', settings: {}, workspaceId };
  const sourceId = await connectSource(store, place);
  const config = woocommerce.parse(shop.settings);
  const sync = (more: Partial<RunOptions<typeof config>> = {}) =>
    syncSource(store, { workspaceId, sourceId, connector: woocommerce, config, http, ...more });
  return { workspaceId, config, sync };
}

async function rows(workspaceId: string, columns: string, table: string): Promise<Record<string, unknown>[]> {
  const found = await sql<{ row: Record<string, unknown> }>`
    select to_jsonb(t) as row from (
      select ${sql.raw(columns)} from ${sql.table(table)} where workspace_id = ${workspaceId}) t
    order by to_jsonb(t)::text collate "C"`.execute(store.em().getKysely());
  return found.rows.map(({ row }) => row);
}

const count = async (workspaceId: string, table: string) => (await rows(workspaceId, 'workspace_id', table)).length;

/** Orders as they are kept that are not as the shop has them. */
async function wrongOrders(workspaceId: string, shop: WooCommerce): Promise<unknown[]> {
  const kept = await rows(workspaceId, 'external_id, source_status, total', 'orders');
  const found = new Map(kept.map((row) => [row['external_id'], row]));
  return [...shop.orders.values()].filter((order) => {
    const row = found.get(String(order.id));
    return !row || row['source_status'] !== order['status'] || Number(row['total']) !== Number(order['total']);
  });
}

it('reads a whole shop, exactly', async () => {
  const shop = new WooCommerce();
  const { workspaceId, config, sync } = await open(shop);
  expect(await checkSource(woocommerce, config, http)).toEqual({ account: new URL(shop.settings.url).host });
  expect(await sync()).toMatchObject({ status: 'SUCCEEDED', rejected: 0 });
  expect(await wrongOrders(workspaceId, shop)).toEqual([]);
  const lines = [...shop.orders.values()].flatMap((order) => order['line_items'] as { total: string }[]);
  expect(await count(workspaceId, 'order_lines')).toBe(lines.length);
  const [sums] = await rows(workspaceId, 'sum(quantity * unit_price - discount)::text as net', 'order_lines');
  const cents = lines.reduce((sum, line) => sum + Math.round(Number(line.total) * 100), 0);
  expect(sums!['net']).toMatch(new RegExp(`^${Math.floor(cents / 100)}\\.${String(cents % 100).padStart(2, '0')}0*$`));
  expect(await count(workspaceId, 'refunds')).toBe(shop.refunds.size);
  expect(await count(workspaceId, 'refund_lines')).toBe(shop.refunds.size);
  expect(await rows(workspaceId, 'distinct merchandise::float', 'refund_facts')).toEqual([{ merchandise: 1.5 }]);
  expect(await rows(workspaceId, 'title', 'variants')).toEqual([{ title: '1 kg' }, { title: '250 g' }]);
  expect(await rows(workspaceId, 'name', 'categories')).toEqual([{ name: 'Coffee' }, { name: 'Food & Drinks' }]);
  expect((await rows(workspaceId, 'guest', 'identities')).filter(({ guest }) => guest === false)).toHaveLength(130);
  expect(await rows(workspaceId, 'distinct utm_source', 'touches')).toEqual([{ utm_source: 'google' }]);
});

it('maps nothing where nothing changed, and asks for little', async () => {
  const shop = new WooCommerce();
  const { sync } = await open(shop, { orders: 260, tied: 0 });
  await sync();
  const before = shop.asked.length;
  expect(await sync()).toMatchObject({ status: 'SUCCEEDED', written: 0 });
  expect(shop.asked.slice(before).filter((path) => path.includes('/orders'))).toHaveLength(2);
});

it.each(['Europe/Rome', 'America/Los_Angeles'])('reads what changed since, in a shop in %s', async (zone) => {
  const shop = new WooCommerce(zone);
  const { workspaceId, sync } = await open(shop, { orders: 60, tied: 0 });
  await sync();
  const [first, second, third, fourth] = [...shop.orders.keys()];
  // In the very second of the checkpoint.
  shop.change(shop.orders, first!, { status: 'wc-packed' });
  shop.wait(5);
  shop.change(shop.orders, second!, { total: '99.99' });
  shop.change(shop.orders, third!, { status: 'trash' });
  shop.refund(fourth!, '2.00');
  shop.change(shop.customers, [...shop.customers.keys()][5]!, { first_name: 'Renamed' });
  expect(await sync()).toMatchObject({ status: 'SUCCEEDED', written: 6 });
  expect(await wrongOrders(workspaceId, shop)).toEqual([]);
  const kept = await rows(workspaceId, 'external_id, status', 'orders');
  const status = (id: number) => kept.find(({ external_id: key }) => key === String(id))!['status'];
  expect([status(first!), status(third!)]).toEqual(['PAID', 'CANCELLED']);
  expect(await count(workspaceId, 'refunds')).toBe(shop.refunds.size);
  expect((await rows(workspaceId, 'name', 'identities')).filter(({ name }) => name === 'Renamed Test')).toHaveLength(1);
  shop.wait(5);
  shop.change(shop.orders, third!, { status: 'completed' });
  await sync();
  expect(await wrongOrders(workspaceId, shop)).toEqual([]);
});

it('ends what a whole reading does not find any more', async () => {
  const shop = new WooCommerce();
  const { workspaceId, sync } = await open(shop, { orders: 40, tied: 0 });
  await sync();
  const named = async () => (await rows(workspaceId, 'guest, name', 'identities')).filter(({ guest }) => !guest);
  const [refunds, customers] = [await count(workspaceId, 'refunds'), (await named()).length];
  shop.refunds.delete([...shop.refunds.keys()][0]!);
  const ordering = new Set([...shop.orders.values()].map((order) => order['customer_id']));
  shop.customers.delete([...shop.customers.keys()].find((id) => !ordering.has(id))!);
  // No product is in it.
  shop.categories.delete([...shop.categories.keys()][0]!);
  expect(await sync()).toMatchObject({ status: 'SUCCEEDED' });
  expect(await count(workspaceId, 'refunds')).toBe(refunds - 1);
  expect(await named()).toHaveLength(customers - 1);
  expect(await rows(workspaceId, 'name', 'categories')).toEqual([{ name: 'Coffee' }]);
});

it('misses nothing while orders change and the reading is stopped after every page or two', async () => {
  const shop = new WooCommerce();
  const { workspaceId, sync } = await open(shop);
  const ids = [...shop.orders.keys()];
  let edits = 0;
  shop.between = () => {
    if (edits >= 60) return;
    shop.wait(edits % 2);
    for (let turn = 0; turn < 3; turn++) {
      const id = ids[(edits * 37) % ids.length]!;
      shop.change(shop.orders, id, { total: `${++edits}.00` });
    }
  };
  const stopped: string[] = [];
  for (let run = 0; run < 12; run++) {
    const controller = new AbortController();
    let reports = 0;
    const onProgress = () => void (++reports > 2 + (run % 2) && controller.abort());
    stopped.push((await sync({ signal: controller.signal, onProgress })).status);
  }
  expect(stopped.filter((status) => status === 'CANCELLED').length).toBeGreaterThan(5);
  await sync();
  await sync();
  expect(edits).toBeGreaterThanOrEqual(60);
  expect(await wrongOrders(workspaceId, shop)).toEqual([]);
  expect(await count(workspaceId, 'orders')).toBe(shop.orders.size);
  expect(await count(workspaceId, 'refunds')).toBe(shop.refunds.size);
});

it('says that the keys are wrong, without showing them', async () => {
  const shop = new WooCommerce();
  const { config } = await open(shop, { orders: 1, tied: 0 });
  const error = await checkSource(woocommerce, { ...config, consumerSecret: 'cs_wrong' }, http).catch(
    (e: unknown) => e,
  );
  expect(error).toMatchObject({ kind: 'auth', message: expect.stringContaining('Give the source new credentials') });
  expect(String(error)).not.toContain('cs_wrong');
});
