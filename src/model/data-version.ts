import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';

/** What a transaction that changes a workspace's data must know of it. */
export interface HeldWorkspace {
  currency: string;
  /** Default country for phone numbers. */
  country: string | null;
}

/**
 * Lets one transaction at a time change what is known in a workspace, and counts the change: figures that were worked out
 * before it are worked out anew. Whatever changes facts, people, figures or forecasts calls this first.
 */
export async function holdWorkspace(em: SqlEntityManager, workspaceId: string): Promise<HeldWorkspace> {
  const { rows } = await sql<HeldWorkspace>`
    update workspaces set data_version = data_version + 1 where id = ${workspaceId}
    returning currency, country`.execute(em.getKysely());
  return rows[0]!;
}
