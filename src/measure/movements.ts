import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from './context.ts';

/**
 * Rows (customer_id, day, purchase, value): what every order that stands added to its customer's net sales on
 * its day, and what each refund took away on its own, so that the customer can be seen on any day.
 */
export function movements({ workspace, asOf }: MeasureContext): RawBuilder<unknown> {
  return sql`
    select customer_id, day, purchase, gross - discounts as value
    from order_facts
    where workspace_id = ${workspace.id} and customer_id is not null and cancelled_day is null and day <= ${asOf}::date
    union all
    select r.customer_id, greatest(r.day, o.day), false, -r.merchandise
    from refund_facts r join order_facts o on o.workspace_id = r.workspace_id and o.order_id = r.order_id
    where r.workspace_id = ${workspace.id} and r.customer_id is not null and greatest(r.day, o.day) <= ${asOf}::date`;
}
