import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { listen } from '../../store/listen.ts';

const channel = 'clientela_insights';

/** Tells whoever watches that something was found in a workspace, once the transaction has ended. */
export async function tellFound(em: SqlEntityManager, workspaceId: string): Promise<void> {
  await sql`select pg_notify(${channel}, ${workspaceId})`.execute(em.getKysely());
}

/** Calls `tell` with every workspace in which something was found, by any process, until the signal. */
export const watchFound = (url: string, tell: (workspaceId: string) => void, signal: AbortSignal): Promise<void> =>
  listen(url, channel, tell, signal);
