import { once } from 'node:events';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { entities } from '../../src/model/entities.ts';
import { createWorkspace } from '../../src/model/new-workspace.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { clientela, type Outcome, startClientela } from '../cli/command.ts';
import { WooCommerce } from '../emulators/woocommerce.ts';
import { modelDatabase } from '../setup/database.ts';
import { fillShop } from '../woocommerce/shop.ts';
import { seeded } from './shop-files.ts';

/** Orders in the shop; STORM_ORDERS=100000 is what the connectors are held to, and takes minutes. */
const orders = Number(process.env['STORM_ORDERS'] ?? 3000);
const [calm, stormy] = [await modelDatabase(), await modelDatabase()];

async function openWorkspace(url: string): Promise<Store> {
  const store = await openStore({ url, entities });
  const id = '00000000-0000-4000-8000-000000000001';
  await createWorkspace(store.em(), { id, name: 'shop', currency: 'EUR', timeZone: 'Europe/Rome' });
  return store;
}

const secretKey = Buffer.alloc(32, 7).toString('base64');

/** As a user would: the secrets come from variables. */
const variablesOf = (shop: WooCommerce) => ({
  CLIENTELA_ALLOW_PRIVATE_SOURCES: 'true',
  CLIENTELA_SECRET_KEY: secretKey,
  CONSUMER_KEY: shop.settings.consumerKey,
  CONSUMER_SECRET: shop.settings.consumerSecret,
});

async function connect(url: string, shop: WooCommerce): Promise<void> {
  const settings = [
    `url=${shop.settings.url}`,
    'consumerKey=@env:CONSUMER_KEY',
    'consumerSecret=@env:CONSUMER_SECRET',
  ].flatMap((setting) => ['--set', setting]);
  const { code, err } = await clientela(
    ['connect', 'woocommerce', '--name', 'shop', ...settings],
    url,
    variablesOf(shop),
  );
  expect({ code, err }).toEqual({ code: 0, err: '' });
}

/** Which run or stream told it last, and who the customer is called; people are compared by what they bought. */
const passing = ['run_id', 'customer_id', 'updated_at', 'stream'];

/** What the source's records became. */
async function facts(store: Store): Promise<Record<string, string[]>> {
  const tables = ['orders', 'order_lines', 'discounts', 'payments', 'refunds', 'refund_lines', 'touches', 'products'];
  const found: Record<string, string[]> = {};
  for (const table of [...tables, 'variants', 'categories', 'order_facts', 'refund_facts', 'customer_facts']) {
    const { rows } = await sql<{ row: string }>`
      select (to_jsonb(t) - ${passing}::text[])::text as row
      from ${sql.table(table)} t order by 1`.execute(store.em().getKysely());
    found[table] = rows.map(({ row }) => row);
  }
  return found;
}

async function number(store: Store, query: ReturnType<typeof sql<{ n: number }>>): Promise<number> {
  return (await query.execute(store.em().getKysely())).rows[0]!.n;
}

it(`reads ${orders} orders through kills, refusals and edits to the same end as in peace`, async () => {
  const any = seeded(11);
  const shop = new WooCommerce();
  fillShop(shop, { orders, tied: 250 });
  await shop.start();
  const sync = (url: string): Promise<Outcome> => clientela(['sync', 'shop'], url, variablesOf(shop));
  const [quiet, shaken] = [await openWorkspace(calm), await openWorkspace(stormy)];
  await connect(stormy, shop);

  // Orders are edited, refunded and trashed, and customers deleted, while they are read.
  const ids = [...shop.orders.keys()];
  const edits = orders / 5;
  let edited = 0;
  shop.between = () => {
    if (edited >= edits) return;
    shop.wait(any(2));
    for (let turn = 0; turn < 4; turn++) {
      const id = ids[any(ids.length)]!;
      if (++edited % 50 === 0) shop.refund(id, '1.00');
      else if (edited % 60 === 1) shop.change(shop.orders, id, { status: 'trash' });
      else if (edited % 70 === 2) shop.customers.delete([...shop.customers.keys()][any(shop.customers.size)]!);
      else shop.change(shop.orders, id, { total: `${edited}.00` });
    }
  };
  let storm = 0;
  shop.weather = (reply) => {
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    const headers = { ...reply.headers, date };
    if (storm > 0) {
      storm--;
      return { status: 429, headers: { 'retry-after': '0', date }, body: { code: 'too_many_requests' } };
    }
    if (any(40) === 0) storm = 3 + any(6);
    if (any(60) === 0) return { ...reply, headers, cutAfter: 1 + any(500) };
    return { ...reply, headers };
  };

  for (let kill = 0; kill < 10; kill++) {
    const before = shop.asked.length;
    const child = startClientela(['sync', 'shop'], stormy, variablesOf(shop));
    const ended = once(child, 'exit');
    const until = before + 1 + any(Math.max(4, orders / 1000));
    while (shop.asked.length < until && child.exitCode === null) await new Promise(setImmediate);
    child.kill('SIGKILL');
    await ended;
  }
  shop.between = () => undefined;
  for (let run = 0; run < 3; run++) expect(await sync(stormy)).toMatchObject({ code: 0 });

  shop.weather = (reply) => reply;
  await connect(calm, shop);
  const started = performance.now();
  expect(await sync(calm)).toMatchObject({ code: 0 });
  const first = performance.now() - started;

  const [expected, found] = [await facts(quiet), await facts(shaken)];
  expect(expected['orders']).toHaveLength(orders);
  for (const table of Object.keys(expected))
    expect({ table, rows: found[table] }).toEqual({ table, rows: expected[table] });

  const asked = shop.asked.length;
  const again = performance.now();
  expect(await sync(calm)).toMatchObject({ code: 0 });
  const second = performance.now() - again;
  const mapped = await number(quiet, sql`select written::int as n from runs order by started_at desc limit 1`);
  expect(mapped).toBe(0);
  console.log(
    `first ${(first / 1000).toFixed(1)} s, again ${(second / 1000).toFixed(1)} s, ${shop.asked.length - asked} requests`,
  );
  await quiet.close();
  await shaken.close();
}, 1_800_000);
