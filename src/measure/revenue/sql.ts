import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import type { Question } from '../figure.ts';
import { orderRows } from '../order-rows.ts';

/**
 * Orders and cancellations split to their products. An order's gross sales are shared among its lines by their value, the
 * last one taking the rest, so that lines sum to the order; an order without lines is of no product.
 */
export function productRows(context: MeasureContext, question: Question): RawBuilder<unknown> {
  const id = context.workspace.id;
  const shares = sql`
    select l.order_id, l.product_id, l.quantity,
      sum(l.quantity * l.unit_price) over upward as upto, sum(l.quantity * l.unit_price) over whole as whole,
      row_number() over upward as place, count(*) over whole as places, l.quantity * l.unit_price as amount
    from order_lines l
    where l.workspace_id = ${id} and not l.gift_card
    window whole as (partition by l.order_id), upward as (partition by l.order_id order by l.id rows unbounded preceding)`;
  const part = (amount: RawBuilder<unknown>) => sql`round(o.gross * (${amount}) / nullif(l.whole, 0), 6)`;
  const signed = (orders: RawBuilder<unknown>, sign: RawBuilder<unknown>, counted: RawBuilder<unknown>) => sql`
    select o.customer_id, o.source_id, o.stream, o.country, o.sales_channel, o.currency, o.customer_type, o.day,
      l.product_id, p.category_id, ${sign} * coalesce(l.quantity, o.items) as items, ${counted} as orders,
      ${sign} * (case when coalesce(l.place = l.places, true) then o.gross else coalesce(${part(sql`l.upto`)}, 0) end
        - case when coalesce(l.place = 1, true) then 0 else coalesce(${part(sql`l.upto - l.amount`)}, 0) end) as gross
    from (${orders}) o
    left join (${shares}) l on l.order_id = o.order_id
    left join products p on p.workspace_id = ${id} and p.id = l.product_id`;
  return sql`
    ${signed(orderRows(context, question), sql`1`, sql`1`)}
    union all
    ${signed(orderRows(context, question, sql`o.cancelled_day`), sql`-1`, sql`0`)}`;
}
