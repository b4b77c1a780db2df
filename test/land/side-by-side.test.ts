import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectSource } from '../../src/land/source.ts';
import { entities } from '../../src/model/entities.ts';
import { createWorkspace } from '../../src/model/new-workspace.ts';
import { defineConnector, SourceError, type Stream } from '../../src/sdk/index.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { syncSource } from '../../src/sync.ts';
import { modelDatabase } from '../setup/database.ts';

const url = await modelDatabase();
let store: Store;
beforeAll(async () => {
  store = await openStore({ url, entities });
});
afterAll(() => store.close());

const reading = (read: Stream['read']): Stream => ({
  ...{ entities: ['customer'], personalData: true, firstParty: true, read },
  map: ({ id }) => [{ type: 'customer', data: { key: String(id) } }],
});
const pageOf = (...ids: string[]) => ({ records: ids.map((id) => ({ key: id, payload: { id } })), cursor: ids });

async function sync(streams: Record<string, Stream>, { concurrency = 4, signal = new AbortController().signal } = {}) {
  const connector = defineConnector({
    ...{ id: 'sides', title: 'Sides', version: '1', kind: 'CRM', settings: {} },
    parse: () => null,
    http: () => ({ baseUrl: 'https://vendor.example', auth: { kind: 'none' }, concurrency }),
    check: () => Promise.resolve({ account: 'sides' }),
    streams: () => streams,
  });
  const { id: workspaceId } = await createWorkspace(store.em(), { name: 'test', currency: 'EUR', timeZone: 'UTC' });
  const sourceId = await connectSource(store, { workspaceId, connector: 'sides', name: 'sides', settings: {} });
  const run = await syncSource(store, { workspaceId, sourceId, connector, config: null, signal });
  const { rows } = await sql<Record<string, unknown>>`
    select stream, status, read, written, error_kind, error from run_streams where workspace_id = ${workspaceId}
    order by stream`.execute(store.em().getKysely());
  return { run, streams: rows };
}

it('reads as many streams at once as the connection allows, and no more', async () => {
  let open = 0;
  let most = 0;
  const { promise: both, resolve } = Promise.withResolvers<void>();
  const stream = (id: string) =>
    reading(async function* read() {
      most = Math.max(most, ++open);
      if (open === 2) resolve();
      await both;
      yield pageOf(id);
      open--;
    });
  const { run, streams } = await sync({ a: stream('a'), b: stream('b'), c: stream('c') }, { concurrency: 2 });
  expect(run).toMatchObject({ status: 'SUCCEEDED', read: 3, written: 3 });
  expect(most).toBe(2);
  expect(streams).toEqual(
    ['a', 'b', 'c'].map((name) => ({
      ...{ stream: name, status: 'SUCCEEDED', read: '1', written: '1', error_kind: null, error: null },
    })),
  );
});

it('goes on with the others where one stream fails, and says of each what went wrong', async () => {
  const { run, streams } = await sync({
    strange: reading(async function* read() {
      yield pageOf('1');
      throw new TypeError('x is undefined');
    }),
    slow: reading(() => {
      throw new SourceError('ratelimit', 'GET /slow answered 429');
    }),
    well: reading(async function* read() {
      yield pageOf('2');
    }),
  });
  expect(run).toMatchObject({ status: 'FAILED', read: 2 });
  expect(streams).toMatchObject([
    { stream: 'slow', status: 'FAILED', error_kind: 'ratelimit' },
    { stream: 'strange', status: 'FAILED', read: '1', error_kind: 'data', error: 'x is undefined' },
    { stream: 'well', status: 'SUCCEEDED', error_kind: null },
  ]);
});

it('asks for nothing more with credentials that were refused', async () => {
  let begun = 0;
  const { promise: never } = Promise.withResolvers<void>();
  const { promise: someBegan, resolve } = Promise.withResolvers<void>();
  const waiting = reading(async function* read() {
    begun++;
    yield pageOf('1');
    resolve();
    await never;
  });
  const refused = reading(async function* read() {
    await someBegan;
    yield pageOf();
    throw new SourceError('auth', 'GET /refused answered 401');
  });
  const { run, streams } = await sync({ waiting, refused, later: waiting, last: waiting }, { concurrency: 2 });
  expect(begun).toBe(1);
  expect(run.error).toMatch(/refused, .*: GET \/refused answered 401/);
  expect(streams.map(({ status, error_kind }) => `${status} ${error_kind}`)).toEqual(Array(4).fill('FAILED auth'));
});

it('stops at once when it is asked to, even where a stream waits and does not listen', async () => {
  const controller = new AbortController();
  const { promise: never } = Promise.withResolvers<void>();
  const deaf = reading(async function* read() {
    yield pageOf('1');
    controller.abort();
    await never;
  });
  const { run, streams } = await sync({ deaf, other: deaf }, { concurrency: 1, signal: controller.signal });
  expect(run).toMatchObject({ status: 'CANCELLED', read: 1 });
  expect(streams.map(({ status }) => status)).toEqual(['CANCELLED', 'CANCELLED']);
});
