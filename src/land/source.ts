import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { fail } from '../errors.ts';
import { holdWorkspace } from '../model/data-version.ts';
import { factId } from '../model/ids.ts';
import { lockSource } from './lock.ts';
import type { Store } from '../store/store.ts';

export interface SourceKey {
  workspaceId: string;
  sourceId: string;
}

export interface SourceSettings {
  workspaceId: string;
  /** The connector's id. */
  connector: string;
  /** Unique within the workspace; the source's id follows from it. */
  name: string;
  /** Anything that JSON can hold, but no secrets. */
  settings: unknown;
}

/** Gives a source another name. Throws where there is a source of that name already. */
export async function renameSource(store: Store, { workspaceId, sourceId }: SourceKey, name: string): Promise<void> {
  await store.transaction(async (em) => {
    // Figures by source bear its name.
    await holdWorkspace(em, workspaceId);
    await sql`update sources set name = ${name} where workspace_id = ${workspaceId} and id = ${sourceId}`.execute(
      em.getKysely(),
    );
  });
}

/**
 * The id of the source of that name, which is made where there is none. Where its settings have changed, all its raw
 * records are marked to be mapped again: the next run removes what they had become, and unifies them anew. `keep` keeps
 * along with them what is no setting. Throws SOURCE_NAME_TAKEN where the name belongs to another connector, RUN_ALREADY_RUNNING where a run is at it with the old settings.
 */
export async function connectSource(
  store: Store,
  source: SourceSettings,
  keep?: (em: SqlEntityManager, source: SourceKey) => Promise<void>,
): Promise<string> {
  const { workspaceId, connector, name } = source;
  const settings: unknown = JSON.parse(JSON.stringify(source.settings));
  const id = factId(workspaceId, connector, 'source', name);
  return store.transaction(async (em) => {
    const db = em.getKysely();
    await sql`
      insert into sources (workspace_id, id, connector, name, settings, enabled, created_at)
      select ${workspaceId}::uuid, case when exists (
          -- A source that has another name now keeps the id of its first one.
          select 1 from sources s where s.workspace_id = ${workspaceId} and s.id = ${id} and s.name <> ${name}
        ) then ${randomUUID()}::uuid else ${id}::uuid end,
        ${connector}, ${name}, ${JSON.stringify(settings)}::jsonb, true, ${new Date()}::timestamptz
      on conflict (workspace_id, name) do nothing`.execute(db);
    const { rows } = await sql<{ id: string; connector: string; settings: unknown }>`
      select id, connector, settings from sources where workspace_id = ${workspaceId} and name = ${name} for update`.execute(
      db,
    );
    const found = rows[0]!;
    if (found.connector !== connector) fail('SOURCE_NAME_TAKEN', { name, connector: found.connector });
    if (!isDeepStrictEqual(found.settings, settings)) {
      await lockSource(em, { workspaceId, sourceId: found.id, name });
      await sql`
        update sources set settings = ${JSON.stringify(settings)}::jsonb
        where workspace_id = ${workspaceId} and id = ${found.id}`.execute(db);
      await sql`
        update batches set unified_at = null
        where workspace_id = ${workspaceId} and source_id = ${found.id}`.execute(db);
    }
    await keep?.(em, { workspaceId, sourceId: found.id });
    return found.id;
  });
}
