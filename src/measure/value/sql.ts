import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from '../context.ts';

/** One purchase history a customer; `chosen` is a condition on orders `o`. Zero-value orders are purchases here. */
export function historyRows({ workspace, asOf }: MeasureContext, chosen: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    with days as (
      select o.customer_id, o.day, case when count(*) = count(o.net) then sum(o.net) end as spend,
        min(o.day) over (partition by o.customer_id) as first_day
      from order_facts o
      where o.workspace_id = ${workspace.id} and o.valid and o.customer_id is not null and o.day <= ${asOf}::date
        and ${chosen}
      group by o.customer_id, o.day
    )
    select customer_id as "customerId", (count(*) - 1)::int as "repeatPurchases",
      (max(day) - first_day) / 7.0::float8 as recency, (${asOf}::date - first_day) / 7.0::float8 as tenure,
      case when count(*) filter (where day > first_day and spend is null) = 0
        then trim_scale(avg(spend) filter (where day > first_day)) end as "meanRepeatSpend"
    from days group by customer_id, first_day order by customer_id`;
}
