import { Decimal } from 'decimal.js';
import type { MeasureContext } from './context.ts';
import type { Figure, Reading } from './figure.ts';
import { meanInterval, wilson } from './math.ts';
import type { Change, MetricPoint, NullReason } from './metric.ts';
import { addDays, type Period } from './period.ts';

/** The days of a point; `start` names its calendar unit, null for a total. */
export interface Place {
  start: string | null;
  days: Period;
  complete: boolean;
}

/** The point of a reading, or of none; `since` is the first day of the figure's data. */
export function pointOf(
  { asOf }: MeasureContext,
  figure: Figure,
  since: string | null,
  { start, days, complete }: Place,
  reading: Reading | undefined,
): MetricPoint {
  const point = {
    period: start,
    numerator: reading?.numerator ?? null,
    denominator: reading?.denominator ?? null,
    count: reading?.count ?? 0,
    complete: complete && addDays(days.to, figure.matureAfterDays) <= asOf,
    low: null,
    high: null,
    standardError: null,
  };
  const absent = whyAbsent();
  if (absent) return { ...point, value: null, reason: absent };
  const value = reading ? reading.value : '0';
  if (!reading) return { ...point, value, reason: null };
  const [sum, facts] = [Number(reading.numerator), Number(reading.denominator)];
  if (figure.share) return { ...point, value, reason: null, ...inDecimals(wilson(sum, facts)) };
  if (reading.squares == null) return { ...point, value, reason: null };
  return {
    ...point,
    value,
    reason: null,
    ...inDecimals(meanInterval(sum, Number(reading.squares), facts, figure.bounds)),
  };

  function whyAbsent(): NullReason | null {
    if (addDays(days.from, figure.matureAfterDays) > asOf) return 'NOT_YET';
    if (since === null || days.to < since) return 'NO_DATA';
    if (!reading) return figure.zero ? null : 'NO_DENOMINATOR';
    if (reading.unknown > 0) return figure.whenUnknown;
    if (reading.value !== null) return null;
    return Number(reading.numerator) > 0 ? (figure.whenUndivided ?? 'NO_DENOMINATOR') : 'NO_DENOMINATOR';
  }
}

const inDecimals = <Name extends string>(numbers: Record<Name, number>): Record<Name, string> =>
  Object.fromEntries(Object.entries<number>(numbers).map(([name, value]) => [name, value.toFixed(6)])) as Record<
    Name,
    string
  >;

/** The relative change; there is none from zero or below, nor from days that lie partly before the data. */
export function changeOf(now: MetricPoint, before: MetricPoint): Change {
  if (now.value === null) return { value: null, reason: now.reason };
  if (before.value === null) return { value: null, reason: before.reason };
  if (!before.complete) return { value: null, reason: 'NO_DATA' };
  const base = new Decimal(before.value);
  if (base.lessThanOrEqualTo(0)) return { value: null, reason: 'BASE_NOT_POSITIVE' };
  return { value: new Decimal(now.value).minus(base).dividedBy(base).toDecimalPlaces(6).toFixed(), reason: null };
}

/** How much more one is than another, null where either is unknown. */
export function differenceOf(one: MetricPoint, other: MetricPoint): Change {
  if (one.value === null || other.value === null) return { value: null, reason: one.reason ?? other.reason };
  return { value: new Decimal(one.value).minus(other.value).toFixed(), reason: null };
}

/** Larger values first, unknown ones last. */
export function byValue(one: MetricPoint, other: MetricPoint): number {
  if (one.value === null || other.value === null) return Number(one.value === null) - Number(other.value === null);
  return new Decimal(other.value).comparedTo(new Decimal(one.value));
}
