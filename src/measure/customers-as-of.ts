import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from './context.ts';

/**
 * Rows (customer_id, orders, purchase_days, first_day, second_day, last_day, previous_day, gross, net, total, margin), one
 * for each customer with an order up to the as-of day: purchases, returns and cancellations as they stood then. An order
 * cancelled later counts as cancelled; a return counts from its own day, at that day's rate. Of the customers named alone,
 * where any are.
 */
export function customersAsOf(context: MeasureContext, customerIds?: readonly string[]): RawBuilder<unknown> {
  const { workspace, asOf } = context;
  const chosen = (id: RawBuilder<unknown>) => (customerIds ? sql`${id} = any (${customerIds}::uuid[])` : sql`true`);
  if (isCurrent(context)) {
    return sql`select * from customer_facts where workspace_id = ${workspace.id} and ${chosen(sql`customer_id`)}`;
  }
  return sql`
    select o.customer_id,
      count(*) filter (where o.purchase)::int as orders,
      count(*) filter (where o.purchase and o.previous_day is distinct from o.day)::int as purchase_days,
      min(o.day) filter (where o.purchase) as first_day,
      min(o.day) filter (where o.purchase and o.day > o.cohort_day) as second_day,
      max(o.day) filter (where o.purchase) as last_day,
      max(o.previous_day) filter (where o.purchase and o.previous_day < o.day) as previous_day,
      ${known(sql`o.gross`)} as gross,
      ${known(sql`o.gross - o.discounts - coalesce(r.merchandise, 0)`)} as net,
      ${known(sql`o.gross - o.discounts + o.shipping + o.tax + o.fees - coalesce(r.everything, 0)`)} as total,
      ${known(sql`o.gross - o.discounts - coalesce(r.merchandise, 0) - o.cost`)} as margin
    from order_facts o
    left join (
      select order_id, sum(merchandise) as merchandise, sum(merchandise + shipping + tax + other) as everything
      from refund_facts where workspace_id = ${workspace.id} and day <= ${asOf}::date and ${chosen(sql`customer_id`)}
      group by order_id
    ) r on r.order_id = o.order_id
    where o.workspace_id = ${workspace.id} and o.customer_id is not null and o.day <= ${asOf}::date
      and ${chosen(sql`o.customer_id`)}
    group by o.customer_id`;
}

/** Whether nothing was ordered or returned after the as-of day, so that the stored facts are those of that day. */
export function isCurrent({ asOf, span }: MeasureContext): boolean {
  return !span || span.to <= asOf;
}

/** The sum over orders that stand, null where one of the amounts is. */
function known(amount: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`case when count(*) filter (where o.cancelled_day is null and (${amount}) is null) = 0
    then coalesce(sum(${amount}) filter (where o.cancelled_day is null), 0) end`;
}
