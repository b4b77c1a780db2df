import { sql } from 'kysely';
import { fail } from '../errors.ts';
import type { Store } from '../store/store.ts';

/**
 * Runs `work` while no other process may run the same source. The lock is a transaction's of its own, so the database
 * lets go of it the moment the process dies.
 */
export async function holdSource<Result>(
  store: Store,
  source: { workspaceId: string; sourceId: string; name: string },
  work: () => Promise<Result>,
): Promise<Result> {
  const em = store.em();
  await em.begin();
  try {
    const name = `clientela source ${source.workspaceId} ${source.sourceId}`;
    const { rows } = await sql<{ held: boolean }>`
      select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as held`.execute(em.getKysely());
    if (!rows[0]!.held) fail('RUN_ALREADY_RUNNING', { source: source.name });
    return await work();
  } finally {
    await em.rollback();
  }
}
