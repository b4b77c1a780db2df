import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { connectSource } from '../src/land/source.ts';
import { entities } from '../src/model/entities.ts';
import { migrations } from '../src/model/migrations.ts';
import { createWorkspace } from '../src/model/new-workspace.ts';
import { startEmbedded } from '../src/store/embedded.ts';
import { migrate } from '../src/store/migrate.ts';
import { openStore } from '../src/store/store.ts';
import { syncSource } from '../src/sync.ts';
import { orderRows, ordersConnector, serveOrders } from './orders-vendor.ts';

/**
 * Synchronisation over HTTP as a ratio: orders with two lines each, read page by page, kept raw, unified and measured,
 * beside COPY of the same rows into bare tables, on the same server in the same run; and how much memory it takes.
 * Usage: npm run bench:sync -- [orders …], 10,000, 100,000 and 1,000,000 by default.
 */

interface Measured {
  seconds: number;
  /** The second run, in which nothing has changed. */
  againSeconds: number;
  peakMegabytes: number;
}

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
};

/** In a process of its own, so that its memory is its own. */
async function synchronise(databaseUrl: string, url: string, count: number): Promise<Measured> {
  const store = await openStore({ url: databaseUrl, entities });
  const { id: workspaceId } = await createWorkspace(store.em(), { name: 'bench', currency: 'EUR', timeZone: 'UTC' });
  const settings = { url, count };
  const source = { workspaceId, connector: ordersConnector.id, name: 'orders', settings };
  const sourceId = await connectSource(store, source);
  const http = { allowPrivateAddresses: true };
  const run = () => syncSource(store, { workspaceId, sourceId, connector: ordersConnector, config: settings, http });
  const first = await seconds(run);
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  const againSeconds = await seconds(run);
  await store.close();
  return { seconds: first, againSeconds, peakMegabytes };
}

/** From files, as fast as the server takes them. */
async function copy(databaseUrl: string, folder: string, count: number): Promise<number> {
  const tables = {
    bare_orders: 'id text, email text, updated timestamptz',
    bare_lines: 'id text, order_id text, sku text, quantity numeric, price numeric',
  };
  const rows = orderRows(count);
  await pipeline(rows.orders, createWriteStream(join(folder, 'bare_orders')));
  await pipeline(rows.lines, createWriteStream(join(folder, 'bare_lines')));
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const time = await seconds(async () => {
    for (const [table, columns] of Object.entries(tables)) {
      await client.query(`create table ${table} (${columns})`);
      await pipeline(createReadStream(join(folder, table)), client.query(copyFrom(`copy ${table} from stdin`)));
    }
  });
  await client.query(`drop table ${Object.keys(tables).join(', ')}`);
  await client.end();
  return time;
}

async function compare(): Promise<void> {
  const sizes = process.argv.slice(2).map(Number);
  const folder = await mkdtemp(join(tmpdir(), 'clientela-bench-'));
  const server = await startEmbedded({ dataDir: folder });
  const vendor = await serveOrders();
  try {
    for (const count of sizes.length > 0 ? sizes : [10_000, 100_000, 1_000_000]) {
      const databaseUrl = await databaseFor(server.url, count);
      const baseline = await copy(databaseUrl, folder, count);
      const child = fork(fileURLToPath(import.meta.url), ['--child', databaseUrl, vendor.url, String(count)], {
        execArgv: ['--max-semi-space-size=64'],
      });
      const [measured] = (await once(child, 'message')) as [Measured];
      await once(child, 'exit');
      const rate = (time: number) => Math.round(count / time).toLocaleString('en');
      console.log(
        [
          `${count.toLocaleString('en').padStart(9)} orders with 2 lines each:`,
          `COPY ${baseline.toFixed(2)} s,`,
          `sync ${measured.seconds.toFixed(2)} s = ${rate(measured.seconds)} orders/s = ${(baseline / measured.seconds).toFixed(4)} × COPY,`,
          `again ${measured.againSeconds.toFixed(2)} s = ${((100 * measured.againSeconds) / measured.seconds).toFixed(1)} % of the first,`,
          `peak memory ${Math.round(measured.peakMegabytes)} MB`,
        ].join(' '),
      );
    }
  } finally {
    vendor.close();
    await server.stop();
    await rm(folder, { recursive: true });
  }
}

async function databaseFor(serverUrl: string, count: number): Promise<string> {
  const client = new pg.Client(serverUrl);
  await client.connect();
  await client.query(`create database "orders_${count}"`);
  await client.end();
  const url = new URL(serverUrl);
  url.pathname = `orders_${count}`;
  await migrate(url.href, migrations);
  return url.href;
}

const [mode, databaseUrl, vendorUrl, count] = process.argv.slice(2);
if (mode === '--child') process.send!(await synchronise(databaseUrl!, vendorUrl!, Number(count)));
else await compare();
