import type { Schedule } from '../../../src/model/calendar.ts';
import { scheduleOn } from '../../../src/measure/business-time/expand.ts';

/** The zones whose clocks the tests look at: east and west, with and without summer time, one changed at midnight. */
export const zones = ['Europe/Rome', 'America/New_York', 'Asia/Kathmandu', 'Africa/Cairo', 'UTC'];

const formats = new Map<string, Intl.DateTimeFormat>();
function wallClock(zone: string, at: number): { day: string; time: string } {
  const options = { timeZone: zone, dateStyle: 'short', timeStyle: 'short' } as const;
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('sv-SE', options);
  formats.set(zone, format);
  const [day, time] = format.format(at).split(' ') as [string, string];
  return { day, time };
}

/** Whether it is open at an instant, looked up on the clock on the wall: slow, and with no arithmetic in common with ours. */
export function isOpenAt(schedules: readonly Schedule[], at: number): boolean {
  return schedules.some((schedule) => {
    const { day, time } = wallClock(schedule.timeZone, at);
    if (schedule.holidays.includes(day)) return false;
    const yesterday = new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
    return (
      spansOf(schedule, day).some(([from, to]) => time >= from && (to <= from || time < to)) ||
      spansOf(schedule, yesterday).some(([from, to]) => to <= from && time < to)
    );
  });

  function spansOf(schedule: Schedule, day: string) {
    if (scheduleOn(schedules, day) !== schedule || schedule.holidays.includes(day)) return [];
    return schedule.hours[new Date(`${day}T00:00:00Z`).getUTCDay() || 7] ?? [];
  }
}

/** Open minutes between two instants on whole minutes, counted one by one. */
export function countMinutes(schedules: readonly Schedule[], from: number, to: number): number {
  let minutes = 0;
  for (let at = from; at < to; at += 60_000) if (isOpenAt(schedules, at)) minutes++;
  return minutes;
}
