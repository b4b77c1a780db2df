import type { Course, CourseUnit } from './course.ts';
import { departures } from './departures.ts';
import { extremeDeviates, outliers } from './esd.ts';
import { median } from './math.ts';

/** That it crossed its target. */
export interface Crossing {
  kind: 'TARGET';
  unit: CourseUnit;
  /** Whether it is below its target now; else it is met again. */
  missed: boolean;
}

/** That it left its usual range. */
export interface Departure {
  kind: 'UNUSUAL';
  unit: CourseUnit;
  more: boolean;
  /** The middle of the units that it is compared with. */
  usual: number;
  /** How many usual distances it is off, and what chance alone does not exceed. */
  distance: number;
  critical: number;
  /** How many units it was compared with. */
  compared: number;
}

/** The chance of finding something unusual in a stretch of units where nothing is. */
export const falseAlarms = 0.05;
/** How many units a stretch has at most: half a year, a year, three years. */
const stretch = { DAY: 182, WEEK: 52, MONTH: 36 };
/** The test holds from so many on. */
const fewest = 15;
const mostOutliers = 10;

/** Where the units from `since` on crossed the target, told by what was said last: whether it was missed. */
export function crossings({ units }: Course, since: string, wasMissed: boolean | null): Crossing[] {
  const found: Crossing[] = [];
  let missed = wasMissed;
  for (const unit of units) {
    if (!unit.settled || unit.status === null || unit.status === 'NEAR') continue;
    const now = unit.status === 'MISSED';
    if (unit.days.from >= since && missed !== null && now !== missed) found.push({ kind: 'TARGET', unit, missed: now });
    if (unit.days.from >= since || wasMissed === null) missed = now;
  }
  return found;
}

/**
 * Which units from `since` on are unusual among those before them: by the generalised ESD test on how far each departs from
 * the middle of its weekday. Days on which it is closed, by the calendar or by habit, are left out on both sides.
 */
export function unusualUnits(course: Course, since: string, closed: ReadonlySet<string>): Departure[] {
  const open = openUnits(course, closed);
  return open.flatMap((unit, index): Departure[] => {
    if (unit.days.from < since) return [];
    const window = open.slice(Math.max(0, index + 1 - stretch[course.grain]), index + 1);
    if (window.length < fewest) return [];
    const groups = window.map((each) => (course.grain === 'DAY' ? weekdayOf(each) : 0));
    const observed = window.map(({ value, total }, at) => ({ group: groups[at]!, value: value!, total }));
    const far = departures(observed);
    const most = Math.min(mostOutliers, Math.floor(window.length / 5));
    const last = window.length - 1;
    const step = outliers(extremeDeviates(far, most, falseAlarms)).find((each) => each.index === last);
    if (!step) return [];
    const alike = window.slice(0, last).filter((_, at) => groups[at] === groups[last]);
    const usual = median((alike.length > 0 ? alike : window).map(({ value }) => value!));
    const { distance, critical } = step;
    return [{ kind: 'UNUSUAL', unit, more: far[last]! > 0, usual, distance, critical, compared: last }];
  });
}

/** Settled units with a value; of days, those on which it is not closed. */
function openUnits({ grain, units }: Course, closed: ReadonlySet<string>): CourseUnit[] {
  const told = units.filter(({ settled, value }) => settled && value !== null);
  if (grain !== 'DAY') return told;
  const idle = new Set(
    [...Map.groupBy(told, weekdayOf)].flatMap(([weekday, days]) =>
      days.filter(({ value }) => value === 0).length > days.length / 2 && days[0]!.total === null ? [weekday] : [],
    ),
  );
  return told.filter((unit) => !closed.has(unit.days.from) && !idle.has(weekdayOf(unit)));
}

const weekdayOf = ({ days }: CourseUnit) => new Date(`${days.from}T00:00:00Z`).getUTCDay();
