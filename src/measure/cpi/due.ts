import { Duration } from 'luxon';
import { sql } from 'kysely';
import type { Workspace } from '../../model/workspace.ts';
import { openSeconds, openUntil } from '../business-time.ts';
import type { SubjectName, Within } from './definition.ts';
import type { Sql } from './field.ts';
import { findField } from './subjects.ts';

type Home = Pick<Workspace, 'id' | 'timeZone'>;

/** How a clock runs: the time from one instant to another, and the instant at which so much has passed; in seconds. */
interface Clock {
  between(from: Sql, to: Sql): Sql;
  after(from: Sql, seconds: Sql): Sql;
}

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
  const clock = clockOf(home, within);
  const seconds = sql`${limit.as('seconds')}::float8`;
  return within.pausedIn ? dueAfterPauses(clock, from, seconds, within.pausedIn) : clock.after(from, seconds);
}

/** Whether the opening hours of a BUSINESS clock are not known at an instant. */
export function hoursUnknown({ id }: Home, { calendar }: Within, at: Sql): Sql {
  return calendar === undefined ? sql`true` : sql`(${openSeconds(id, calendar, at, at)} is null)`;
}

function clockOf({ id }: Home, { clock, calendar }: Within): Clock {
  if (clock === 'BUSINESS') {
    // Without a calendar nothing is known.
    if (calendar === undefined) return { between: () => sql`null::float8`, after: () => sql`null::timestamptz` };
    return {
      between: (from, to) => openSeconds(id, calendar, from, to),
      after: (from, seconds) => openUntil(id, calendar, from, seconds),
    };
  }
  return {
    between: (from, to) => sql`extract(epoch from ${to} - ${from})::float8`,
    after: (from, seconds) => sql`(${from} + make_interval(secs => ${seconds}))`,
  };
}

/** When the clock, which stands still in some states of a request, has run for so long; null while it has not and stands. */
function dueAfterPauses(clock: Clock, from: Sql, seconds: Sql, pausedIn: readonly string[]): Sql {
  const steps = sql`from ticket_events e
    where e.workspace_id = t.workspace_id and e.ticket_id = t.id and e.kind = 'STATUS'`;
  return sql`(
    select ${clock.after(sql`r.since`, sql`(${seconds} - r.before)`)} from (
      select s.since, s.until, s.lasts, coalesce(sum(s.lasts) over (order by s.since
        rows between unbounded preceding and 1 preceding), 0) as before
      from (
        select c.since, c.until, ${clock.between(sql`c.since`, sql`c.until`)} as lasts from (
          select b.since, lead(b.since) over (order by b.since, b.id) as until, b.state from (
            select ${from} as since, null::uuid as id,
              coalesce((select e.value ${steps} and e.at <= ${from} order by e.at desc, e.id desc limit 1), 'OPEN') as state
            union all
            select e.at, e.id, e.value ${steps} and e.at > ${from}
          ) b
        ) c where not coalesce(c.state = any (${pausedIn}::text[]), false)
      ) s
    ) r
    where r.until is null or r.before + r.lasts >= ${seconds} order by r.since limit 1)`;
}
