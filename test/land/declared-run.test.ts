import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkSource } from '../../src/land/check.ts';
import { connectSource } from '../../src/land/source.ts';
import { entities } from '../../src/model/entities.ts';
import { createWorkspace } from '../../src/model/new-workspace.ts';
import { type DeclaredStream, defineConnector } from '../../src/sdk/index.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { syncSource } from '../../src/sync.ts';
import { modelDatabase } from '../setup/database.ts';
import { contents } from './contents.ts';
import { FakeClock, startVendor } from './http/vendor.ts';

const url = await modelDatabase();
let store: Store;
beforeAll(async () => {
  store = await openStore({ url, entities });
});
afterAll(() => store.close());

const people = (path: string): DeclaredStream => ({
  entities: ['customer'],
  personalData: true,
  firstParty: true,
  request: { path },
  records: '',
  key: ({ id }) => String(id),
  paging: { kind: 'page', in: 'page', size: { in: 'size', max: 2 } },
  cursor: 'scan',
  map: ({ id }) => [{ type: 'customer', data: { key: String(id), name: `Name ${String(id)}` } }],
});

const connector = defineConnector({
  id: 'people',
  title: 'People',
  version: '1',
  kind: 'CRM',
  settings: {},
  secrets: ['token'],
  parse: (settings) => settings as { url: string; token: string },
  http: ({ url: baseUrl, token }) => ({ baseUrl, auth: { kind: 'bearer', token } }),
  check: async (_, send) => ({ account: String(((await send({ path: '/me' })).body as { name: string }).name) }),
  streams: () => ({ broken: people('/broken'), people: people('/people') }),
});

it('reads declared streams, each for itself, and lets no secret into the database', async () => {
  const token = 'tok/en+secret';
  const vendor = await startVendor(({ path, query, headers }) => {
    if (path === '/me') return { body: { name: 'Shop no. 1' } };
    if (path === '/broken') return { status: 403, body: { error: `${headers.authorization} may not` } };
    return {
      body: [1, 2, 3]
        .slice((Number(query.get('page')) - 1) * 2)
        .slice(0, 2)
        .map((id) => ({ id })),
    };
  });
  const config = connector.parse({ url: vendor.url, token });
  const http = { allowPrivateAddresses: true, clock: new FakeClock() };
  expect(await checkSource(connector, config, http)).toEqual({ account: 'Shop no. 1' });

  const { id: workspaceId } = await createWorkspace(store.em(), { name: 'test', currency: 'EUR', timeZone: 'UTC' });
  const sourceId = await connectSource(store, { workspaceId, connector: 'people', name: 'people', settings: {} });
  const run = await syncSource(store, { workspaceId, sourceId, connector, config, http });
  expect(run).toMatchObject({ status: 'FAILED', read: 3, written: 3 });
  expect(run.error).toMatch(/^broken: GET \/broken answered 403 .*Grant the credentials/);
  const { rows } = await sql`select * from runs`.execute(store.em().getKysely());
  const everything = JSON.stringify([await contents(store), rows, run]);
  expect(everything).toContain('Name 3');
  expect(everything).not.toContain(token);
});

it('calls a run that was stopped while it waited cancelled, not failed', async () => {
  const vendor = await startVendor(() => ({ hang: true }));
  const config = connector.parse({ url: vendor.url, token: 'abcdef' });
  const { id: workspaceId } = await createWorkspace(store.em(), { name: 'stopped', currency: 'EUR', timeZone: 'UTC' });
  const sourceId = await connectSource(store, { workspaceId, connector: 'people', name: 'people', settings: {} });
  const controller = new AbortController();
  const http = { allowPrivateAddresses: true };
  const running = syncSource(store, { workspaceId, sourceId, connector, config, http, signal: controller.signal });
  while (vendor.asked.length === 0) await new Promise(setImmediate);
  controller.abort();
  expect(await running).toMatchObject({ status: 'CANCELLED', read: 0 });
});
