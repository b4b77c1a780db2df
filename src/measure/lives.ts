import { type RawBuilder, sql } from 'kysely';
import { amongCustomers } from './aggregate.ts';
import type { MeasureContext } from './context.ts';
import { movements } from './movements.ts';

/**
 * Rows (customer_id, day, next_day, orders, purchase_days, first_day, last_day, previous_day, net): what the customers that a
 * statement selects (null is all) had done by the end of each day on which they bought or sent something back, and until
 * which day nothing followed (null where nothing did).
 */
export function lives(context: MeasureContext, customers: RawBuilder<unknown> | null): RawBuilder<unknown> {
  return sql`
    select customer_id, day, lead(day) over life as next_day, sum(orders) over life as orders,
      count(*) filter (where orders > 0) over life as purchase_days,
      min(day) filter (where orders > 0) over life as first_day, max(day) filter (where orders > 0) over life as last_day,
      max(purchase_before) filter (where orders > 0) over life as previous_day,
      case when bool_and(value is not null) over life then sum(value) over life end as net
    from (
      select d.*, max(day) filter (where orders > 0) over (
        partition by customer_id order by day rows between unbounded preceding and 1 preceding) as purchase_before
      from (
        select customer_id, day, count(*) filter (where purchase) as orders,
          case when count(*) = count(value) then sum(value) end as value
        from (${movements(context)}) m where ${amongCustomers(customers, sql`m.customer_id`)}
        group by customer_id, day
      ) d
    ) d window life as (partition by customer_id order by day)`;
}
