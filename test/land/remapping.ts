import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { parse } from 'yaml';
import file, { type FileConfig } from '../../connectors/file/index.ts';
import type { RunSummary } from '../../src/land/run-log.ts';
import { connectSource } from '../../src/land/source.ts';
import { entities } from '../../src/model/entities.ts';
import { createWorkspace } from '../../src/model/new-workspace.ts';
import type { Connector } from '../../src/sdk/index.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { syncSource } from '../../src/sync.ts';
import { modelDatabase } from '../setup/database.ts';
import { contents } from './contents.ts';

export const workspaceId = '00000000-0000-4000-8000-000000000001';

/** A workspace where mappings change, and the same one where only the last is ever known; both empty before each test. */
export async function twoWorkspaces(): Promise<{ changed: () => Store; fresh: () => Store }> {
  const urls = [await modelDatabase(), await modelDatabase()];
  let stores: Store[] = [];
  beforeAll(async () => {
    stores = await Promise.all(urls.map((url) => openStore({ url, entities })));
  });
  beforeEach(async () => {
    for (const store of stores) {
      const tables = entities.map(({ meta }) => sql.table(meta.tableName));
      await sql`truncate ${sql.join(tables)}`.execute(store.em().getKysely());
      await createWorkspace(store.em(), { id: workspaceId, name: 'shop', currency: 'EUR', timeZone: 'UTC' });
    }
  });
  afterAll(() => Promise.all(stores.map((store) => store.close())));
  return { changed: () => stores[0]!, fresh: () => stores[1]! };
}

interface Folder {
  name: string;
  folder: string;
}

/** What a run of the folder's files takes, with a mapping in YAML. */
export async function connect(
  store: Store,
  { name, folder }: Folder,
  mapping: string,
): Promise<{ workspaceId: string; sourceId: string; connector: Connector<FileConfig>; config: FileConfig }> {
  const settings = { folder, mapping: parse(mapping) as unknown };
  const sourceId = await connectSource(store, { workspaceId, connector: file.id, name, settings });
  return { workspaceId, sourceId, connector: file, config: file.parse(settings) };
}

export const load = async (store: Store, folder: Folder, mapping: string): Promise<RunSummary> =>
  syncSource(store, await connect(store, folder, mapping));

type Row = Record<string, unknown>;

/**
 * All rows but the log of decisions, without the numbers of identities; of what is kept raw those of the files named, for
 * what a mapping names no more stays.
 */
export async function model(
  store: Store,
  files: readonly string[] = ['customers.csv', 'orders.csv', 'people.csv'],
): Promise<Record<string, Row[]>> {
  const { identity_links: _, ...tables } = await contents(store);
  return Object.fromEntries(
    Object.entries(tables).map(([table, texts]) => {
      const rows = texts.map((text) => JSON.parse(text) as Row);
      if (table === 'identities') for (const row of rows) delete row['seq'];
      if (table === 'streams') return [table, rows.filter(({ name }) => files.includes(String(name)))];
      const isRaw = table === 'batches' || table === 'raw_records';
      return [table, isRaw ? rows.filter(({ stream }) => files.includes(String(stream))) : rows];
    }),
  );
}

export async function rowsOf(store: Store, table: string): Promise<Row[]> {
  const { rows } = await sql<Row>`select * from ${sql.table(table)}`.execute(store.em().getKysely());
  return rows;
}

/** The orders and order figures of a source; not whose they are, which may change. */
export async function factsOf(store: Store, name: string): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select o.*, f.gross, f.net, f.day from orders o
    join sources s on s.workspace_id = o.workspace_id and s.id = o.source_id
    left join order_facts f on f.workspace_id = o.workspace_id and f.order_id = o.id
    where s.name = ${name} order by o.id`.execute(store.em().getKysely());
  return rows;
}
