import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { Workspace } from '../../model/workspace.ts';

/** Histories of customers whose order facts are as they should be. Zero-value orders are purchases here. */
export async function writePurchaseHistories(
  em: EntityManager,
  workspace: Workspace,
  customers: string[],
): Promise<void> {
  await sql`
    with days as (
      select customer_id, day, case when count(*) = count(net) then sum(net) end as spend,
        lag(day) over (partition by customer_id order by day) as previous_day
      from order_facts
      where workspace_id = ${workspace.id} and valid and customer_id = any (${customers}::uuid[])
      group by customer_id, day
    )
    insert into purchase_histories (workspace_id, customer_id, repeats, first_day, last_day, mean_spend, log_gaps)
    select ${workspace.id}::uuid, customer_id, count(previous_day), min(day), max(day),
      case when count(*) filter (where previous_day is not null and spend is null) = 0
        then trim_scale(avg(spend) filter (where previous_day is not null)) end,
      coalesce(sum(ln((day - previous_day)::double precision)), 0)
    from days group by customer_id`.execute(em.getKysely());
}
