import { sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import type { Cpi } from './list.ts';
import type { Sql } from './field.ts';
import { subjectRows } from './subject-rows.ts';
import { withCalendar } from './with-calendar.ts';

export const cpiStates = ['MET', 'BREACHED', 'PENDING', 'EXCLUDED'] as const;
export type CpiState = (typeof cpiStates)[number];

/**
 * Statement with one row a subject of everybody: (subject_id, customer_id, order_id, source_id, stream, day, due_at, state,
 * reason, decided_at), as it stood at the end of the context's day. Of the unit ORDER a row is an order, on the day of its
 * last part: broken where one part is, kept where all are.
 */
export async function stateRows(context: MeasureContext, cpi: Cpi): Promise<Sql> {
  const { workspace } = context;
  const definition = await withCalendar(context, cpi.definition);
  const now = endOfData(context);
  const excluded = sql`(f.excluded_reason is not null and (f.excluded_from is null or f.excluded_from < ${now}))`;
  const done = sql`(f.done_at < ${now})`;
  const inTime = sql`(f.due_at is null or f.done_at <= f.due_at)`;
  const each = sql`
    select f.subject_id, i.customer_id, f.order_id, f.source_id, f.stream, f.day, f.due_at,
      case when ${excluded} then 'EXCLUDED' when ${done} and f.kept and ${inTime} then 'MET'
        when ${done} or f.due_at < ${now} then 'BREACHED' else 'PENDING' end as state,
      case when ${excluded} then f.excluded_reason end as reason,
      case when ${excluded} then null when ${done} and ${inTime} then f.done_at
        when f.due_at < ${now} then f.due_at end as decided_at
    from (${subjectRows(workspace, definition)}) f
    left join identities i on i.workspace_id = ${workspace.id} and i.id = f.identity_id
    where f.since < ${now}`;
  return definition.unit === 'ORDER' ? byOrder(each) : each;
}

/** The end of the context's day; while that is still running, of the data. */
function endOfData({ asOf, completeThrough, dataThrough, workspace }: MeasureContext): Sql {
  const end = sql`((${asOf}::date + 1)::timestamp at time zone ${workspace.timeZone})`;
  return asOf <= completeThrough || !dataThrough ? end : sql`least(${end}, ${dataThrough}::timestamptz)`;
}

/** Orders of whose parts one was let down, or else one is not decided yet, or else all were served; or nothing can be said. */
function byOrder(parts: Sql): Sql {
  const some = (state: CpiState) => sql`bool_or(p.state = ${state})`;
  const state = sql`case when ${some('BREACHED')} then 'BREACHED' when ${some('PENDING')} then 'PENDING'
    when ${some('EXCLUDED')} then 'EXCLUDED' else 'MET' end`;
  return sql`
    select p.order_id as subject_id, p.customer_id, p.order_id, p.source_id, min(p.stream) as stream, max(p.day) as day,
      max(p.due_at) as due_at, ${state} as state,
      case when ${state} = 'EXCLUDED' then min(p.reason) end as reason,
      case ${state} when 'BREACHED' then min(p.decided_at) filter (where p.state = 'BREACHED')
        when 'MET' then max(p.decided_at) end as decided_at
    from (${parts}) p where p.order_id is not null
    group by p.order_id, p.customer_id, p.source_id`;
}
