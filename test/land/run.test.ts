import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runSource, type RunOptions } from '../../src/land/run.ts';
import type { Progress } from '../../src/land/progress.ts';
import { connectSource } from '../../src/land/source.ts';
import { entities } from '../../src/model/entities.ts';
import { createWorkspace } from '../../src/model/new-workspace.ts';
import { type Connector, defineConnector, type Page, type SourceRecord, type Stream } from '../../src/sdk/index.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { syncSource } from '../../src/sync.ts';
import { modelDatabase } from '../setup/database.ts';
import { contents } from './contents.ts';

const url = await modelDatabase();
let store: Store;
beforeAll(async () => {
  store = await openStore({ url, entities });
});
afterAll(() => store.close());

const customer = (key: string, name = `Name ${key}`): SourceRecord => ({
  key,
  payload: { key, name },
  position: `list:${key}`,
});

/** A stream of customers in pages of two; its cursor is how many it has given out. */
function customers(records: readonly SourceRecord[], page?: (from: number) => Partial<Page>): Stream {
  return {
    entities: ['customer'],
    personalData: true,
    firstParty: true,
    async *read(cursor) {
      for (let from = (cursor as number | null) ?? 0; from < records.length; from += 2) {
        yield { records: records.slice(from, from + 2), cursor: from + 2, ...page?.(from) };
      }
    },
    map: ({ key, name }) => [{ type: 'customer', data: { key: String(key), name: String(name) } }],
  };
}

function connectorOf(streams: Record<string, Stream>): Connector<null> {
  return defineConnector({
    id: 'list',
    title: 'List',
    version: '1',
    kind: 'FILE',
    parse: () => null,
    settings: {},
    check: () => Promise.resolve({ account: 'list' }),
    streams: () => streams,
  });
}

/** A source in a workspace of its own. */
async function newSource(settings: unknown = {}): Promise<{ workspaceId: string; sourceId: string }> {
  const { id: workspaceId } = await createWorkspace(store.em(), { name: 'test', currency: 'EUR', timeZone: 'UTC' });
  return {
    workspaceId,
    sourceId: await connectSource(store, { workspaceId, connector: 'list', name: 'list', settings }),
  };
}

const sync = (
  place: { workspaceId: string; sourceId: string },
  streams: Record<string, Stream>,
  more: Partial<RunOptions<null>> = {},
) => syncSource(store, { ...place, connector: connectorOf(streams), config: null, ...more });

const four = ['a', 'b', 'c', 'd'].map((key) => customer(key));

async function names(workspaceId: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from identities where workspace_id = ${workspaceId} order by external_id`.execute(
    store.em().getKysely(),
  );
  return rows.map(({ name }) => name);
}

it('counts what is new, changed and unchanged', async () => {
  const place = await newSource();
  expect(await sync(place, { people: customers(four) })).toMatchObject({
    status: 'SUCCEEDED',
    read: 4,
    written: 4,
    rejected: 0,
  });
  const before = await contents(store);
  const again = customers(four);
  const fromTheStart: Stream = { ...again, read: (_, context) => again.read(null, context) };
  expect(await sync(place, { people: fromTheStart })).toMatchObject({ read: 4, written: 0 });
  expect(await contents(store)).toEqual(before);
  const changed = customers([...four, customer('a', 'New name')]);
  expect(await sync(place, { people: changed })).toMatchObject({ read: 1, written: 1 });
  expect(await names(place.workspaceId)).toEqual(['New name', 'Name b', 'Name c', 'Name d']);
});

it('lets the last of several records with one key count, and says how many there were', async () => {
  const place = await newSource();
  const reports: Progress[] = [];
  const records = [customer('a', 'first'), customer('a', 'second'), customer('b'), customer('a', 'third')];
  await sync(place, { people: customers(records) }, { onProgress: (progress) => reports.push(progress) });
  expect(await names(place.workspaceId)).toEqual(['third', 'Name b']);
  expect(reports.at(-1)).toMatchObject({ stream: 'people', read: 4, repeated: 2, finished: true });
});

it('stops when asked, and goes on where it stopped', async () => {
  const place = await newSource();
  const controller = new AbortController();
  const first = await sync(
    place,
    { people: customers(four) },
    { signal: controller.signal, onProgress: () => controller.abort() },
  );
  expect(first).toMatchObject({ status: 'CANCELLED', read: 2 });
  expect(await sync(place, { people: customers(four) })).toMatchObject({ status: 'SUCCEEDED', read: 2, written: 2 });
  expect(await names(place.workspaceId)).toHaveLength(4);
});

it('goes on with other streams where one fails, and keeps what stood before', async () => {
  const place = await newSource();
  const broken: Stream = {
    ...customers(four),
    async *read() {
      yield { records: four.slice(0, 2), cursor: 2 };
      throw new Error('the line went dead');
    },
  };
  const run = await sync(place, { broken, whole: customers([customer('e')]) });
  expect(run).toMatchObject({ status: 'FAILED', read: 3, written: 3, error: 'broken: the line went dead' });
  expect(await names(place.workspaceId)).toHaveLength(3);
});

it('unifies first what a killed process had kept but not unified', async () => {
  const place = await newSource();
  const landing = runSource(store, {
    ...place,
    connector: connectorOf({ people: customers(four) }),
    config: null,
    onBatch: () => Promise.reject(new Error('killed')),
  });
  await expect(landing).rejects.toThrow('killed');
  expect(await names(place.workspaceId)).toEqual([]);
  expect(await sync(place, { people: customers(four) })).toMatchObject({ status: 'SUCCEEDED' });
  expect(await names(place.workspaceId)).toHaveLength(4);
});

it('lets one process at a time run a source, and closes the run of one that died', async () => {
  const place = await newSource();
  await sync(place, {
    people: {
      ...customers(four),
      async *read() {
        await expect(sync(place, { people: customers(four) })).rejects.toMatchObject({ code: 'RUN_ALREADY_RUNNING' });
        yield { records: four, cursor: 4 };
      },
    },
  });
  await sql`update runs set status = 'RUNNING', finished_at = null where workspace_id = ${place.workspaceId}`.execute(
    store.em().getKysely(),
  );
  await sync(place, { people: customers(four) });
  const { rows } = await sql`
    select status, error from runs where workspace_id = ${place.workspaceId} order by started_at`.execute(
    store.em().getKysely(),
  );
  expect(rows).toEqual([
    { status: 'FAILED', error: 'interrupted' },
    { status: 'SUCCEEDED', error: null },
  ]);
});

it('maps kept records again where the settings have changed', async () => {
  const place = await newSource({ upper: false });
  await sync(place, { people: customers(four) });
  await connectSource(store, {
    workspaceId: place.workspaceId,
    connector: 'list',
    name: 'list',
    settings: { upper: true },
  });
  const upper: Stream = {
    ...customers(four),
    map: ({ key, name }) => [{ type: 'customer', data: { key: String(key), name: String(name).toUpperCase() } }],
  };
  expect(await sync(place, { people: upper })).toMatchObject({ read: 0 });
  expect(await names(place.workspaceId)).toEqual(['NAME A', 'NAME B', 'NAME C', 'NAME D']);
});

it('keeps what could not be read until a reading from the start finds it gone', async () => {
  const place = await newSource();
  const unreadable = [{ key: 'line 3', reason: 'is cut off', position: 'list:3', value: 'x\0y' }];
  const run = await sync(place, {
    people: customers(four, (from) => (from === 0 ? { unreadable, restart: true } : {})),
  });
  expect(run).toMatchObject({ status: 'PARTIAL', read: 5, rejected: 1 });
  const rejects = async () => {
    const { rows } = await sql`
      select position, field, reason from rejects where workspace_id = ${place.workspaceId}`.execute(
      store.em().getKysely(),
    );
    return rows;
  };
  expect(await rejects()).toEqual([{ position: 'list:3', field: '', reason: 'is cut off' }]);
  const mended = customers(four, (from) => (from === 0 ? { restart: true } : {}));
  await sync(place, { people: { ...mended, read: (_, context) => mended.read(null, context) } });
  expect(await rejects()).toEqual([]);
});

it('rejects a record whose text the database cannot hold', async () => {
  const place = await newSource();
  const run = await sync(place, {
    people: customers([customer('a', 'nul\0'), customer('b', 'half \ud800'), customer('c', String.raw`\u0000`)]),
  });
  expect(run).toMatchObject({ status: 'PARTIAL', read: 3, written: 1, rejected: 2 });
  expect(await names(place.workspaceId)).toEqual([String.raw`\u0000`]);
});
