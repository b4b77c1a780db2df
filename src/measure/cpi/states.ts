import { sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import type { Cpi, CpiVersion } from './list.ts';
import type { Sql } from './field.ts';
import { subjectRows } from './subject-rows.ts';
import { calendarsOf, withCalendar } from './with-calendar.ts';

export const cpiStates = ['MET', 'BREACHED', 'PENDING', 'EXCLUDED'] as const;
export type CpiState = (typeof cpiStates)[number];

/**
 * Statement with one row a subject of everybody: (subject_id, customer_id, order_id, source_id, stream, day, due_at, state,
 * reason, decided_at), as it stood at the end of the context's day, each day by the version that holds on it. Of the unit
 * ORDER a row is an order, on the day of its last part: broken where one part is, kept where all are. `only` narrows the
 * rows `f` down by identity_id, order_id or day.
 */
export async function stateRows(context: MeasureContext, cpi: Cpi, only: Sql = sql`true`): Promise<Sql> {
  const calendars = await calendarsOf(context);
  const rows = cpi.versions.map((version) => {
    const definition = withCalendar(calendars, version.definition);
    const facts = version.written ? writtenRows(context, cpi, version) : subjectRows(context.workspace, definition);
    const from = version.from === null ? sql`true` : sql`f.day >= ${version.from}::date`;
    const to = version.to === null ? sql`true` : sql`f.day <= ${version.to}::date`;
    const states = judged(context, facts, sql`${from} and ${to} and ${only}`);
    return definition.unit === 'ORDER' ? byOrder(states) : states;
  });
  return rows.length === 1 ? rows[0]! : sql.join(rows, sql` union all `);
}

const writtenRows = ({ workspace }: MeasureContext, { id }: Cpi, { number }: CpiVersion): Sql => sql`
  select * from cpi_outcomes where workspace_id = ${workspace.id} and cpi_id = ${id}::uuid and version = ${number}::int`;

/** The rows of subjects with what had become of them at the end of the context's day. */
function judged(context: MeasureContext, facts: Sql, only: Sql): Sql {
  const { workspace } = context;
  const now = endOfData(context);
  const excluded = sql`(f.excluded_reason is not null and (f.excluded_from is null or f.excluded_from < ${now}))`;
  const done = sql`(f.done_at < ${now})`;
  const inTime = sql`(f.due_at is null or f.done_at <= f.due_at)`;
  return sql`
    select f.subject_id, i.customer_id, f.order_id, f.source_id, f.stream, f.day, f.due_at,
      case when ${excluded} then 'EXCLUDED' when ${done} and f.kept and ${inTime} then 'MET'
        when ${done} or f.due_at < ${now} then 'BREACHED' else 'PENDING' end as state,
      case when ${excluded} then f.excluded_reason end as reason,
      case when ${excluded} then null when ${done} and ${inTime} then f.done_at
        when f.due_at < ${now} then f.due_at end as decided_at
    from (${facts}) f
    left join identities i on i.workspace_id = ${workspace.id} and i.id = f.identity_id
    where f.since < ${now} and ${only}`;
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
