import { Decimal } from 'decimal.js';
import type { MeasureContext } from '../context.ts';
import { wilson } from '../math.ts';
import type { NullReason } from '../metric.ts';
import type { Period } from '../period.ts';
import type { CpiDefinition } from './definition.ts';
import { type CpiStatus, statusOf, usuallyNear } from './math.ts';
import type { Tally } from './tally.ts';

/** What is behind a CPI in a stretch of days; shares are exact decimal text. */
export interface CpiReading {
  days: Period;
  /** First day of the calendar unit; null for a whole period. */
  start: string | null;
  /** False while the days are running. */
  complete: boolean;
  met: number;
  breached: number;
  pending: number;
  excluded: { reason: string; count: number }[];
  /** What is shown, kept or broken promises, and all that are decided. */
  numerator: number;
  denominator: number;
  value: string | null;
  reason: NullReason | null;
  /** 95 % Wilson interval. */
  low: string | null;
  high: string | null;
  target: string | null;
  /** Null without a target. */
  status: CpiStatus | 'NO_DATA' | null;
}

/** Days that are read. */
export interface Place {
  start: string | null;
  days: Period;
  complete: boolean;
}

/** What a CPI says of the days; `absent` is why it can say nothing at all, `segment` whose target holds. */
export function readingOf(
  { asOf }: MeasureContext,
  definition: CpiDefinition,
  { days, start, complete }: Place,
  tallies: readonly Tally[],
  { absent = null, segment = null }: { absent?: NullReason | null; segment?: string | null } = {},
): CpiReading {
  const count = (state: Tally['state']) =>
    tallies.filter((each) => each.state === state).reduce((sum, each) => sum + each.count, 0);
  const excluded = tallies
    .filter(({ state }) => state === 'EXCLUDED')
    .map((each) => ({ reason: each.reason!, count: each.count }))
    .toSorted((one, other) => other.count - one.count || (one.reason < other.reason ? -1 : 1));
  const [met, breached, pending] = [count('MET'), count('BREACHED'), count('PENDING')];
  const denominator = met + breached;
  const numerator = definition.shows === 'KEPT' ? met : breached;
  const counts = { days, start, complete, met, breached, pending, excluded, numerator, denominator };
  const target = targetOn(definition, days.to, segment);
  const reason = absent ?? (denominator > 0 ? null : days.from > asOf || pending > 0 ? 'NOT_YET' : 'NO_DENOMINATOR');
  if (reason) {
    const status = target === null ? null : 'NO_DATA';
    return { ...counts, value: null, reason, low: null, high: null, target, status };
  }
  const value = numerator / denominator;
  const { low, high } = wilson(numerator, denominator);
  return {
    ...counts,
    value: new Decimal(numerator).dividedBy(denominator).toDecimalPlaces(12).toFixed(),
    reason: null,
    low: low.toFixed(6),
    high: high.toFixed(6),
    target,
    status: target === null ? null : judge(definition, value, denominator, Number(target)),
  };
}

function judge(definition: CpiDefinition, value: number, decided: number, target: number): CpiStatus {
  const { target: { near } = {}, shows, minimumSample: minimum } = definition;
  return statusOf(
    { value, decided },
    { target, near: near === undefined ? usuallyNear : Number(near), moreIsBetter: shows === 'KEPT', minimum },
  );
}

/** The target that holds on a day: a segment's own, else the last one set by then. */
export function targetOn({ target }: CpiDefinition, day: string, segment: string | null = null): string | null {
  if (!target) return null;
  const own = target.segments?.find((each) => each.segment === segment);
  return own?.share ?? target.since?.findLast((each) => each.day <= day)?.share ?? target.share;
}
