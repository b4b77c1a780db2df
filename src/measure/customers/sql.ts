import { type RawBuilder, sql } from 'kysely';
import { amongCustomers, spanRows } from '../aggregate.ts';
import type { MeasureContext } from '../context.ts';
import { stageOf, vipShare } from '../customer-states.ts';
import type { Question, Reading } from '../figure.ts';
import { movements } from '../movements.ts';

/**
 * The stage of every customer at the end of each span, from the purchases up to then; spans that end after the as-of day
 * are read on that day. Who was first seen later is not counted yet.
 */
export async function readStages(context: MeasureContext, question: Question): Promise<Reading[]> {
  const { em, workspace, asOf } = context;
  const ends = sql`select (s.number - 1)::int as span, least(s.last, ${asOf}::date) as last from ${spanRows(question.spans)}`;
  const purchases = sql`
    select e.span, e.last as as_of, m.customer_id, count(*) filter (where m.purchase) as orders,
      count(distinct m.day) filter (where m.purchase) as purchase_days, min(m.day) filter (where m.purchase) as first_day,
      max(m.day) filter (where m.purchase) as last_day, case when count(*) = count(m.value) then sum(m.value) end as net,
      max(m.previous_day) filter (where m.purchase and m.previous_day < m.day) as previous_day
    from (${ends}) e
    join (${movements(context)}) m on m.day <= e.last
    group by e.span, e.last, m.customer_id`;
  const stage = (vip: RawBuilder<unknown>) => stageOf(context, sql`f.as_of`, vip);
  const { rows } = await sql<Reading>`
    with f as materialized (${purchases}),
    vips as (
      select f.span, percentile_disc(${1 - vipShare}::float8) within group (order by f.net) as value
      from f where ${stage(sql`null::numeric`)} = 'LOYAL' group by f.span
    ),
    known as (
      select e.span, e.last as as_of, c.id as customer_id from (${ends}) e
      join customers c on c.workspace_id = ${workspace.id} and ${amongCustomers(question.customers, sql`c.id`)}
        and (c.first_seen_at is null or c.first_seen_at < (e.last + 1)::timestamp at time zone ${workspace.timeZone}
          or exists (select from f where f.span = e.span and f.customer_id = c.id))
    ),
    staged as (
      select k.span, case when f.customer_id is null then 'PROSPECT' else ${stage(sql`v.value`)} end as stage
      from known k
      left join f on f.span = k.span and f.customer_id = k.customer_id
      left join vips v on v.span = k.span
    )
    select span, stage as key, null as label, count(*)::text as value, count(*)::text as numerator,
      null as denominator, count(*)::int as count, 0 as unknown
    from staged group by span, stage`.execute(em.getKysely());
  return rows;
}
