import { type RawBuilder, sql } from 'kysely';
import { amongCustomers, hull } from './aggregate.ts';
import type { MeasureContext } from './context.ts';
import type { Question } from './figure.ts';
import { orderDimensions } from './order-rows.ts';

const nothing = sql`0::numeric`;
/** An order cancelled on its own day adds nothing whatever it was worth, so its amount may be unknown. */
const knownOrStanding = sql`(o.gross is not null or o.cancelled_day is distinct from o.day)`;

/**
 * Every movement of the sales ladder on its day: an order as it was placed, a cancellation as its equal negative, a refund
 * on its own day or on its order's. `orders` is 1 in the first kind, 0 in the others.
 */
export function salesRows(context: MeasureContext, question: Question): RawBuilder<unknown> {
  const id = context.workspace.id;
  const { from, to } = hull(context, question);
  const of = (day: RawBuilder<unknown>) => sql`o.workspace_id = ${id} and ${day} between ${from}::date and ${to}::date
    and ${amongCustomers(question.customers, sql`o.customer_id`)}`;
  const refundDay = question.options.refundDating === 'ORDER_DATE' ? sql`o.day` : sql`r.day`;
  return sql`
    select ${orderDimensions}, o.day, o.gross, o.discounts, ${nothing} as returns, o.shipping, o.tax, o.fees,
      o.cost, o.items, 1 as orders
    from order_facts o where ${of(sql`o.day`)} and ${knownOrStanding}
    union all
    select ${orderDimensions}, o.cancelled_day, -o.gross, -o.discounts, ${nothing}, -o.shipping, -o.tax, -o.fees,
      -o.cost, -o.items, 0
    from order_facts o where ${of(sql`o.cancelled_day`)} and ${knownOrStanding}
    union all
    select ${orderDimensions}, ${refundDay}, ${nothing}, ${nothing}, r.merchandise, -r.shipping, -r.tax, -r.other,
      ${nothing}, ${nothing}, 0
    from refund_facts r join order_facts o on o.workspace_id = r.workspace_id and o.order_id = r.order_id
    where r.workspace_id = ${id} and ${of(refundDay)}`;
}
