import { dayLength, dayNumber, fromLocal, hour, isoWeekday, type Span, wholeSeconds } from './clock.ts';
import { hourPattern, weekdayPattern } from './plan.ts';

/** Share of the week's orders placed before each hour of the week, Monday 0:00 first, ending with 1. */
const before = cumulate(weekdayPattern.flatMap((weekday) => hourPattern.map((hourly) => weekday * hourly)));

function cumulate(weights: number[]): number[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  return [0, ...weights.map((weight) => (sum += weight) / whole)];
}

/**
 * Bends even time into the weekly pattern: `days` is time since the span's start in which nothing depends on the hour;
 * the result is the instant by which the same share of that week's orders is placed. It keeps the order of events and
 * moves none out of its week, so counts and rates over longer times stay what they were drawn to be.
 */
export function instantAt(span: Span, days: number): number {
  const firstDay = dayNumber(span.startsOn);
  const sinceMonday = days + isoWeekday(firstDay) - 1;
  const week = Math.floor(sinceMonday / 7);
  const share = sinceMonday / 7 - week;
  let at = Math.floor(share * 168);
  while (before[at + 1]! <= share) at++;
  while (before[at]! > share) at--;
  const hours = at + (share - before[at]!) / (before[at + 1]! - before[at]!);
  const monday = (firstDay - isoWeekday(firstDay) + 1 + week * 7) * dayLength;
  return wholeSeconds(fromLocal(monday + hours * hour));
}
