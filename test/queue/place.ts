import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeEach } from 'vitest';
import type { Access } from '../../src/land/open-source.ts';
import { KeyRing } from '../../src/land/secrets/key-ring.ts';
import { connectSource, type SourceKey } from '../../src/land/source.ts';
import { entities } from '../../src/model/entities.ts';
import { createWorkspace } from '../../src/model/new-workspace.ts';
import { type Connector, defineConnector, type Page, type ReadContext } from '../../src/sdk/index.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { modelDatabase } from '../setup/database.ts';

/** How the streams of a test are read; `place` says of which source. */
export type Read = (place: string, context: ReadContext, cursor: unknown) => AsyncIterable<Page>;

export interface RunRow {
  id: string;
  status: string;
  trigger: string;
  attempt: number;
  dueAt: Date;
  read: number;
  written: number;
  error: string | null;
}

/** A connector of one stream, people, which `read` reads. */
export const connectorOf = (read: Read): Connector<{ place: string }> =>
  defineConnector({
    id: 'list',
    title: 'List',
    version: '1',
    kind: 'CRM',
    settings: {},
    parse: (settings) => settings as { place: string },
    check: ({ place }) => Promise.resolve({ account: place }),
    streams: ({ place }) => ({
      people: {
        entities: ['customer'],
        personalData: true,
        firstParty: true,
        read: (cursor, context) => read(place, context, cursor),
        map: ({ key, name }) => [{ type: 'customer', data: { key: String(key), name: String(name) } }],
      },
    }),
  });

/** A page that holds people of these names, who are their own keys. */
export const people = (names: readonly string[], cursor = names.length): Page => ({
  records: names.map((name) => ({ key: name, payload: { key: name, name } })),
  cursor,
});

/** What reads nothing but one page. */
export const onePage: Read = async function* () {
  yield people(['Ada', 'Grace']);
};

/** A database that is empty before each test. To be called at the top level of the file. */
export async function openPlace(zone = 'UTC') {
  const url = await modelDatabase();
  const store: Store = await openStore({ url, entities });
  afterAll(() => store.close());
  const db = store.em().getKysely();
  beforeEach(async () => {
    await sql`delete from workspaces`.execute(db);
  });
  const keys = new KeyRing([randomBytes(32)]);

  return {
    url,
    store,
    access: (read: Read): Access => ({
      connectors: [connectorOf(read) as unknown as Connector<unknown>],
      keys,
      http: { allowPrivateAddresses: true },
    }),
    async source(name = 'list'): Promise<SourceKey> {
      const { id: workspaceId } = await createWorkspace(store.em(), { name, currency: 'EUR', timeZone: zone });
      const source = { workspaceId, connector: 'list', name, settings: { place: name } };
      return { workspaceId, sourceId: await connectSource(store, source) };
    },
    /** The runs of a source, or of all, in the order in which they were asked for. */
    async runs(source?: SourceKey): Promise<RunRow[]> {
      const { rows } = await sql<RunRow>`
        select id, status, trigger, attempt, due_at as "dueAt", read::int as read, written::int as written, error
        from runs where ${source ? sql<boolean>`source_id = ${source.sourceId}` : sql<boolean>`true`}
        order by requested_at, attempt, id`.execute(db);
      return rows;
    },
  };
}
