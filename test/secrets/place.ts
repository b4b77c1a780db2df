import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll } from 'vitest';
import { z } from 'zod';
import type { Access } from '../../src/land/open-source.ts';
import { KeyRing } from '../../src/land/secrets/key-ring.ts';
import { entities } from '../../src/model/entities.ts';
import { createWorkspace } from '../../src/model/new-workspace.ts';
import { type Connector, defineConnector, settingsOf } from '../../src/sdk/index.ts';
import { openDesk } from '../../src/source-desk.ts';
import { openStore } from '../../src/store/store.ts';
import { FakeClock, startVendor } from '../land/http/vendor.ts';
import { modelDatabase } from '../setup/database.ts';

const shape = z.strictObject({
  url: z.url('must be an address'),
  team: z.string().optional(),
  clientSecret: z.string('is required'),
  refreshToken: z.string('is required'),
});

/** A vendor with OAuth, whose refresh tokens serve once. */
export const vendorConnector = defineConnector<z.infer<typeof shape>>({
  id: 'vendor',
  title: 'Vendor',
  version: '1',
  kind: 'CRM',
  ...settingsOf('Vendor', shape),
  secrets: ['clientSecret', 'refreshToken'],
  http: ({ url, clientSecret, refreshToken }) => ({
    baseUrl: url,
    auth: { kind: 'oauth2', tokenUrl: `${url}/token`, clientId: 'us', clientSecret, refreshToken, rotates: true },
  }),
  async check(_, send) {
    const { body } = await send({ path: '/me' });
    return { account: String((body as { name: string }).name) };
  },
  streams: () => ({
    people: {
      entities: ['customer'],
      personalData: true,
      firstParty: true,
      request: { path: '/people' },
      records: '',
      key: ({ id }) => String(id),
      paging: { kind: 'link' },
      cursor: 'scan',
      map: ({ id, name }) => [{ type: 'customer', data: { key: String(id), name: String(name) } }],
    },
  }),
});

/** The vendor's server: it names what it granted, and refuses a refresh token that was used before. */
export async function startOAuthVendor(first = 'refresh-0-of-the-settings') {
  const valid = new Set([first]);
  const access = new Set<string>();
  let grants = 0;
  const vendor = await startVendor(({ path, headers, body }) => {
    if (path === '/token') {
      const given = new URLSearchParams(body).get('refresh_token') ?? '';
      if (!valid.delete(given)) return { status: 400, body: { error: 'invalid_grant' } };
      const granted = { access_token: `access-${++grants}-granted`, refresh_token: `refresh-${grants}-granted` };
      valid.add(granted.refresh_token);
      access.add(granted.access_token);
      return { body: { ...granted, expires_in: 600 } };
    }
    if (!access.has((headers.authorization ?? '').replace('Bearer ', '')))
      return { status: 401, body: { error: `who is ${headers.authorization}?` } };
    if (path === '/me') return { body: { name: 'Acme' } };
    return { body: [{ id: 1, name: 'Ada', token: null }] };
  });
  return {
    ...vendor,
    first,
    grants: () => grants,
    allow: (token: string) => valid.add(token),
    forbid: () => access.clear(),
  };
}

/** A database with a workspace, and a desk to it. To be called at the top level of the file. */
export async function openSecretPlace() {
  const url = await modelDatabase();
  const store = await openStore({ url, entities });
  afterAll(() => store.close());
  const clock = new FakeClock();
  const accessWith = (...keys: [Buffer, ...Buffer[]]): Access => ({
    connectors: [vendorConnector as unknown as Connector<unknown>],
    keys: new KeyRing(keys),
    http: { allowPrivateAddresses: true, clock },
  });
  const key = randomBytes(32);
  const access = accessWith(key);
  return {
    ...{ url, store, clock, key, access, accessWith, desk: openDesk(store, access) },
    async workspace(): Promise<string> {
      const { id } = await createWorkspace(store.em(), { name: 'w', currency: 'EUR', timeZone: 'UTC' });
      return id;
    },
    /** All that stands in any table, as text. */
    async everything(): Promise<string> {
      const db = store.em().getKysely();
      const { rows: tables } = await sql<{ name: string }>`
        select table_name as name from information_schema.tables
        where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(db);
      const texts = await Promise.all(
        tables.map(async ({ name }) => {
          const { rows } = await sql<{
            row: string;
          }>`select to_jsonb(t)::text as row from ${sql.table(name)} t`.execute(db);
          return rows.map(({ row }) => row).join('\n');
        }),
      );
      return texts.join('\n');
    },
  };
}
