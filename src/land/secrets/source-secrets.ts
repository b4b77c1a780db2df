import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { fail } from '../../errors.ts';
import type { Json } from '../../sdk/index.ts';
import type { SourceKey } from '../source.ts';
import type { KeyRing } from './key-ring.ts';

/** How the secret that a webhook for alerts is signed with is named; no setting of a source has such a name. */
export const signingSecret = '@signing';

/** What is sealed for one name of one source opens for no other. */
export const placeOf = ({ workspaceId, sourceId }: SourceKey, name: string) => `${workspaceId}/${sourceId}/${name}`;

/** The text of a sealed secret. Throws SECRET_KEY_UNKNOWN or SECRET_DAMAGED. */
export function unseal(keys: KeyRing, source: SourceKey, { name, sealed }: { name: string; sealed: string }): string {
  const opened = keys.open(sealed, placeOf(source, name));
  if (!opened) return fail('SECRET_DAMAGED', { name, source: source.sourceId });
  if ('missing' in opened) return fail('SECRET_KEY_UNKNOWN', { name, source: source.sourceId, key: opened.missing });
  return opened.text;
}

/** Those of the named secrets that the source has, opened. */
export async function readSecrets(
  em: SqlEntityManager,
  keys: KeyRing,
  source: SourceKey,
  names: readonly string[],
): Promise<Record<string, Json>> {
  const { rows } = await sql<{ name: string; sealed: string }>`
    select name, sealed from source_secrets
    where workspace_id = ${source.workspaceId} and source_id = ${source.sourceId}
      and name = any(${names}::text[])`.execute(em.getKysely());
  return Object.fromEntries(rows.map((row) => [row.name, JSON.parse(unseal(keys, source, row)) as Json]));
}

/** Which of these secrets the source has. */
export async function secretsSet(em: SqlEntityManager, source: SourceKey, names: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from source_secrets
    where workspace_id = ${source.workspaceId} and source_id = ${source.sourceId}
      and name = any(${names}::text[]) order by name`.execute(em.getKysely());
  return rows.map(({ name }) => name);
}

/** Seals secrets; null takes one away. Those that are not named stay as they are. */
export async function keepSecrets(
  em: SqlEntityManager,
  keys: KeyRing,
  source: SourceKey,
  secrets: Readonly<Record<string, Json>>,
): Promise<void> {
  const { workspaceId, sourceId } = source;
  for (const [name, value] of Object.entries(secrets)) {
    if (value === null)
      await sql`
        delete from source_secrets
        where workspace_id = ${workspaceId} and source_id = ${sourceId} and name = ${name}`.execute(em.getKysely());
    else
      await sql`
        insert into source_secrets (workspace_id, source_id, name, sealed, updated_at)
        values (${workspaceId}, ${sourceId}, ${name}, ${keys.seal(JSON.stringify(value), placeOf(source, name))}, ${new Date()})
        on conflict (workspace_id, source_id, name) do update set sealed = excluded.sealed, updated_at = excluded.updated_at
        where source_secrets.sealed is distinct from excluded.sealed`.execute(em.getKysely());
  }
}
