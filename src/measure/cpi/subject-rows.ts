import { sql } from 'kysely';
import type { Workspace } from '../../model/workspace.ts';
import { holds } from './condition-sql.ts';
import type { CpiDefinition } from './definition.ts';
import { dueAt, hoursUnknown } from './due.ts';
import type { Sql } from './field.ts';
import { findField, subjects } from './subjects.ts';

/**
 * Statement with one row a subject that a checked definition counts, whoever's it is: (subject_id, identity_id, order_id,
 * source_id, stream, day, since, due_at, done_at, kept, excluded_reason, excluded_from). It is decided at `done_at`, or broken once
 * `due_at` has passed before; `kept` is whether its condition holds. An exclusion with `excluded_from` holds from then on.
 * `only` is a condition on the rows `t` and, where the subject belongs to one, on their orders `o`.
 */
export function subjectRows(
  workspace: Pick<Workspace, 'id' | 'timeZone'>,
  definition: CpiDefinition,
  only: Sql = sql`true`,
): Sql {
  const { subject: name, where, success, datedBy } = definition;
  const subject = subjects[name];
  const column = (field: string) => findField(name, field)!.sql;
  const within = success.within;
  const done = column(within ? within.to : (success.decidedBy ?? datedBy));
  // "offset 0" has every expression worked out once a row; without, each place that mentions it would do so again.
  return sql`
    select r.subject_id, r.identity_id, r.order_id, r.source_id, r.stream, r.day, r.since, r.due_at, r.done_at, r.kept,
      r.excluded[r.place] as excluded_reason, r.excluded_from[r.place] as excluded_from
    from (
      select t.id as subject_id, ${subject.identityId} as identity_id, ${subject.orderId} as order_id, t.source_id,
        t.stream, (${column(datedBy)} at time zone ${workspace.timeZone})::date as day, ${subject.since} as since,
        ${within ? dueAt(workspace, name, within) : sql`null::timestamptz`} as due_at, ${done} as done_at,
        ${success.where ? holds(name, success.where) : sql`true`} as kept, ${exclusions(workspace, definition)}
      from ${subject.from}
      where t.workspace_id = ${workspace.id} and ${subject.valid} and ${column(datedBy)} is not null
        and ${where ? holds(name, where) : sql`true`} and ${only}
      offset 0
    ) r`;
}

/** Columns with every reason to leave a subject out, and which of them holds first: those that hold at all times go before. */
function exclusions(workspace: Pick<Workspace, 'id' | 'timeZone'>, definition: CpiDefinition): Sql {
  const { subject, exclude = [], success } = definition;
  const column = (field: string) => findField(subject, field)!.sql;
  const reasons: { reason: string; holds: Sql; from?: Sql }[] = exclude.map(({ reason, where, from }) =>
    from === undefined
      ? { reason, holds: holds(subject, where) }
      : { reason, holds: sql`(${column(from)} is not null and ${holds(subject, where)})`, from: column(from) },
  );
  if (success.within) {
    const { from, clock } = success.within;
    reasons.push({ reason: `${from} is unknown`, holds: sql`(${column(from)} is null)` });
    if (clock === 'BUSINESS')
      reasons.push({
        reason: 'opening hours are unknown',
        holds: hoursUnknown(workspace, success.within, column(from)),
      });
  }
  if (reasons.length === 0)
    return sql`null::int as place, null::text[] as excluded, null::timestamptz[] as excluded_from`;
  const ordered = [...reasons.filter(({ from }) => !from), ...reasons.filter(({ from }) => from)];
  const places = ordered.map((each, index) => sql`when ${each.holds} then ${index + 1}::int`);
  return sql`
    case ${sql.join(places, sql` `)} end as place,
    array[${sql.join(ordered.map(({ reason }) => sql`${reason}::text`))}] as excluded,
    array[${sql.join(ordered.map(({ from }) => from ?? sql`null::timestamptz`))}] as excluded_from`;
}
