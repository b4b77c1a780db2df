import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import { historyDays } from '../purchase-days.ts';

/** One purchase history a customer; `chosen` is a condition on orders `o`. Zero-value orders are purchases here. */
export function historyRows({ workspace, asOf }: MeasureContext, chosen: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    with days as (${historyDays(workspace.id, sql`o.day <= ${asOf}::date and ${chosen}`)})
    select customer_id as "customerId", count(previous_day)::int as "repeatPurchases",
      (max(day) - min(day)) / 7.0::float8 as recency, (${asOf}::date - min(day)) / 7.0::float8 as tenure,
      case when count(*) filter (where previous_day is not null and spend is null) = 0
        then trim_scale(avg(spend) filter (where previous_day is not null)) end as "meanRepeatSpend"
    from days group by customer_id order by customer_id`;
}
