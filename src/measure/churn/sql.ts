import { sql } from 'kysely';
import { amongCustomers, spanRows } from '../aggregate.ts';
import type { MeasureContext } from '../context.ts';
import { customersAsOf } from '../customers-as-of.ts';
import { groupingBy } from '../dimension.ts';
import type { Question, Reading } from '../figure.ts';

/**
 * For each span the customers active at its start (a purchase within so many days before) and those of them who crossed
 * into silence during it. A purchase that is followed by none in time crosses so many days after its own.
 */
export async function readChurn(context: MeasureContext, question: Question): Promise<Reading[]> {
  const { em, workspace, asOf } = context;
  const days = sql`${question.options.churnAfterDays}::int`;
  const { join, key, label } = await groupingBy(context, question.by);
  const { rows } = await sql<Reading>`
    with purchases as materialized (
      select o.customer_id, o.day, o.previous_day from order_facts o
      where o.workspace_id = ${workspace.id} and o.purchase and o.day <= ${asOf}::date
        and ${amongCustomers(question.customers, sql`o.customer_id`)}
    ),
    crossings as (
      select customer_id, previous_day + ${days} as day from purchases where day - previous_day > ${days}
      union all
      select customer_id, last_day + ${days} from (${customersAsOf(context)}) c
      where orders > 0 and last_day + ${days} <= ${asOf}::date and ${amongCustomers(question.customers, sql`customer_id`)}
    ),
    active as (
      select distinct s.number, o.customer_id from ${spanRows(question.spans)}
      join purchases o on o.day >= s.first - ${days} and o.day < s.first
    ),
    crossed as (
      select distinct s.number, x.customer_id from ${spanRows(question.spans)}
      join crossings x on x.day between s.first and s.last
    )
    select (f.number - 1)::int as span, ${key} as key, min(${label}) as label,
      trim_scale(count(x.customer_id)::numeric / count(*))::text as value, count(x.customer_id)::text as numerator,
      count(*)::text as denominator, count(*)::int as count, 0 as unknown
    from (select a.*, c.country from active a
      join customers c on c.workspace_id = ${workspace.id} and c.id = a.customer_id) f
    left join crossed x on x.number = f.number and x.customer_id = f.customer_id
    ${join}
    group by 1, 2`.execute(em.getKysely());
  return rows;
}
