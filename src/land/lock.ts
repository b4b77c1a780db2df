import { sql } from 'kysely';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { fail } from '../errors.ts';
import type { Store } from '../store/store.ts';

interface Named {
  workspaceId: string;
  sourceId: string;
  name: string;
}

/** Holds a source until the transaction ends. Throws RUN_ALREADY_RUNNING where somebody else does. */
export async function lockSource(em: SqlEntityManager, { workspaceId, sourceId, name }: Named): Promise<void> {
  const { rows } = await sql<{ held: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`clientela source ${workspaceId} ${sourceId}`}, 0)) as held`.execute(
    em.getKysely(),
  );
  if (!rows[0]!.held) fail('RUN_ALREADY_RUNNING', { source: name });
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
