import { sql } from 'kysely';
import { afterAll, beforeAll, expect } from 'vitest';
import { runSource } from '../../src/land/run.ts';
import { connectSource } from '../../src/land/source.ts';
import { entities } from '../../src/model/entities.ts';
import { createWorkspace } from '../../src/model/new-workspace.ts';
import { type DeclaredStream, defineConnector, type Stream } from '../../src/sdk/index.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { syncSource } from '../../src/sync.ts';
import { modelDatabase } from '../setup/database.ts';
import { FakeClock } from './http/vendor.ts';

/** Opens a database of its own for a test file; to be asked for within tests. */
export async function openModel(): Promise<() => Store> {
  const url = await modelDatabase();
  let store: Store;
  beforeAll(async () => {
    store = await openStore({ url, entities });
  });
  afterAll(() => store.close());
  return () => store;
}

/** A source of one stream that asks a vendor, in a workspace of its own. */
export async function openSource(
  store: Store,
  stream: Stream | DeclaredStream,
  vendorUrl = 'http://127.0.0.1',
  clock = new FakeClock(),
) {
  const connector = defineConnector({
    ...{ id: 'one', title: 'One', version: '1', kind: 'CRM', settings: {} },
    parse: () => null,
    http: () => ({ baseUrl: vendorUrl, auth: { kind: 'none' } }),
    check: () => Promise.resolve({ account: 'one' }),
    streams: () => ({ one: stream }),
  });
  const { id: workspaceId } = await createWorkspace(store.em(), { name: 'test', currency: 'EUR', timeZone: 'UTC' });
  const sourceId = await connectSource(store, { workspaceId, connector: 'one', name: 'one', settings: {} });
  const options = { workspaceId, sourceId, connector, config: null, http: { allowPrivateAddresses: true, clock } };
  const rows = async <Row>(query: ReturnType<typeof sql<Row>>) => (await query.execute(store.em().getKysely())).rows;
  return {
    workspaceId,
    sync: () => syncSource(store, options),
    /** Stops as if killed once so many pages are kept. */
    syncUntil(pages: number) {
      const controller = new AbortController();
      let reports = 0;
      const onProgress = () => void (++reports >= pages && controller.abort());
      return syncSource(store, { ...options, signal: controller.signal, onProgress });
    },
    /** Keeps what it reads, and dies before anything of it is unified. */
    async land() {
      const dying = runSource(store, { ...options, onBatch: () => Promise.reject(new Error('killed')) });
      await expect(dying).rejects.toThrow('killed');
    },
    /** The keys of the facts of a table. */
    async keys(table: string): Promise<string> {
      const found = await rows(sql<{ key: string }>`
        select external_id as key from ${sql.table(table)} where workspace_id = ${workspaceId} order by 1`);
      return found.map(({ key }) => key).join(' ');
    },
    /** How many records count, and how many are kept. */
    async kept() {
      const found = await rows(sql<{ rows: string; raw: number }>`
        select s.rows, (select count(*)::int from raw_records r where r.workspace_id = s.workspace_id) as raw
        from streams s where workspace_id = ${workspaceId}`);
      return found[0];
    },
    rows,
  };
}
