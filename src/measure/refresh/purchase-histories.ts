import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { Workspace } from '../../model/workspace.ts';
import { historyDays } from '../purchase-days.ts';

/** Histories of customers whose order facts are as they should be. Zero-value orders are purchases here. */
export async function writePurchaseHistories(
  em: EntityManager,
  workspace: Workspace,
  customers: string[],
): Promise<void> {
  await sql`
    with days as (${historyDays(workspace.id, sql`o.customer_id = any (${customers}::uuid[])`)})
    insert into purchase_histories (workspace_id, customer_id, repeats, first_day, last_day, mean_spend, log_gaps)
    select ${workspace.id}::uuid, customer_id, count(previous_day), min(day), max(day),
      case when count(*) filter (where previous_day is not null and spend is null) = 0
        then trim_scale(avg(spend) filter (where previous_day is not null)) end,
      coalesce(sum(ln((day - previous_day)::double precision)), 0)
    from days group by customer_id`.execute(em.getKysely());
}
