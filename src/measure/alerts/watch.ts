import type { MeasureContext } from '../context.ts';
import { type Cpi, listCpis } from '../cpi/list.ts';
import { addDays, type Period } from '../period.ts';
import type { AlertGrain, Course } from './course.ts';
import { cpiCourse } from './cpi-course.ts';
import { median } from './math.ts';
import { metricCourse } from './metric-course.ts';
import type { Rule } from './rules.ts';

/** Something that a rule watches. */
export interface Watched {
  subject: 'CPI' | 'METRIC';
  key: string;
  read(grain: AlertGrain, period: Period): Promise<Course>;
}

/** What a rule watches; nothing where the CPI is gone. */
export async function watchedBy(context: MeasureContext, { cpi, metric }: Rule): Promise<Watched[]> {
  if (metric !== null)
    return [{ subject: 'METRIC', key: metric, read: (...asked) => metricCourse(context, metric, ...asked) }];
  const cpis = (await listCpis(context)).filter(({ definition }) => cpi === null || definition.key === cpi);
  return cpis.map((each: Cpi) => ({
    subject: 'CPI',
    key: each.definition.key,
    read: (...asked) => cpiCourse(context, each, ...asked),
  }));
}

/** Days before those that are judged that they are compared with: for half a year of open days, a year, three years. */
const reach = { DAY: 300, WEEK: 371, MONTH: 1127 };
/** So many subjects are needed for the share of a unit to tell something. */
const enough = 50;

/** How it went from long enough before `since`: by the rule's grain, or by the finest whose units hold enough. */
export async function courseOf(watched: Watched, grain: AlertGrain | null, { from, to }: Period): Promise<Course> {
  const read = (unit: AlertGrain) => watched.read(unit, { from: addDays(from, -reach[unit]), to });
  if (grain) return read(grain);
  for (const unit of ['DAY', 'WEEK'] as const) {
    const course = await read(unit);
    if (holdsEnough(course)) return course;
  }
  return read('MONTH');
}

function holdsEnough({ units }: Course): boolean {
  const told = units.filter(({ settled, value }) => settled && value !== null);
  const totals = told.flatMap(({ total }) => (total === null ? [] : [total]));
  return told.length > totals.length || (totals.length > 0 && median(totals) >= enough);
}
