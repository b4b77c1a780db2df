import { type RawBuilder, sql } from 'kysely';
import { amongCustomers, spanRows } from '../aggregate.ts';
import type { MeasureContext } from '../context.ts';
import { stageOf, vipShare } from '../customer-states.ts';
import type { Question, Reading } from '../figure.ts';
import { lives } from '../lives.ts';
import { recallRows } from '../recall.ts';

/**
 * The stage of every customer at the end of each span, from the purchases up to then; spans that end after the as-of day
 * are read on that day. Who was first seen later is not counted yet.
 */
export async function readStages(context: MeasureContext, question: Question): Promise<readonly Reading[]> {
  const { workspace, asOf } = context;
  const ends = sql`select (s.number - 1)::int as span, least(s.last, ${asOf}::date) as last from ${spanRows(question.spans)}`;
  const stage = (vip: RawBuilder<unknown>) => stageOf(context, sql`f.as_of`, vip);
  const rows = await recallRows(
    context,
    sql<Reading>`
    with lives as materialized (${lives(context, question.customers)}),
    f as materialized (
      select e.span, e.last as as_of, l.* from (${ends}) e
      join lives l on l.day <= e.last and (l.next_day > e.last or l.next_day is null)
      where l.orders > 0
    ),
    vips as (
      select f.span, percentile_disc(${1 - vipShare}::float8) within group (order by f.net) as value
      from f where ${stage(sql`null::numeric`)} = 'LOYAL' group by f.span
    ),
    counts as (
      select f.span, ${stage(sql`v.value`)} as stage, count(*) as customers
      from f left join vips v on v.span = f.span group by 1, 2
      union all
      select e.span, 'PROSPECT', count(*)
      from (${ends}) e
      join customers c on c.workspace_id = ${workspace.id} and ${amongCustomers(question.customers, sql`c.id`)}
      left join order_facts o on o.workspace_id = c.workspace_id and o.customer_id = c.id and o.sequence = 1
      where (o.day is null or o.day > e.last)
        and (c.first_seen_at is null or c.first_seen_at < (e.last + 1)::timestamp at time zone ${workspace.timeZone})
      group by e.span
    )
    select span, stage as key, null as label, customers::text as value, customers::text as numerator,
      null as denominator, customers::int as count, 0 as unknown
    from counts`,
  );
  return rows;
}
