import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { Workspace } from '../../model/workspace.ts';
import { historiesOf, historyDays } from '../purchase-days.ts';

/** Histories of customers whose order facts are as they should be. Zero-value orders are purchases here. */
export async function writePurchaseHistories(
  em: EntityManager,
  workspace: Workspace,
  customers: string[],
): Promise<void> {
  await sql`
    insert into purchase_histories (workspace_id, customer_id, repeats, first_day, last_day, mean_spend, log_gaps)
    select ${workspace.id}::uuid, h.*
    from (${historiesOf(historyDays(workspace.id, sql`o.customer_id = any (${customers}::uuid[])`))}) h`.execute(
    em.getKysely(),
  );
}
