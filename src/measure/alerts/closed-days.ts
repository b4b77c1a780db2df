import type { MeasureContext } from '../context.ts';
import { listCalendars } from '../business-time/calendars.ts';
import { scheduleOn } from '../business-time/expand.ts';
import { addDays, type Period } from '../period.ts';

/** The days that every calendar that tells of them calls a holiday. */
export async function closedDays(
  { em, workspace }: MeasureContext,
  { from, to }: Period,
): Promise<ReadonlySet<string>> {
  const calendars = await listCalendars(em, workspace.id);
  const closed = new Set<string>();
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const holding = calendars.flatMap(({ schedules }) => scheduleOn(schedules, day) ?? []);
    if (holding.length > 0 && holding.every(({ holidays }) => holidays.includes(day))) closed.add(day);
  }
  return closed;
}
