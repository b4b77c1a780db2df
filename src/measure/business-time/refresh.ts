import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { DateTime } from 'luxon';
import { OpenHours } from '../../model/calendar.ts';
import { holdWorkspace } from '../../model/data-version.ts';
import { upsert } from '../../store/upsert.ts';
import { addDays, type Period } from '../period.ts';
import { type Calendar, listCalendars } from './calendars.ts';
import { type Expanded, expandHours } from './expand.ts';

/** Nobody kept electronic records before. */
const firstOfAll = '1970-01-01';

/**
 * Works out when the calendars of a workspace are open, from the year of its first request or order to the end of the year
 * after next, counted from its last data. Writes only where a calendar or that stretch has changed.
 */
export async function refreshOpenHours(em: EntityManager, workspaceId: string): Promise<void> {
  const [calendars, written, days] = [
    await listCalendars(em, workspaceId),
    await writtenDigests(em, workspaceId),
    await daysNeeded(em, workspaceId),
  ];
  const digest = ({ schedules }: Calendar) =>
    createHash('sha256')
      .update(JSON.stringify([schedules, days]))
      .digest('base64url');
  const changed = calendars.filter((calendar) => written.get(calendar.name) !== digest(calendar));
  const names = new Set(calendars.map(({ name }) => name));
  const gone = [...written.keys()].filter((name) => !names.has(name));
  if (changed.length + gone.length === 0) return;
  await em.transactional(async (held) => {
    await holdWorkspace(held, workspaceId);
    await held.nativeDelete(OpenHours, { workspaceId, calendar: { $in: gone } });
    await upsert(
      held,
      OpenHours,
      changed.map((calendar) => ({
        workspaceId,
        calendar: calendar.name,
        digest: digest(calendar),
        ...lineOf(expandHours(calendar.schedules, days)),
      })),
    );
  });
}

async function writtenDigests(em: EntityManager, workspaceId: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ calendar: string; digest: string }>`
    select calendar, digest from open_hours where workspace_id = ${workspaceId}`.execute(em.getKysely());
  return new Map(rows.map(({ calendar, digest }) => [calendar, digest]));
}

/** Whole years, so that the stretch seldom changes. */
async function daysNeeded(em: EntityManager, workspaceId: string): Promise<Period> {
  const { rows } = await sql<{ first: string | null; last: Date | null }>`
    select least((select min(placed_at)::date from orders where workspace_id = ${workspaceId}),
        (select min(opened_at)::date from tickets where workspace_id = ${workspaceId}),
        (select min(requested_at)::date from quote_requests where workspace_id = ${workspaceId})) as first,
      (select max(data_through) from streams where workspace_id = ${workspaceId}) as last`.execute(em.getKysely());
  const today = DateTime.utc().toFormat('yyyy-MM-dd');
  const { first, last } = rows[0]!;
  const reached = last ? DateTime.fromJSDate(last, { zone: 'utc' }).toFormat('yyyy-MM-dd') : today;
  const end = Number((reached < today ? reached : today).slice(0, 4)) + 2;
  // A day earlier, for zones ahead of UTC.
  const begin = addDays(first && first < today ? first : today, -1);
  return { from: `${(begin > firstOfAll ? begin : firstOfAll).slice(0, 4)}-01-01`, to: `${end}-12-31` };
}

/** The line that rises while it is open, in microseconds, as `OpenHours` describes it. */
function lineOf(expanded: Expanded | null) {
  if (!expanded) return { turns: [], openBefore: [], openAfter: [] };
  const { known, open } = expanded;
  const lengths = open.flatMap(([from, to]) => [0, to - from]);
  let total = 0;
  const openBefore = [0, ...lengths.map((length) => (total += length))].map(microseconds);
  return {
    turns: [known[0], ...open.flat(), known[1]].map(microseconds),
    openBefore,
    openAfter: openBefore.toReversed().map((before) => -before),
  };
}

const microseconds = (milliseconds: number) => milliseconds * 1000;
