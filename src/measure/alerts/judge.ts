import type { Course, CourseUnit } from './course.ts';
import { departures } from './departures.ts';
import { extremeDeviates, outliers } from './esd.ts';
import { median } from './math.ts';
import { daysBetween } from '../period.ts';

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
export const stretch = { DAY: 182, WEEK: 52, MONTH: 36 };
/** The test holds from so many on. */
const fewest = 15;
const mostOutliers = 10;

/** What was told before, and for how many days nothing more is told after it. */
export interface Told {
  /** The last day of what was told last; null before anything was. */
  on: string | null;
  /** Whether it was that the target is missed. */
  missed: boolean | null;
  quietDays: number;
}

/** Whether all of a share's interval lies on the wrong side of its target. */
const isSure = ({ moreIsBetter }: Course, { low, high, target }: CourseUnit) =>
  moreIsBetter ? Number(high) < Number(target) : Number(low) > Number(target);

const isQuiet = (on: string | null, { days }: CourseUnit, quietDays: number) =>
  on !== null && daysBetween(on, days.to) < quietDays;

/**
 * Where the units that end on `since` or later cross the target: it is missed and was said to be met, or the other way
 * round; before anything was said, as against the unit before. Missed is what lies beyond it with all of its interval;
 * being near it, or beyond it by chance, is neither.
 */
export function crossings(course: Course, since: string, { on, missed: said, quietDays }: Told): Crossing[] {
  const found: Crossing[] = [];
  let [told, last] = [said, on];
  for (const unit of course.units) {
    const missed = unit.status === 'MISSED' && isSure(course, unit);
    if (!unit.settled || (unit.status !== 'MET' && !missed)) continue;
    if (unit.days.to < since || told === null) {
      if (said === null) told = missed;
    } else if (missed !== told && !isQuiet(last, unit, quietDays)) {
      found.push({ kind: 'TARGET', unit, missed });
      [told, last] = [missed, unit.days.to];
    }
  }
  return found;
}

/**
 * Which units that end on `since` or later are unusual among those before them: by the generalised ESD test on how far each departs from
 * the middle of its weekday. Days on which it is closed, by the calendar or by habit, are left out on both sides.
 */
export function unusualUnits(
  course: Course,
  since: string,
  closed: ReadonlySet<string>,
  { on, quietDays }: Omit<Told, 'missed'>,
): Departure[] {
  const open = openUnits(course, closed);
  let last = on;
  return open.flatMap((unit, index): Departure[] => {
    if (unit.days.to < since || isQuiet(last, unit, quietDays)) return [];
    const window = open.slice(Math.max(0, index + 1 - stretch[course.grain]), index + 1);
    if (window.length < fewest) return [];
    const groups = window.map((each) => (course.grain === 'DAY' ? weekdayOf(each) : 0));
    const observed = window.map(({ value, total }, at) => ({ group: groups[at]!, value: value!, total }));
    const far = departures(observed);
    const most = Math.min(mostOutliers, Math.floor(window.length / 5));
    const own = window.length - 1;
    const step = outliers(extremeDeviates(far, most, falseAlarms)).find((each) => each.index === own);
    // Where shares hardly vary, a single failure stands out and is yet no more than chance.
    const distance = Math.abs(far[own]!);
    if (!step || distance <= step.critical) return [];
    last = unit.days.to;
    const alike = window.slice(0, own).filter((_, at) => groups[at] === groups[own]);
    const usual = median((alike.length > 0 ? alike : window).map(({ value }) => value!));
    const { critical } = step;
    return [{ kind: 'UNUSUAL', unit, more: far[own]! > 0, usual, distance, critical, compared: own }];
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
