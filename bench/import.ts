import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import fileConnector from '../connectors/file/index.ts';
import { connectSource } from '../src/land/source.ts';
import { entities } from '../src/model/entities.ts';
import { migrations } from '../src/model/migrations.ts';
import { createWorkspace } from '../src/model/new-workspace.ts';
import { startEmbedded } from '../src/store/embedded.ts';
import { migrate } from '../src/store/migrate.ts';
import { openStore } from '../src/store/store.ts';
import { syncSource } from '../src/sync.ts';

/**
 * Import speed as a ratio: the whole way of a shop's three files (read, kept raw, unified, figures worked out) beside
 * COPY of the same files into bare tables without keys, on the same server in the same run.
 * Usage: npm run bench -- [orders], 50,000 by default.
 */
const orders = Number(process.argv[2] ?? 50_000);
const folder = await mkdtemp(join(tmpdir(), 'clientela-bench-'));
const tables = {
  customers: 'customer_id text, email text, name text, created_at timestamptz',
  orders: 'order_id text, customer_id text, placed_at timestamptz, status text, shipping numeric',
  lines: 'line_id text, order_id text, sku text, quantity numeric, price numeric',
};
const mapping = {
  currency: 'EUR',
  files: [
    {
      file: 'customers.csv',
      key: 'customer_id',
      records: [{ type: 'customer', key: 'customer_id', email: 'email', name: 'name', createdAt: 'created_at' }],
    },
    {
      file: 'orders.csv',
      key: 'order_id',
      records: [
        {
          type: 'order',
          key: 'order_id',
          customerKey: 'customer_id',
          placedAt: 'placed_at',
          status: 'status',
          shipping: 'shipping',
        },
      ],
    },
    {
      file: 'lines.csv',
      key: 'line_id',
      records: [
        { type: 'line', key: 'line_id', orderKey: 'order_id', title: 'sku', quantity: 'quantity', unitPrice: 'price' },
      ],
    },
  ],
};

const files = { customers: [] as string[], orders: [] as string[], lines: [] as string[] };
for (let i = 0; i < orders; i++) {
  const customer = (i * 7919) % Math.ceil(orders / 4);
  const at = new Date(Date.UTC(2024, 0, 1) + i * 900_000).toISOString();
  if (i < orders / 4) files.customers.push(`c${i},buyer${i}@posta.example,Buyer ${i},${at}`);
  files.orders.push(`o${i},c${customer},${at},PAID,4.90`);
  for (let j = 0; j < 2; j++)
    files.lines.push(`o${i}-${j},o${i},sku${(i * 31 + j) % 500},${1 + (j % 3)},${(i % 97) + 0.99}`);
}
const names = Object.keys(tables) as (keyof typeof tables)[];
const header = (name: keyof typeof tables) => tables[name].replaceAll(/ \w+(?=,|$)/g, '').replaceAll(' ', '');
for (const name of names) await writeFile(join(folder, `${name}.csv`), [header(name), ...files[name], ''].join('\n'));
const rows = names.reduce((sum, name) => sum + files[name].length, 0);

const server = await startEmbedded({ dataDir: folder });
const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
};
const report = (label: string, time: number, copy: number) =>
  console.log(
    `${label.padEnd(34)} ${time.toFixed(2).padStart(8)} s ${Math.round(rows / time)
      .toLocaleString('en')
      .padStart(10)} rows/s ${(copy / time).toFixed(3).padStart(7)} × COPY`,
  );
try {
  await migrate(server.url, migrations);
  const client = new pg.Client(server.url);
  await client.connect();
  const copy = await seconds(async () => {
    for (const name of names) {
      await client.query(`create table bare_${name} (${tables[name]})`);
      await pipeline(
        createReadStream(join(folder, `${name}.csv`)),
        client.query(copyFrom(`copy bare_${name} from stdin (format csv, header)`)),
      );
    }
  });
  await client.end();

  const store = await openStore({ url: server.url, entities });
  const workspace = await createWorkspace(store.em(), { name: 'bench', currency: 'EUR', timeZone: 'UTC' });
  const config = fileConnector.parse({ folder, mapping });
  const source = {
    workspaceId: workspace.id,
    connector: fileConnector.id,
    name: 'bench',
    settings: { folder, mapping },
  };
  const sourceId = await connectSource(store, source);
  const run = () => syncSource(store, { workspaceId: workspace.id, sourceId, connector: fileConnector, config });
  const first = await seconds(run);
  const again = await seconds(run);
  await store.close();

  console.log(`${rows.toLocaleString('en')} rows: ${names.map((name) => `${files[name].length} ${name}`).join(', ')}`);
  report('COPY into bare tables', copy, copy);
  report('import: land, unify, figures', first, copy);
  report('the same files again', again, copy);
} finally {
  await server.stop();
  await rm(folder, { recursive: true });
}
