import { IANAZone } from 'luxon';
import type { Opening, Schedule } from '../../model/calendar.ts';
import { addDays, daysBetween, type Period } from '../period.ts';

/** From one instant to another, in milliseconds since 1970. */
type Stretch = readonly [from: number, to: number];

/** When a calendar is open in the days that it tells of. */
export interface Expanded {
  /** All that is known lies from one to the other. */
  known: Stretch;
  /** In order, apart from each other. */
  open: Stretch[];
}

const dayLength = 86_400_000;

/**
 * When a calendar is open in a stretch of days: whenever the clock on the wall in its zone shows a time within its hours.
 * What the clock skips in spring is no time, what it shows twice in autumn counts twice. Hours past midnight belong to the
 * day on which they begin, but a closed day is closed from midnight to midnight. On each day the schedule holds that began
 * last; between two schedules it is closed; before the first and after the last nothing is known. Null where no day is.
 */
export function expandHours(schedules: readonly Schedule[], days: Period): Expanded | null {
  // The hours of the day before may run into the first one.
  const held = Array.from({ length: daysBetween(days.from, days.to) + 2 }, (_, index) => {
    const day = addDays(days.from, index - 1);
    return { day, schedule: scheduleOn(schedules, day) };
  });
  const told = held.flatMap(({ day, schedule }, index) => (schedule && index > 0 ? [{ day, schedule }] : []));
  const [first, last] = [told[0], told.at(-1)];
  if (!first || !last) return null;
  const clocks = new Map<string, Clock>();
  const clockOf = ({ timeZone }: Schedule) => {
    const clock = clocks.get(timeZone) ?? new Clock(timeZone, days);
    clocks.set(timeZone, clock);
    return clock;
  };
  const open = held.flatMap(({ day, schedule }) =>
    schedule ? openingsOn(day, schedule).flatMap((wall) => clockOf(schedule).instants(wall)) : [],
  );
  const known: Stretch = [
    clockOf(first.schedule).midnight(first.day),
    clockOf(last.schedule).midnight(addDays(last.day, 1)),
  ];
  return { known, open: joined(open, known) };
}

/** The schedule that holds on a day: of several the one that began last. */
export function scheduleOn(schedules: readonly Schedule[], day: string): Schedule | null {
  const begun = (schedule: Schedule) => schedule.validFrom ?? '';
  return schedules
    .filter(({ validFrom, validTo }) => (validFrom ?? day) <= day && day <= (validTo ?? day))
    .reduce<Schedule | null>((held, each) => (held && begun(held) >= begun(each) ? held : each), null);
}

/** The times on the wall at which it is open, of the hours that begin on a day; as if they were UTC. */
function openingsOn(day: string, { hours, holidays }: Schedule): Stretch[] {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const weekday = new Date(midnight).getUTCDay() || 7;
  if (holidays.includes(day)) return [];
  const closes = holidays.includes(addDays(day, 1)) ? midnight + dayLength : Infinity;
  return (hours[weekday] ?? []).map(([from, to]: Opening) => {
    const end = midnight + timeOf(to) + (to <= from ? dayLength : 0);
    return [midnight + timeOf(from), Math.min(end, closes)];
  });
}

const timeOf = (time: string) => (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * 60_000;

/** What the clocks of a zone show in a stretch of days. */
class Clock {
  /** Where the clocks differ from UTC by the same. */
  private readonly steady: { stretch: Stretch; offset: number }[] = [];

  constructor(timeZone: string, { from, to }: Period) {
    const zone = IANAZone.create(timeZone);
    const offset = (at: number) => zone.offset(at) * 60_000;
    // Clocks differ from UTC by less than a day.
    const end = Date.parse(`${addDays(to, 4)}T00:00:00Z`);
    let begin = Date.parse(`${addDays(from, -3)}T00:00:00Z`);
    for (let at = begin; at < end; at += dayLength) {
      const next = at + dayLength;
      if (offset(at) === offset(next) && next < end) continue;
      const changed = offset(at) === offset(next) ? next : turnBetween(at, next, offset);
      this.steady.push({ stretch: [begin, changed], offset: offset(at) });
      begin = changed;
    }
  }

  /** When the clocks show times from one to another. */
  instants([from, to]: Stretch): Stretch[] {
    return this.steady.flatMap(({ stretch: [begin, end], offset }): Stretch[] => {
      const [opens, closes] = [Math.max(begin, from - offset), Math.min(end, to - offset)];
      return opens < closes ? [[opens, closes]] : [];
    });
  }

  /** When a day begins. */
  midnight(day: string): number {
    const wall = Date.parse(`${day}T00:00:00Z`);
    return this.instants([wall, wall + dayLength])[0]![0];
  }
}

/** The minute at which the clocks are changed. */
function turnBetween(before: number, after: number, offset: (at: number) => number): number {
  let [low, high] = [before, after];
  while (high - low > 60_000) {
    const middle = low + Math.floor((high - low) / 120_000) * 60_000;
    if (offset(middle) === offset(before)) low = middle;
    else high = middle;
  }
  return high;
}

/** In order, cut to what is known, what touches or overlaps joined. */
function joined(stretches: readonly Stretch[], [first, last]: Stretch): Stretch[] {
  const found: [number, number][] = [];
  for (const [from, to] of stretches.toSorted((one, other) => one[0] - other[0])) {
    const [opens, closes] = [Math.max(from, first), Math.min(to, last)];
    const before = found.at(-1);
    if (before && opens <= before[1]) before[1] = Math.max(before[1], closes);
    else if (opens < closes) found.push([opens, closes]);
  }
  return found;
}
