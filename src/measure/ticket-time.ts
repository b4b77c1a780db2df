import { type RawBuilder, sql } from 'kysely';
import { openSeconds, openUntil } from './business-time.ts';

type Sql = RawBuilder<unknown>;

/**
 * Where a ticket came under other calendars meanwhile: each stretch is counted by the calendar that it was under (SUM), or
 * all of it by the last one, as Zendesk does (LAST).
 */
export type ScheduleChanges = 'SUM' | 'LAST';

/** When the clock of a ticket runs. */
export interface TicketClock {
  workspaceId: string;
  /** SQL for the ticket's id. */
  ticketId: Sql;
  /**
   * The calendar that a ticket is under unless an event of the kind SCHEDULE names another one that there is; null counts all
   * time.
   */
  calendar: string | null;
  /** States in which the clock stands still. A ticket is OPEN until its first event of the kind STATUS. */
  pausedIn?: readonly string[];
  changes?: ScheduleChanges;
}

/**
 * The seconds for which a ticket's clock ran between two instants, as SQL (double precision). Null where an instant is, or
 * where a calendar does not tell of it. Zero where `to` is the earlier one.
 */
export function activeSeconds(clock: TicketClock, from: Sql, to: Sql): Sql {
  const sum = (pieces: Sql, calendar: CalendarOf) => {
    const [start, stop] = [sql`greatest(p.start, ${from})`, sql`least(p.stop, ${to})`];
    return sql`(select case when count(*) = count(c.seconds) then coalesce(sum(c.seconds), 0) end from (
      select ${elapsed(clock, calendar('b'), sql`b.start`, sql`b.stop`)} as seconds from (
        select ${start} as start, ${stop} as stop, p.calendar from (${pieces}) p where ${start} < ${stop}
      ) b
    ) c)`;
  };
  return sql`(case when ${from} is not null and ${to} is not null then ${bySchedule(clock, to, sum, sql`case when ${from} < ${to} then ${elapsed(clock, clock.calendar, from, to)} else 0 end`)} end)`;
}

/**
 * The instant at which a ticket's clock has run for so many seconds since `from`, as SQL: 'infinity' where it stands still
 * before, for all that is known. Null where `from` is, or where a calendar does not tell of it.
 */
export function activeUntil(clock: TicketClock, from: Sql, seconds: Sql): Sql {
  const reach = (pieces: Sql, calendar: CalendarOf) => sql`(select f.at from (
    select r.start, ${after(clock, calendar('r'), sql`r.start`, sql`r.remaining`)} as at from (
      select c.*, ${seconds} - coalesce(sum(c.seconds) over (
        order by c.start rows between unbounded preceding and 1 preceding), 0) as remaining
      from (
        select b.*, ${elapsed(clock, calendar('b'), sql`b.start`, sql`b.stop`)} as seconds from (
          select greatest(p.start, ${from}) as start, p.stop, p.calendar from (${pieces}) p
          where p.stop is null or p.stop > ${from}
        ) b
      ) c
    ) r where r.seconds is null or r.seconds >= r.remaining
    union all select null, 'infinity'
    order by 1 nulls last limit 1
  ) f)`;
  return sql`(case when ${from} is not null then ${bySchedule(clock, sql`'infinity'`, reach, after(clock, clock.calendar, from, seconds))} end)`;
}

type Calendar = string | Sql | null;
/** By what a row of pieces is counted. */
type CalendarOf = (row: string) => Calendar;

/**
 * What `build` makes of the pieces of time in which the clock runs: (start, stop null, calendar), and of their calendar;
 * `always` where it never stands still and its calendar never changes.
 */
function bySchedule(
  clock: TicketClock,
  last: Sql,
  build: (pieces: Sql, calendar: CalendarOf) => Sql,
  always: Sql,
): Sql {
  const { calendar, pausedIn = [], changes = 'SUM' } = clock;
  const running = stretches(clock, 'STATUS', 'OPEN');
  const goes = sql`s.value <> all (${[...pausedIn]}::text[])`;
  const pieces = sql`select s.start, s.stop, null::text as calendar from (${running}) s where ${goes}`;
  const plain = pausedIn.length > 0 ? build(pieces, () => calendar) : always;
  if (calendar === null) return plain;
  const under = stretches(clock, 'SCHEDULE', calendar);
  const schedules =
    changes === 'SUM'
      ? under
      : sql`select u.value, '-infinity'::timestamptz as start, null::timestamptz as stop from (${under}) u
          where u.start <= ${last} order by u.start desc limit 1`;
  const moved = build(
    sql`select greatest(s.start, u.start) as start, least(s.stop, u.stop) as stop, u.value as calendar
      from (${running}) s
      join (${schedules}) u on s.start < coalesce(u.stop, 'infinity') and u.start < coalesce(s.stop, 'infinity')
      where ${goes}`,
    (row) => sql.ref(`${row}.calendar`),
  );
  // Few tickets move, and with a calendar for each row the hours would be looked up again and again.
  return sql`case when exists (select from ${events(clock, 'SCHEDULE')}) then ${moved} else ${plain} end`;
}

/** What a ticket's events of a kind set, from when to when: (value, start, stop null). */
function stretches(clock: TicketClock, kind: string, initially: string): Sql {
  return sql`select e.value, e.at as start, lead(e.at) over (order by e.at, e.id) as stop from (
    select '-infinity'::timestamptz as at, null::uuid as id, ${initially}::text as value
    union all select at, id, value from ${events(clock, kind)}
  ) e`;
}

function events({ workspaceId, ticketId }: TicketClock, kind: string): Sql {
  const known = sql`exists (select from open_hours h where h.workspace_id = ${workspaceId} and h.calendar = value)`;
  return sql`ticket_events where workspace_id = ${workspaceId} and ticket_id = ${ticketId} and kind = ${kind}
    and ${kind === 'SCHEDULE' ? known : sql`true`}`;
}

function elapsed({ workspaceId }: TicketClock, calendar: Calendar, from: Sql, to: Sql): Sql {
  if (calendar === null) return sql`date_part('epoch', ${to} - ${from})`;
  return openSeconds(workspaceId, calendar, from, to);
}

function after({ workspaceId }: TicketClock, calendar: Calendar, from: Sql, seconds: Sql): Sql {
  if (calendar === null) return sql`(${from} + make_interval(secs => ${seconds}))`;
  return openUntil(workspaceId, calendar, from, seconds);
}
