import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { listen } from '../../store/listen.ts';

/** A run whose state or progress has changed. */
export interface RunNews {
  workspaceId: string;
  runId: string;
}

const channel = 'clientela_runs';

/** Tells whoever watches, once the transaction has ended. */
export async function tellRun(em: SqlEntityManager, { workspaceId, runId }: RunNews): Promise<void> {
  await sql`select pg_notify(${channel}, ${`${workspaceId} ${runId}`})`.execute(em.getKysely());
}

/**
 * Calls `onNews` for every run of the database that changes, in any process, until the signal; with one connection, however
 * many ask behind it. What happens while the connection is lost and opened again is not told.
 */
export function watchRuns(url: string, onNews: (news: RunNews) => void, signal: AbortSignal): Promise<void> {
  return listen(
    url,
    channel,
    (payload) => {
      const [workspaceId, runId] = payload.split(' ');
      onNews({ workspaceId: workspaceId!, runId: runId! });
    },
    signal,
  );
}
