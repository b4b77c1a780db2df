import { addDays, durationDays, type Period, type PeriodInput, resolvePeriod } from './period.ts';

/** A stretch of days, or all days longer ago than a duration: `before: P90D` is what `last: P90D` leaves out. */
export type When = (PeriodInput & { before?: never }) | { before: string; between?: never; last?: never };

const firstOfAll = '1900-01-01';

/** The days meant, none after the as-of day. Fails with BAD_INPUT naming `field` where they are none. */
export function resolveWhen(input: When, asOf: string, field: string): Period {
  if (input.before === undefined) {
    const { from, to } = resolvePeriod(input, asOf, field);
    return { from, to: to < asOf ? to : asOf };
  }
  return { from: firstOfAll, to: addDays(asOf, -durationDays(input.before, asOf, `${field}.before`)) };
}
