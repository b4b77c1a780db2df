import { Duration } from 'luxon';
import { sql } from 'kysely';
import type { Workspace } from '../../model/workspace.ts';
import { openSeconds, openUntil } from '../business-time.ts';
import { activeUntil } from '../ticket-time.ts';
import type { SubjectName, Within } from './definition.ts';
import type { Sql } from './field.ts';
import { findField } from './subjects.ts';

type Home = Pick<Workspace, 'id' | 'timeZone'>;

/**
 * The last instant at which `to` is in time, for a row `t` of the subject; null where `from` is unknown, while the clock
 * stands still, and where the opening hours are not known.
 */
export function dueAt(home: Home, subject: SubjectName, within: Within): Sql {
  const from = findField(subject, within.from)!.sql;
  const limit = Duration.fromISO(within.limit);
  if (within.clock === 'DAYS') {
    const day = sql`((${from} at time zone ${home.timeZone})::date + ${limit.as('days')}::int + 1)`;
    return sql`(${day}::timestamp at time zone ${home.timeZone} - interval '1 microsecond')`;
  }
  const seconds = sql`${limit.as('seconds')}::float8`;
  const calendar = within.clock === 'BUSINESS' ? within.calendar : null;
  // Without a calendar nothing is known.
  if (calendar === undefined) return sql`null::timestamptz`;
  if (subject === 'REQUEST') {
    const clock = { workspaceId: home.id, ticketId: sql`t.id`, calendar, pausedIn: within.pausedIn ?? [] };
    return sql`nullif(${activeUntil(clock, from, seconds)}, 'infinity')`;
  }
  return calendar === null
    ? sql`(${from} + make_interval(secs => ${seconds}))`
    : openUntil(home.id, calendar, from, seconds);
}

/** Whether the opening hours of a BUSINESS clock are not known at an instant. */
export function hoursUnknown({ id }: Home, { calendar }: Within, at: Sql): Sql {
  return calendar === undefined ? sql`true` : sql`(${openSeconds(id, calendar, at, at)} is null)`;
}
