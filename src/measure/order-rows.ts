import { type RawBuilder, sql } from 'kysely';
import { amongCustomers, hull } from './aggregate.ts';
import type { MeasureContext } from './context.ts';
import type { Question } from './figure.ts';

/** The columns by which orders are grouped. On the day of a first purchase a customer is new, later returning. */
export const orderDimensions = sql`o.customer_id, o.source_id, o.stream, o.country, o.sales_channel, o.currency,
  case when o.customer_id is null then 'UNIDENTIFIED' when o.day > o.cohort_day then 'RETURNING' else 'NEW' end
    as customer_type`;

/** Orders of the question's days and customers, on the day they were placed, or on another of their days. */
export function orderRows(
  context: MeasureContext,
  question: Pick<Question, 'spans' | 'customers'>,
  day: RawBuilder<unknown> = sql`o.day`,
): RawBuilder<unknown> {
  const { from, to } = hull(context, question);
  return sql`
    select ${orderDimensions}, ${day} as day, o.order_id, o.valid, o.purchase, o.sequence, o.previous_day, o.cohort_day,
      o.gross, o.discounts, o.net, o.shipping, o.total, o.cost, o.items
    from order_facts o
    where o.workspace_id = ${context.workspace.id} and ${day} between ${from}::date and ${to}::date
      and ${amongCustomers(question.customers, sql`o.customer_id`)}`;
}

/** Purchases: valid orders of known customers, above zero. */
export function purchaseRows(context: MeasureContext, question: Question): RawBuilder<unknown> {
  return sql`select * from (${orderRows(context, question)}) p where p.purchase`;
}

/** Purchases from the first day of data to the question's last. */
export function pastPurchaseRows(context: MeasureContext, question: Question): RawBuilder<unknown> {
  const from = context.span?.from ?? context.asOf;
  return purchaseRows(context, { ...question, spans: question.spans.map(({ to }) => ({ from, to })) });
}
