import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';

/**
 * Marks the promises that belong to orders and customers whose figures were worked out anew, in a workspace that has any
 * outcomes yet: an ORDER stands for all its parts, a CUSTOMER for what depends on what the same person did next.
 */
export async function touchPromises(
  em: EntityManager,
  workspaceId: string,
  { orders, customers }: { orders: readonly string[]; customers: readonly string[] },
): Promise<void> {
  if (orders.length + customers.length === 0) return;
  await sql`
    insert into touched_subjects (workspace_id, subject, subject_id)
    select ${workspaceId}::uuid, t.subject, t.id from (
      select 'ORDER' as subject, unnest(${[...orders]}::uuid[]) as id
      union all select 'CUSTOMER', unnest(${[...customers]}::uuid[])
    ) t where exists (select from cpi_fills where workspace_id = ${workspaceId})
    on conflict do nothing`.execute(em.getKysely());
}
