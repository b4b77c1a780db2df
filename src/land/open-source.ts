import { sql } from 'kysely';
import { fail } from '../errors.ts';
import type { Connector, Json } from '../sdk/index.ts';
import type { Store } from '../store/store.ts';
import type { HttpOptions } from './http/connection.ts';
import { sealedGrants } from './secrets/grants.ts';
import type { KeyRing } from './secrets/key-ring.ts';
import { keepSecrets, readSecrets } from './secrets/source-secrets.ts';
import type { SourceKey } from './source.ts';

export type Settings = Readonly<Record<string, Json>>;

/** What it takes to reach sources. */
export interface Access {
  /** The kinds of systems that can be read here. */
  connectors: readonly Connector<unknown>[];
  keys: KeyRing;
  /** How sources are asked over the network. */
  http: Omit<HttpOptions, 'grants'>;
}

/** A source and its settings as they are written, secrets too: they stay in memory. */
export interface WrittenSource extends SourceKey {
  name: string;
  connector: Connector<unknown>;
  settings: Settings;
}

/** A source with all that a run of it takes. */
export interface OpenSource extends WrittenSource {
  config: unknown;
  http: HttpOptions;
}

/** Finds a source and makes it ready to be asked. Throws what `readSource` throws, and a FieldError where a setting is wrong. */
export async function openSource(store: Store, access: Access, key: SourceKey): Promise<OpenSource> {
  const source = await readSource(store, access, key);
  return { ...source, ...configure(store, access, source) };
}

/** What a source is asked with. Throws a FieldError where a setting is wrong. */
export function configure(
  store: Store,
  access: Access,
  { connector, settings, ...key }: WrittenSource,
): Pick<OpenSource, 'config' | 'http'> {
  const config = connector.parse(settings);
  const auth = connector.http?.(config).auth;
  if (auth?.kind !== 'oauth2') return { config, http: access.http };
  return { config, http: { ...access.http, grants: sealedGrants(store, access.keys, key, auth.refreshToken) } };
}

/**
 * Finds a source and opens its secrets. What stands in clear among the settings, as before there was anything to seal it
 * with, is sealed now. Throws NOT_FOUND, CONNECTOR_MISSING, SECRET_KEY_UNKNOWN or SECRET_DAMAGED.
 */
export async function readSource(store: Store, access: Access, key: SourceKey): Promise<WrittenSource> {
  const { workspaceId, sourceId } = key;
  const em = store.em();
  const { rows } = await sql<{ name: string; connector: string; settings: Settings }>`
    select name, connector, settings from sources
    where workspace_id = ${workspaceId} and id = ${sourceId}`.execute(em.getKysely());
  const found = rows[0] ?? fail('NOT_FOUND', { kind: 'source', id: sourceId, wayOut: 'Ask for the list of sources.' });
  const connector =
    access.connectors.find(({ id }) => id === found.connector) ??
    fail('CONNECTOR_MISSING', { connector: found.connector, source: found.name });
  const secret: readonly string[] = connector.secrets ?? [];
  const [clear, plain] = parted(found.settings, secret);
  if (Object.keys(clear).length > 0) await sealClear(store, access, key, secret);
  const sealed = secret.length > 0 ? await readSecrets(em, access.keys, key, secret) : {};
  const settings = { ...plain, ...sealed };
  return { workspaceId, sourceId, name: found.name, connector, settings };
}

/** Nothing is mapped again for it: to the connector the settings stay the same. */
async function sealClear(store: Store, { keys }: Access, key: SourceKey, secret: readonly string[]): Promise<void> {
  const { workspaceId, sourceId } = key;
  await store.transaction(async (em) => {
    const { rows } = await sql<{ settings: Settings }>`
      select settings from sources
      where workspace_id = ${workspaceId} and id = ${sourceId} for update`.execute(em.getKysely());
    const [clear, plain] = parted(rows[0]?.settings ?? {}, secret);
    await keepSecrets(em, keys, key, clear);
    await sql`
      update sources set settings = ${JSON.stringify(plain)}::jsonb
      where workspace_id = ${workspaceId} and id = ${sourceId}`.execute(em.getKysely());
  });
}

/** The named settings, and the others. */
export function parted(settings: Settings, names: readonly string[]): [Record<string, Json>, Record<string, Json>] {
  const pick = (wanted: boolean) =>
    Object.fromEntries(Object.entries(settings).filter(([name]) => names.includes(name) === wanted));
  return [pick(true), pick(false)];
}
