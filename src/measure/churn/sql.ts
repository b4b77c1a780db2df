import { sql } from 'kysely';
import { amongCustomers, spanRows } from '../aggregate.ts';
import type { MeasureContext } from '../context.ts';
import { groupingBy } from '../dimension.ts';
import type { Question, Reading } from '../figure.ts';
import { recallRows } from '../recall.ts';

/**
 * For each span the customers active at its start (a purchase within so many days before) and those of them who crossed
 * into silence during it, so many days after a purchase that none followed in time. A purchase makes its customer active
 * from the day after until the next one or the crossing, whichever comes first; these stretches do not overlap.
 */
export async function readChurn(context: MeasureContext, question: Question): Promise<readonly Reading[]> {
  const { workspace, asOf } = context;
  const days = sql`${question.options.churnAfterDays}::int`;
  const { join, key, label } = await groupingBy(context, question.by);
  const rows = await recallRows(
    context,
    sql<Reading>`
    with purchases as (
      select o.customer_id, o.day, min(o.day) over later as next_day
      from order_facts o
      where o.workspace_id = ${workspace.id} and o.purchase and o.previous_day is distinct from o.day
        and o.day <= ${asOf}::date and ${amongCustomers(question.customers, sql`o.customer_id`)}
      window later as (partition by o.customer_id order by o.day rows between 1 following and 1 following)
    ),
    stretches as materialized (
      select p.customer_id, c.country, p.day as after, least(p.next_day, p.day + ${days}) as until,
        min(p.day + ${days}) filter (where p.day + ${days} < coalesce(p.next_day, ${asOf}::date + 1)) over (
          partition by p.customer_id order by p.day rows between current row and unbounded following) as crossing
      from purchases p
      join customers c on c.workspace_id = ${workspace.id} and c.id = p.customer_id
    )
    select (s.number - 1)::int as span, ${key} as key, min(${label}) as label,
      trim_scale(count(*) filter (where f.crossing <= s.last) / count(*)::numeric)::text as value,
      (count(*) filter (where f.crossing <= s.last))::text as numerator, count(*)::text as denominator,
      count(*)::int as count, 0 as unknown
    from ${spanRows(question.spans)}
    join stretches f on s.first > f.after and s.first <= f.until
    ${join}
    group by 1, 2`,
  );
  return rows;
}
