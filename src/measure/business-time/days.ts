import type { Schedule } from '../../model/calendar.ts';
import { fail } from '../../errors.ts';
import { addDays } from '../period.ts';
import { expandHours, scheduleOn } from './expand.ts';

/** When a calendar is open on one day. */
export interface BusinessDay {
  day: string;
  /** Closed all day. */
  holiday: boolean;
  /** Null where no schedule holds. */
  timeZone: string | null;
  /** In order; hours past midnight belong to two days. */
  openings: { opensAt: Date; closesAt: Date }[];
  openSeconds: number;
}

const mostDays = 100;

/** The hours of so many days from one on. Fails with BAD_INPUT for a count out of range. */
export function businessDays(schedules: readonly Schedule[], from: string, count: number): BusinessDay[] {
  if (count < 1 || count > mostDays)
    fail('BAD_INPUT', { field: 'count', reason: `is ${count}; ask for 1 to ${mostDays} days` });
  return Array.from({ length: count }, (_, index) => {
    const day = addDays(from, index);
    const schedule = scheduleOn(schedules, day);
    const open = schedule ? expandHours(schedules, { from: day, to: day })!.open : [];
    return {
      day,
      holiday: schedule?.holidays.includes(day) ?? false,
      timeZone: schedule?.timeZone ?? null,
      openings: open.map(([opens, closes]) => ({ opensAt: new Date(opens), closesAt: new Date(closes) })),
      openSeconds: open.reduce((sum, [opens, closes]) => sum + (closes - opens) / 1000, 0),
    };
  });
}
