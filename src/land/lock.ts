import { type RawBuilder, sql } from 'kysely';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { fail } from '../errors.ts';
import type { Store } from '../store/store.ts';

interface Named {
  workspaceId: string;
  sourceId: string;
  name: string;
}

/** What the lock of a source is known by. */
const lockOf = (workspaceId: RawBuilder<unknown>, sourceId: RawBuilder<unknown>) =>
  sql`hashtextextended('clientela source ' || ${workspaceId} || ' ' || ${sourceId}, 0)`;

/** Whether nobody holds the source that these columns name. */
export const nobodyHolds = (workspaceId: RawBuilder<unknown>, sourceId: RawBuilder<unknown>) => sql<boolean>`
  not exists (
    select from pg_locks l
    where l.locktype = 'advisory' and l.granted
      and l.database = (select oid from pg_database where datname = current_database())
      and (l.classid::bigint << 32) | l.objid::bigint = ${lockOf(workspaceId, sourceId)})`;

/** Holds a source until the transaction ends. Throws RUN_ALREADY_RUNNING where somebody else does. */
export async function lockSource(em: SqlEntityManager, { workspaceId, sourceId, name }: Named): Promise<void> {
  const { rows } = await sql<{ held: boolean }>`
    select pg_try_advisory_xact_lock(${lockOf(sql`${workspaceId}::text`, sql`${sourceId}::text`)}) as held`.execute(
    em.getKysely(),
  );
  if (!rows[0]!.held) fail('RUN_ALREADY_RUNNING', { source: name, quoted: JSON.stringify(name) });
}

/**
 * Runs `work` while no other process may run the same source. The lock is a transaction's of its own, so the database
 * lets go of it the moment the process dies.
 */
export async function holdSource<Result>(store: Store, source: Named, work: () => Promise<Result>): Promise<Result> {
  const em = store.em();
  await em.begin();
  try {
    await lockSource(em, source);
    return await work();
  } finally {
    await em.rollback();
  }
}
