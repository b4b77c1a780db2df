import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, vi } from 'vitest';
import { KeyRing } from '../../src/land/secrets/key-ring.ts';
import { openSource } from '../../src/land/open-source.ts';
import { connectSource } from '../../src/land/source.ts';
import woocommerce from '../../connectors/woocommerce/index.ts';
import { entities } from '../../src/model/entities.ts';
import { createWorkspace } from '../../src/model/new-workspace.ts';
import { type Connector, defineConnector, hmacSha256, type Json, sameSignature } from '../../src/sdk/index.ts';
import { startServer } from '../../src/serve/server.ts';
import { openAlertDesk } from '../../src/notify/desk.ts';
import { openDesk } from '../../src/source-desk.ts';
import { openStore } from '../../src/store/store.ts';
import { syncSource } from '../../src/sync.ts';
import { Webhooks } from '../../src/webhooks.ts';
import { modelDatabase } from '../setup/database.ts';
import { FakeClock } from '../land/http/vendor.ts';

interface Settings {
  url: string;
  token: string;
  signingSecret: string;
}
interface Told {
  topic: 'saved' | 'changed' | 'removed' | 'elsewhere' | 'misrouted';
  person: { id: number } & Record<string, Json>;
}

/** A list of people that tells of changes: as a whole (saved), by their id (changed), or that they are gone. */
export const desk = defineConnector<Settings>({
  id: 'desk',
  title: 'Desk',
  version: '1',
  kind: 'CRM',
  settings: {},
  secrets: ['token', 'signingSecret'],
  parse: (settings) => settings as Settings,
  http: ({ url, token }) => ({ baseUrl: url, auth: { kind: 'bearer', token } }),
  check: () => Promise.resolve({ account: 'desk' }),
  streams: () => ({
    people: {
      entities: ['customer'],
      personalData: true,
      firstParty: true,
      request: { path: '/people' },
      records: 'people',
      key: ({ id }) => String(id),
      paging: { kind: 'none' },
      cursor: { field: 'updated', step: 's', order: 'asc', since: (instant) => ({ query: { since: instant } }) },
      map: ({ id, name }) => [{ type: 'customer', data: { key: String(id), name: String(name) } }],
    },
  }),
  webhooks: {
    setup: 'Give {url} to the desk.',
    ping: ({ body }) => body.toString() === 'trial',
    verify({ body, headers, at }, { signingSecret }) {
      const sent = Number(headers['x-sent']);
      const signature = hmacSha256(signingSecret, [String(headers['x-sent']), body], 'hex');
      return Math.abs(at - sent) < 300_000 && sameSignature(signature, headers['x-signature']);
    },
    id: ({ headers }) => headers['x-delivery'],
    route(body) {
      const { topic, person } = body as unknown as Told;
      if (topic === 'saved') return [{ stream: 'people', record: person }];
      if (topic === 'changed') return [{ stream: 'people', refetch: { path: `/people/${person.id}` } }];
      if (topic === 'removed') return [{ stream: 'people', deleted: String(person.id) }];
      return topic === 'misrouted' ? [{ stream: 'places', record: person }] : [];
    },
  },
});
/** The same without webhooks. */
const { webhooks: _, ...without } = desk;
const mute: Connector<Settings> = { ...without, id: 'mute' };
const connectors = [desk, mute, woocommerce] as unknown as readonly Connector<unknown>[];

export const signingSecret = 'whsec-0123456789';
export const token = 'tok-9876543210';

/** A server that takes deliveries, over a database of its own. To be called at the top level of a test file. */
export async function startDesk() {
  const store = await openStore({ url: await modelDatabase(), entities });
  const clock = new FakeClock(new Date().toISOString());
  const http = { allowPrivateAddresses: true, clock };
  const access = { connectors, keys: new KeyRing([randomBytes(32)]), http };
  let webhooks = new Webhooks(store, access);
  let working = webhooks.work();
  const server = await startServer({
    store,
    connectors,
    desk: openDesk(store, access),
    alerts: openAlertDesk(store, access.keys, true),
    host: '127.0.0.1',
    port: 0,
    receive: (sourceId, delivery) => webhooks.receive(sourceId, delivery),
  });
  afterAll(async () => {
    await server.stop();
    await webhooks.stop();
    await working;
    await store.close();
  });
  const db = store.em().getKysely();

  return {
    store,
    access,
    clock,
    async stop() {
      await webhooks.stop();
      await working;
    },
    start() {
      webhooks = new Webhooks(store, access);
      working = webhooks.work();
    },
    wake: () => webhooks.wake(),

    /** A source in a workspace of its own. */
    async source({
      url = 'http://127.0.0.1:9',
      connector = 'desk',
      settings = { url, token, signingSecret } as object,
    } = {}) {
      const workspace = { name: crypto.randomUUID(), currency: 'EUR', timeZone: 'UTC' };
      const { id: workspaceId } = await createWorkspace(store.em(), workspace);
      const sourceId = await connectSource(store, { workspaceId, connector, name: 'Desk', settings });
      return {
        workspaceId,
        sourceId,
        name: 'Desk',
        sync: async () => syncSource(store, await openSource(store, access, { workspaceId, sourceId })),
        async people(): Promise<string[]> {
          const { rows } = await sql<{ name: string }>`
            select name from identities where workspace_id = ${workspaceId} order by external_id`.execute(db);
          return rows.map(({ name }) => name);
        },
        /** What became of the deliveries, once none is due. */
        async deliveries(): Promise<{ id: string; status: string; tries: number; error: string | null }[]> {
          const read = () =>
            sql<{ id: string; status: string; tries: number; error: string | null; due: boolean }>`
              select id, status, tries, error,
                status = 'WAITING' and (retry_at is null or retry_at <= ${new Date(clock.now())}) as due
              from webhook_deliveries where source_id = ${sourceId} order by seq`.execute(db);
          await vi.waitUntil(async () => (await read()).rows.every(({ due }) => !due), { timeout: 10_000 });
          return (await read()).rows.map(({ due: _due, ...row }) => row);
        },
      };
    },
    /** What the desk sends: signed, unless told otherwise. */
    async deliver(sourceId: string, body: Told | string, headers: Record<string, string> = {}) {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const sent = headers['x-sent'] ?? String(Date.now());
      const signature = hmacSha256(signingSecret, [sent, text], 'hex');
      const response = await fetch(`${server.url}/webhooks/${sourceId}`, {
        method: 'POST',
        headers: { 'x-sent': sent, 'x-signature': signature, ...headers },
        body: text,
      });
      return { status: response.status, text: await response.text() };
    },
  };
}

export const person = (id: number, name: string, updated: string) => ({ id, name, updated: `2020-06-01T${updated}Z` });
