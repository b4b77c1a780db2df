import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import shopify from '../../connectors/shopify/index.ts';
import { checkSource } from '../../src/land/check.ts';
import type { RunOptions } from '../../src/land/run.ts';
import { connectSource } from '../../src/land/source.ts';
import { entities } from '../../src/model/entities.ts';
import { createWorkspace } from '../../src/model/new-workspace.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { syncSource } from '../../src/sync.ts';
import { Bucket } from '../emulators/shopify/cost.ts';
import { adminSchema, hasSchema } from '../emulators/shopify/schema.ts';
import { Shopify } from '../emulators/shopify.ts';
import { FakeClock } from '../land/http/vendor.ts';
import { modelDatabase } from '../setup/database.ts';
import { fillShop, known, refund } from './shop.ts';

describe.skipIf(!hasSchema)('a Shopify shop (skipped where ../shared/fixtures is absent)', () => {
  let store: Store;
  beforeAll(async () => {
    adminSchema();
    store = await openStore({ url: await modelDatabase(), entities });
  });
  afterAll(() => store.close());

  /** A shop, and a source in a workspace of its own that reads it. */
  async function open(size = { orders: 160, tied: 90 }) {
    const clock = new FakeClock();
    const shop = new Shopify(clock);
    fillShop(shop, size);
    await shop.start();
    onTestFinished(() => shop.stop());
    const { id: workspaceId } = await createWorkspace(store.em(), { name: 'shop', currency: 'EUR', timeZone: 'UTC' });
    const sourceId = await connectSource(store, { connector: 'shopify', name: 'shop', settings: {}, workspaceId });
    const config = shopify.parse(shop.settings);
    const http = { allowPrivateAddresses: true, clock };
    const sync = (more: Partial<RunOptions<typeof config>> = {}) =>
      syncSource(store, { workspaceId, sourceId, connector: shopify, config, http, ...more });
    return { shop, clock, workspaceId, config, http, sync };
  }

  async function rows(workspaceId: string, columns: string, table: string): Promise<Record<string, unknown>[]> {
    const found = await sql<{ row: Record<string, unknown> }>`
      select to_jsonb(t) as row from (
        select ${sql.raw(columns)} from ${sql.table(table)} where workspace_id = ${workspaceId}) t
      order by to_jsonb(t)::text collate "C"`.execute(store.em().getKysely());
    return found.rows.map(({ row }) => row);
  }
  const count = async (workspaceId: string, table: string) => (await rows(workspaceId, 'workspace_id', table)).length;
  const tail = (id: unknown) => String(id).split('/').at(-1)!;
  const all = <T>(shop: Shopify, of: (order: { lines: unknown[]; refunded: number }) => T[]) =>
    [...shop.orders.values()].flatMap((order) => of(known.get(order)!));

  /** Every order, line and refund is as the shop has it: nothing is missed, nothing is there twice. */
  async function expectSame(workspaceId: string, shop: Shopify): Promise<void> {
    const orders = (await rows(workspaceId, 'external_id, source_status, total', 'orders')).map(
      ({ external_id: id, source_status: status, total }) => [id, status, Number(total)],
    );
    const there = [...shop.orders.values()].map((order) => {
      const { shopMoney } = order['totalPriceSet'] as { shopMoney: { amount: string } };
      return [tail(order.id), `${order['displayFinancialStatus']}, FULFILLED`, Number(shopMoney.amount)];
    });
    expect(new Map(orders.map((one) => [one[0], one]))).toEqual(new Map(there.map((one) => [one[0], one])));
    expect(await count(workspaceId, 'order_lines')).toBe(all(shop, ({ lines }) => lines).length);
    const [{ refunded }] = (await rows(workspaceId, 'sum(merchandise) as refunded', 'refunds')) as [
      { refunded: number | null },
    ];
    const given = all(shop, ({ refunded: cents }) => [cents]).reduce((sum, cents) => sum + cents, 0);
    expect(Math.round((refunded ?? 0) * 100)).toBe(given);
  }

  it('lands all that the shop has, and adds up to the cent', async () => {
    const { shop, workspaceId, sync } = await open();
    expect(await sync()).toMatchObject({ status: 'SUCCEEDED', rejected: 0 });
    await expectSame(workspaceId, shop);
    expect(await count(workspaceId, 'refund_lines')).toBeGreaterThan(130);
    expect(await rows(workspaceId, 'distinct carrier, status, promised_at', 'deliveries')).toEqual([
      { carrier: 'DHL', status: 'DELIVERED', promised_at: '2026-12-24T18:00:00+00:00' },
    ]);
    expect(await rows(workspaceId, 'distinct click_id_kind, utm_medium', 'touches')).toEqual([
      { click_id_kind: 'gclid', utm_medium: 'cpc' },
    ]);
    expect(await count(workspaceId, 'variants')).toBe(120 + 7 * 2);
    expect(await count(workspaceId, 'product_costs')).toBe(120 + 7 * 2);
    const consents = await rows(workspaceId, 'granted', 'consents');
    expect([consents.length, consents.filter(({ granted }) => granted === true).length]).toEqual([60, 30]);
    const groups = await rows(workspaceId, 'source_group', 'identities');
    expect(groups.filter(({ source_group: group }) => group === 'PROMISING')).toHaveLength(40);
    expect([await count(workspaceId, 'carts'), await count(workspaceId, 'quotes')]).toEqual([12, 12]);
    const tests = [...shop.orders.values()].filter((order) => order['test'] === true);
    expect(await count(workspaceId, 'order_facts')).toBe(shop.orders.size - tests.length);
  });

  it('asks for what changed, and maps nothing where nothing did', async () => {
    const { shop, workspaceId, sync } = await open({ orders: 60, tied: 0 });
    await sync();
    const before = shop.asked.length;
    expect(await sync()).toMatchObject({ status: 'SUCCEEDED', written: 0 });
    expect(shop.asked.slice(before).length).toBeLessThan(12);
    const [first, second] = [...shop.orders.values()];
    shop.wait(60);
    shop.change(first!, { displayFinancialStatus: 'REFUNDED' });
    refund(shop, second!);
    const [checkout] = shop.abandonedCheckouts.values();
    shop.change(checkout!, { completedAt: shop.now() });
    expect(await sync()).toMatchObject({ status: 'SUCCEEDED', written: 3 });
    await expectSame(workspaceId, shop);
    expect(await rows(workspaceId, 'completed_at is not null as done', 'carts')).toContainEqual({ done: true });
  });

  it('brings in one go what changed after a bulk operation had made its file', async () => {
    const { shop, workspaceId, sync } = await open({ orders: 60, tied: 0 });
    const [first] = shop.orders.values();
    shop.between = () => {
      if (!shop.operations.some(({ query, status }) => query.includes('orders(') && status === 'COMPLETED')) return;
      shop.between = () => undefined;
      shop.wait(5);
      shop.change(first!, { displayFinancialStatus: 'REFUNDED' });
    };
    await sync();
    expect(first!['displayFinancialStatus']).toBe('REFUNDED');
    await expectSame(workspaceId, shop);
    expect(shop.operations).toHaveLength(3);
  });

  it('misses nothing while orders change and the reading is stopped after every page or two', async () => {
    const { shop, workspaceId, sync } = await open();
    const orders = [...shop.orders.values()];
    let edits = 0;
    shop.between = () => {
      if (edits >= 40) return;
      shop.wait(edits % 2);
      for (let turn = 0; turn < 2; turn++) {
        const order = orders[(edits * 37) % orders.length]!;
        shop.change(order, { totalPriceSet: { shopMoney: { amount: `${++edits}.00`, currencyCode: 'EUR' } } });
      }
    };
    const stopped: string[] = [];
    for (let run = 0; run < 12; run++) {
      const controller = new AbortController();
      let reports = 0;
      const onProgress = () => void (++reports > 2 + (run % 2) && controller.abort());
      stopped.push((await sync({ signal: controller.signal, onProgress })).status);
    }
    expect(stopped.filter((status) => status === 'CANCELLED').length).toBeGreaterThan(3);
    await sync();
    await sync();
    expect(edits).toBeGreaterThanOrEqual(40);
    await expectSame(workspaceId, shop);
  });

  it('keeps to the limits, and waits where it is throttled all the same', async () => {
    const { shop, clock, workspaceId, sync } = await open({ orders: 120, tied: 0 });
    shop.bucket = new Bucket(1000, 50, () => clock.now());
    shop.bucket.take(990);
    expect(await sync()).toMatchObject({ status: 'SUCCEEDED' });
    await expectSame(workspaceId, shop);
    expect(shop.throttled).toBeGreaterThan(0);
    expect(shop.throttled).toBeLessThan(12);
    expect(clock.sleeps.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(10_000);
  });

  it('asks for smaller pages where a page costs too much', async () => {
    const { shop, workspaceId, sync } = await open({ orders: 60, tied: 20 });
    shop.mostPoints = 400;
    expect(await sync()).toMatchObject({ status: 'SUCCEEDED', rejected: 0 });
    await expectSame(workspaceId, shop);
  });

  it('says which scopes the app lacks, and that a token is wrong, without showing it', async () => {
    const { shop, config, http, sync } = await open({ orders: 1, tied: 0 });
    expect(await checkSource(shopify, config, http)).toEqual({ account: 'Emulated Shop (emulated.myshopify.com)' });
    shop.scopes.delete('read_orders');
    // Who may write may read.
    shop.scopes.delete('read_inventory');
    shop.scopes.add('write_inventory');
    await expect(checkSource(shopify, config, http)).rejects.toMatchObject({
      kind: 'scope',
      message: expect.stringMatching(/lacks the access scopes read_orders\b(?!,)/),
    });
    const run = await sync();
    expect(run).toMatchObject({ status: 'FAILED', error: expect.stringMatching(/^orders: .*Access denied/) });
    const wrong = await checkSource(shopify, { ...config, accessToken: 'shpat_wrong' }, http).catch((e: unknown) => e);
    expect(wrong).toMatchObject({ kind: 'auth' });
    expect(String(wrong)).not.toContain('shpat_wrong');
  });
});
