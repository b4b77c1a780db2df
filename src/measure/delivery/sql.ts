import { type RawBuilder, sql } from 'kysely';
import { amongCustomers, hull } from '../aggregate.ts';
import type { MeasureContext } from '../context.ts';
import { keptPromise } from '../delivery-rows.ts';
import type { Question } from '../figure.ts';
import { recallRows } from '../recall.ts';

/** Deliveries that arrived, on the day they did; `days` from the order to the arrival. */
export function deliveryRows(context: MeasureContext, question: Question): RawBuilder<unknown> {
  const { from, to } = hull(context, question);
  const { id, timeZone } = context.workspace;
  return sql`
    select o.customer_id, o.country, o.sales_channel, d.source_id, d.stream, (d.delivered_at at time zone ${timeZone})::date as day,
      d.promised_at is not null as promised, ${keptPromise(context, question.options.punctuality)} as on_time,
      case ${keptPromise(context, question.options.punctuality)} when true then 'ON_TIME' when false then 'LATE' end
        as punctuality,
      round(extract(epoch from d.delivered_at - o.placed_at) / 86400, 6) as days
    from deliveries d
    join order_facts o on o.workspace_id = d.workspace_id and o.order_id = d.order_id
    where d.workspace_id = ${id} and ${amongCustomers(question.customers, sql`o.customer_id`)}
      and d.delivered_at >= ${from}::date::timestamp at time zone ${timeZone}
      and d.delivered_at < (${to}::date + 1)::timestamp at time zone ${timeZone}`;
}

/** The day of the first arrival. */
export async function firstDelivery(context: MeasureContext): Promise<string | null> {
  const { workspace } = context;
  const rows = await recallRows(
    context,
    sql<{ day: string | null }>`
    select (min(delivered_at) at time zone ${workspace.timeZone})::date as day from deliveries
    where workspace_id = ${workspace.id}`,
  );
  return rows[0]?.day ?? null;
}
