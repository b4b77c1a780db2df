import { type RawBuilder, sql } from 'kysely';
import { amongCustomers } from '../aggregate.ts';
import type { MeasureContext } from '../context.ts';
import { customersAsOf } from '../customers-as-of.ts';
import type { Question } from '../figure.ts';

/** Purchasers on the day of their first purchase, with the day of their second. */
export function purchaserRows(context: MeasureContext, question: Question): RawBuilder<unknown> {
  return sql`
    select p.customer_id, c.country, p.first_day as day, p.second_day
    from (${customersAsOf(context)}) p
    join customers c on c.workspace_id = ${context.workspace.id} and c.id = p.customer_id
    where p.orders > 0 and ${amongCustomers(question.customers, sql`p.customer_id`)}`;
}
