import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from './context.ts';

/** The days on which customers bought for more than nothing, up to the as-of day: rows (customer_id, day). */
export const purchaseDays = ({ workspace, asOf }: MeasureContext): RawBuilder<unknown> => sql`
  select distinct customer_id, day from order_facts
  where workspace_id = ${workspace.id} and purchase and day <= ${asOf}::date`;

/**
 * The purchase days of value models, on which orders worth nothing are purchases too: rows (customer_id, day, spend,
 * previous_day), spend null where that of one order is, previous_day null on the first. `chosen` is a condition on orders
 * `o`.
 */
export const historyDays = (workspaceId: string, chosen: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select o.customer_id, o.day, case when count(*) = count(o.net) then sum(o.net) end as spend,
    lag(o.day) over (partition by o.customer_id order by o.day) as previous_day
  from order_facts o
  where o.workspace_id = ${workspaceId} and o.valid and o.customer_id is not null and ${chosen}
  group by o.customer_id, o.day`;

/** Histories as value models take them, of `historyDays`: rows (customer_id, repeats, first_day, last_day, mean_spend, log_gaps). */
export const historiesOf = (days: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select customer_id, count(previous_day) as repeats, min(day) as first_day, max(day) as last_day,
    case when count(*) filter (where previous_day is not null and spend is null) = 0
      then trim_scale(avg(spend) filter (where previous_day is not null)) end as mean_spend,
    coalesce(sum(ln((day - previous_day)::double precision)), 0) as log_gaps
  from (${days}) days group by customer_id`;
