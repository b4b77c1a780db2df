import { DateTime, Duration } from 'luxon';
import { fail } from '../errors.ts';

/** Days of the workspace's zone, "YYYY-MM-DD", both included. */
export interface Period {
  from: string;
  to: string;
}

/** Both ends, or an ISO 8601 duration of whole days, weeks, months or years that ends on the as-of day. */
export type PeriodInput = { between: Period; last?: never } | { last: string; between?: never };

export const grains = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'] as const;
export type Grain = (typeof grains)[number];

/** One calendar unit of a period. */
export interface Bucket {
  /** The unit's first day, which may lie before the period's. */
  start: string;
  /** The days of the unit that lie in the period. */
  days: Period;
  /** Whether all days of the unit are in the period and in the data. */
  complete: boolean;
}

const units = { DAY: 'day', WEEK: 'week', MONTH: 'month', QUARTER: 'quarter', YEAR: 'year' } as const;
const mostBuckets = 1500;
const milliseconds = 86_400_000;
const [earliest, latest] = [Date.UTC(1900, 0, 1), Date.UTC(2199, 11, 31)];

/** The period meant. Fails with BAD_INPUT naming `field` where a day or the duration is none, or the ends are reversed. */
export function resolvePeriod(input: PeriodInput, asOf: string, field = 'period'): Period {
  if (input.last !== undefined) return { from: backFrom(asOf, input.last, `${field}.last`), to: asOf };
  const { from, to } = input.between;
  parseDay(from, `${field}.between.from`);
  parseDay(to, `${field}.between.to`);
  if (from > to) fail('BAD_INPUT', { field: `${field}.between`, reason: `ends (${to}) before it starts (${from})` });
  return { from, to };
}

/**
 * The period before, of the same elapsed length: whole months go back by as many months, anything else by as many days;
 * of a period that is still running, only the part that has passed is compared.
 */
export function previousPeriod(period: Period, asOf: string): Period {
  const [from, to] = [parseDay(period.from), parseDay(period.to)];
  const after = to.plus({ days: 1 });
  const wholeMonths = from.day === 1 && after.day === 1;
  const length = wholeMonths ? { months: after.diff(from, 'months').months } : { days: after.diff(from, 'days').days };
  const start = isoDay(from.minus(length));
  const last = addDays(period.from, -1);
  if (asOf >= period.to || asOf < period.from) return { from: start, to: last };
  const elapsed = addDays(start, daysBetween(period.from, asOf));
  return { from: start, to: elapsed < last ? elapsed : last };
}

/** The calendar units of a period, oldest first; weeks are ISO weeks. `completeThrough` is the last day that is over. */
export function buckets(period: Period, grain: Grain, completeThrough: string): Bucket[] {
  const unit = units[grain];
  const found: Bucket[] = [];
  for (let at = parseDay(period.from).startOf(unit); isoDay(at) <= period.to; at = at.plus({ [unit]: 1 })) {
    const start = isoDay(at);
    const end = isoDay(at.endOf(unit));
    const days = { from: start < period.from ? period.from : start, to: end > period.to ? period.to : end };
    const whole = days.from === start && days.to === end;
    found.push({ start, days, complete: whole && end <= completeThrough });
    if (found.length > mostBuckets) {
      fail('BAD_INPUT', { field: 'grain', reason: `${grain} cuts the period into more than ${mostBuckets} points` });
    }
  }
  return found;
}

export function addDays(day: string, days: number): string {
  return new Date(instantOf(day) + days * milliseconds).toISOString().slice(0, 10);
}

/** Days from one day to a later one; negative where it is earlier. */
export function daysBetween(from: string, to: string): number {
  return (instantOf(to) - instantOf(from)) / milliseconds;
}

/** Without a calendar, for pages of customers count thousands of days. What is no day fails as everywhere. */
function instantOf(day: string): number {
  const at = Date.parse(`${day}T00:00:00Z`);
  return at >= earliest && at <= latest ? at : parseDay(day).toMillis();
}

/** The days in an ISO 8601 duration such as P365D or P12M, counted back from a day. Fails with BAD_INPUT. */
export function durationDays(duration: string, asOf: string, field: string): number {
  return daysBetween(isoDay(parseDay(asOf).minus(wholeDays(duration, field))), asOf);
}

function backFrom(asOf: string, duration: string, field: string): string {
  const first = isoDay(parseDay(asOf).plus({ days: 1 }).minus(wholeDays(duration, field)));
  if (first > asOf) fail('BAD_INPUT', { field, reason: `is "${duration}"; it must be at least one day, such as P30D` });
  return first;
}

function wholeDays(text: string, field: string): Duration {
  const duration = Duration.fromISO(text);
  const { hours, minutes, seconds } = duration;
  if (!duration.isValid || hours || minutes || seconds || text.includes('-')) {
    fail('BAD_INPUT', { field, reason: `is "${text}"; give whole days, weeks, months or years, such as P30D or P12M` });
  }
  return duration;
}

function parseDay(day: string, field = 'day'): DateTime {
  const at = DateTime.fromFormat(day, 'yyyy-MM-dd', { zone: 'utc' });
  if (!at.isValid || at.year < 1900 || at.year > 2199) {
    fail('BAD_INPUT', { field, reason: `is "${day}"; give a day as YYYY-MM-DD, from 1900 to 2199` });
  }
  return at;
}

function isoDay(at: DateTime): string {
  return at.toFormat('yyyy-MM-dd');
}
