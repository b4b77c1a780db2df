import { type RawBuilder, sql } from 'kysely';

type Sql = RawBuilder<unknown>;
/** The name of a calendar; as SQL where every row has its own, which is slower by far. */
type Named = string | Sql;

/**
 * Open seconds from one instant to another by a calendar of the workspace, as SQL (double precision, exact to the
 * microsecond): the sum over the schedules that held meanwhile, each in its own zone and without its holidays. Negative
 * where `to` is the earlier one; null where an instant is, where it lies outside of what the calendar tells, and where there
 * is no such calendar. The instants are evaluated several times: give columns.
 */
export function openSeconds(workspaceId: string, calendar: Named, from: Sql, to: Sql): Sql {
  return sql`((${openUpTo(workspaceId, calendar, to)} - ${openUpTo(workspaceId, calendar, from)}) / 1000000)`;
}

/**
 * The instant at which a calendar has been open for so many seconds since `from`, as SQL: the first one, so that a limit
 * that is reached with the last second of a day ends that day. Null where it is not known, as for `openSeconds`, and for
 * negative seconds. `from` is evaluated several times: give a column.
 */
export function openUntil(workspaceId: string, calendar: Named, from: Sql, seconds: Sql): Sql {
  const column = (name: Column) => columnOf(workspaceId, calendar, name);
  const open = sql`(${openUpTo(workspaceId, calendar, from)} + (${seconds}) * 1000000)`;
  // How many turns the open time is not reached at, from the last one back; the one before those is where it is.
  const after = sql`width_bucket(-${open}, ${column('open_after')})`;
  const turn = sql`(nullif(cardinality(${column('open_after')}) - ${after}, cardinality(${column('open_after')})))`;
  const instant = sql`(${column('turns')})[${turn}] + ${open} - (${column('open_before')})[${turn}]`;
  return sql`(case when (${seconds}) = 0 then ${from} when (${seconds}) > 0 then to_timestamp((${instant}) / 1000000) end)`;
}

/** Open microseconds from a calendar's first instant to another. After an even number of turns it is open. */
function openUpTo(workspaceId: string, calendar: Named, instant: Sql): Sql {
  const column = (name: Column) => columnOf(workspaceId, calendar, name);
  const at = sql`round(date_part('epoch', ${instant}) * 1000000)`;
  const turn = sql`width_bucket(${at}, ${column('turns')})`;
  return sql`((${column('open_before')})[${turn}]
    + case when ${turn} % 2 = 0 then ${at} - (${column('turns')})[${turn}] else 0 end)`;
}

type Column = 'turns' | 'open_before' | 'open_after';

/** Read once a statement, and unpacked then: else every row would unpack it again. */
function columnOf(workspaceId: string, calendar: Named, column: Column): Sql {
  return sql`(select ${sql.ref(column)} || '{}' from open_hours
    where workspace_id = ${workspaceId}::uuid and calendar = ${calendar})`;
}
