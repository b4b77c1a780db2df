import { afterAll } from 'vitest';
import demo from '../../connectors/demo/index.ts';
import { connectSource } from '../../src/land/source.ts';
import { type Scope, createApiKey, scopes } from '../../src/model/api-key.ts';
import { entities } from '../../src/model/entities.ts';
import { createWorkspace } from '../../src/model/new-workspace.ts';
import { startServer } from '../../src/serve/server.ts';
import { type Store, openStore } from '../../src/store/store.ts';
import { syncSource } from '../../src/sync.ts';
import { modelDatabase } from '../setup/database.ts';

export interface Answer<Data> {
  data?: Data | null;
  errors?: {
    message: string;
    path?: (string | number)[];
    extensions: { code: string; field?: string; requestId?: string };
  }[];
}

/** A workspace and a key to it. */
export interface Tenant {
  workspaceId: string;
  secret: string;
}

/** A server over a database of its own; both end with the test file. To be called at the top level of the file. */
export async function startApi() {
  const store = await openStore({ url: await modelDatabase(), entities });
  const server = await startServer({ store, host: '127.0.0.1', port: 0, connectors: [demo] });
  afterAll(async () => {
    await server.stop();
    await store.close();
  });

  const tenant = async (name: string, granted: readonly Scope[] = scopes): Promise<Tenant> => {
    const { id } = await createWorkspace(store.em(), { name, currency: 'EUR', timeZone: 'Europe/Rome' });
    return { workspaceId: id, secret: await newKey(store, id, granted) };
  };
  /** Sends a body of any shape. */
  const post = (body: unknown, secret?: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(secret && { authorization: `Bearer ${secret}` }), ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  // oxlint-disable-next-line
  const ask = async <Data = Record<string, any>>(
    secret: string | undefined,
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<Answer<Data>> => (await post({ query, variables }, secret)).json() as Promise<Answer<Data>>;
  return { ...server, store, tenant, post, ask };
}

export async function newKey(store: Store, workspaceId: string, granted: readonly Scope[]): Promise<string> {
  const { secret } = await createApiKey(store.em(), { workspaceId, label: 'test', scopes: granted });
  return secret;
}

/** Loads the demo business into a workspace, through its connector. */
export async function loadDemo(store: Store, { workspaceId }: Tenant, settings: { seed: number; customers: number }) {
  const config = demo.parse({ ...settings, endsOn: '2025-06-30' });
  const sourceId = await connectSource(store, { workspaceId, connector: 'demo', name: 'Demo', settings: config });
  return syncSource(store, { workspaceId, sourceId, connector: demo, config });
}
