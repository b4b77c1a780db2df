import { sql } from 'kysely';
import type { Workspace } from '../../model/workspace.ts';
import { holds } from './condition-sql.ts';
import type { CpiDefinition, Within } from './definition.ts';
import { dueAt } from './due.ts';
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
  return sql`
    select r.subject_id, r.identity_id, r.order_id, r.source_id, r.stream, r.day, r.since, r.due_at, r.done_at, r.kept,
      r.excluded[r.place] as excluded_reason, r.excluded_from[r.place] as excluded_from
    from (
      select t.id as subject_id, ${subject.identityId} as identity_id, ${subject.orderId} as order_id, t.source_id,
        t.stream, (${column(datedBy)} at time zone ${workspace.timeZone})::date as day, ${subject.since} as since,
        ${within ? dueAt(workspace, name, within) : sql`null::timestamptz`} as due_at, ${done} as done_at,
        ${success.where ? holds(name, success.where) : sql`true`} as kept, ${exclusions(definition, within)}
      from ${subject.from}
      where t.workspace_id = ${workspace.id} and ${subject.valid} and ${column(datedBy)} is not null
        and ${where ? holds(name, where) : sql`true`} and ${only}
    ) r`;
}

/** Columns with every reason to leave a subject out, and which of them holds first: those that hold at all times go before. */
function exclusions({ subject, exclude = [] }: CpiDefinition, within: Within | undefined): Sql {
  const column = (field: string) => findField(subject, field)!.sql;
  const reasons = exclude.map(({ reason, where, from }) => ({
    reason,
    holds: holds(subject, where),
    from: from === undefined ? null : column(from),
  }));
  if (within)
    reasons.push({ reason: `${within.from} is unknown`, holds: sql`(${column(within.from)} is null)`, from: null });
  if (reasons.length === 0)
    return sql`null::int as place, null::text[] as excluded, null::timestamptz[] as excluded_from`;
  const ordered = [...reasons.filter(({ from }) => !from), ...reasons.filter(({ from }) => from)];
  return sql`
    case ${sql.join(
      ordered.map((each, index) => sql`when ${each.holds} then ${index + 1}::int`),
      sql` `,
    )} end as place,
    array[${sql.join(ordered.map(({ reason }) => sql`${reason}::text`))}] as excluded,
    array[${sql.join(ordered.map(({ from }) => from ?? sql`null::timestamptz`))}] as excluded_from`;
}
