import { randomBytes } from 'node:crypto';
import { afterAll } from 'vitest';
import demo from '../../connectors/demo/index.ts';
import type { Access } from '../../src/land/open-source.ts';
import { KeyRing, keyBytes } from '../../src/land/secrets/key-ring.ts';
import { connectSource } from '../../src/land/source.ts';
import { receiveDelivery } from '../../src/land/webhook/receive.ts';
import { type Scope, createApiKey, scopes } from '../../src/model/api-key.ts';
import { entities } from '../../src/model/entities.ts';
import { factId } from '../../src/model/ids.ts';
import { createWorkspace } from '../../src/model/new-workspace.ts';
import { type ServerOptions, startServer } from '../../src/serve/server.ts';
import { openAlertDesk } from '../../src/notify/desk.ts';
import { openDesk } from '../../src/source-desk.ts';
import type { Connector } from '../../src/sdk/index.ts';
import { type Store, openStore } from '../../src/store/store.ts';
import { syncSource } from '../../src/sync.ts';
import { modelDatabase } from '../setup/database.ts';

export interface Answer<Data> {
  data?: Data | null;
  errors?: Failure[];
}

interface Failure {
  message: string;
  path?: (string | number)[];
  extensions: { code: string; field?: string; requestId?: string };
}

/** A workspace and a key to it. */
export interface Tenant {
  workspaceId: string;
  secret: string;
}

/** A server over a database of its own; both end with the test file. To be called at the top level of the file. */
export async function startApi(connectors: Access['connectors'] = [demo as unknown as Connector<unknown>]) {
  const store = await openStore({ url: await modelDatabase(), entities });
  const http = { allowPrivateAddresses: true };
  const access: Access = { connectors, keys: new KeyRing([randomBytes(keyBytes)]), http };
  const options: ServerOptions = {
    store,
    connectors,
    desk: openDesk(store, access),
    alerts: openAlertDesk(store, access.keys, http.allowPrivateAddresses),
    receive: (sourceId, delivery) => receiveDelivery(store, access, sourceId, delivery),
    host: '127.0.0.1',
    port: 0,
  };
  const server = await startServer(options);
  afterAll(async () => {
    await server.stop();
    await store.close();
  });

  /** A workspace of a name that the file gives to no other. */
  const tenant = async (name: string, granted: readonly Scope[] = scopes): Promise<Tenant> => {
    // All ids of facts follow from it, and samples are drawn by ids: what a test sees is the same in every run.
    const id = factId('', '', 'workspace', name);
    await createWorkspace(store.em(), { id, name, currency: 'EUR', timeZone: 'Europe/Rome' });
    return { workspaceId: id, secret: await newKey(store, id, granted) };
  };
  /** Sends a body of any shape. */
  const post = (body: unknown, secret?: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(secret && { authorization: `Bearer ${secret}` }), ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const ask = async <Data>(
    secret: string | undefined,
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<Answer<Data>> => (await post({ query, variables }, secret)).json() as Promise<Answer<Data>>;
  return { ...server, store, access, options, tenant, post, ask };
}

export async function newKey(store: Store, workspaceId: string, granted: readonly Scope[]): Promise<string> {
  const { secret } = await createApiKey(store.em(), { workspaceId, label: 'test', scopes: granted });
  return secret;
}

/** What the demo business spends on ads, and the visits these bring: most of its records, and seldom asked for. */
const bulk = ['simulated-ad-spend', 'simulated-channels', 'simulated-visits'];

/** Loads a small demo business into a workspace, through its connector; `whole` loads what it spends on ads as well, `only` some streams. */
export async function loadDemo(
  store: Store,
  { workspaceId }: Tenant,
  {
    whole = false,
    only,
    ...settings
  }: { seed: number; customers: number; lateEffect?: number; whole?: boolean; only?: readonly string[] },
) {
  const connector: typeof demo = {
    ...demo,
    streams(config) {
      const streams = Object.entries(demo.streams(config));
      return Object.fromEntries(streams.filter(([name]) => only?.includes(name) ?? (whole || !bulk.includes(name))));
    },
  };
  const config = demo.parse({ ...settings, endsOn: '2025-06-30' });
  const sourceId = await connectSource(store, { workspaceId, connector: 'demo', name: 'Demo', settings: config });
  return syncSource(store, { workspaceId, sourceId, connector, config });
}
