import { Duration } from 'luxon';
import { sql } from 'kysely';
import type { Workspace } from '../../model/workspace.ts';
import type { SubjectName, Within } from './definition.ts';
import type { Sql } from './field.ts';
import { findField } from './subjects.ts';

/** The last instant at which `to` is in time, for a row of the subject; null where `from` is unknown. */
export function dueAt({ timeZone }: Pick<Workspace, 'timeZone'>, subject: SubjectName, within: Within): Sql {
  const from = findField(subject, within.from)!.sql;
  const limit = Duration.fromISO(within.limit);
  if (within.clock === 'DAYS') {
    const day = sql`((${from} at time zone ${timeZone})::date + ${limit.as('days')}::int + 1)`;
    return sql`(${day}::timestamp at time zone ${timeZone} - interval '1 microsecond')`;
  }
  return sql`(${from} + make_interval(secs => ${limit.as('seconds')}::float8))`;
}
