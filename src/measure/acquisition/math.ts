/** What customers have brought on average by an age: cumulative, so many months after the first purchase. */
export interface AgeValue {
  months: number;
  value: number;
}

export interface Payback {
  /** Months until the customers have paid for themselves for good; null where they have not yet. */
  months: number | null;
  /** What they have brought by the last age seen / what they cost; null where they cost nothing. */
  recovered: number | null;
}

/**
 * When customers have earned back what they cost: at the last time that the curve comes up to it, for a refund may take it
 * below again. Between two ages it is taken to rise in a straight line. `curve` is in the order of age and starts at 0;
 * without a point there is no answer.
 */
export function paybackOf(curve: readonly AgeValue[], cost: number): Payback | null {
  const last = curve.at(-1);
  if (!last) return null;
  const recovered = cost > 0 ? last.value / cost : null;
  if (last.value < cost) return { months: null, recovered };
  const below = curve.findLastIndex(({ value }) => value < cost);
  if (below === -1) return { months: curve[0]!.months, recovered };
  const [before, after] = [curve[below]!, curve[below + 1]!];
  const part = (cost - before.value) / (after.value - before.value);
  return { months: before.months + part * (after.months - before.months), recovered };
}

export const bounds = ['LTV_RATIO', 'PAYBACK', 'CASH_CAP'] as const;
export type Bound = (typeof bounds)[number];

export interface CostLimits {
  /** Lifetime value of a customer / the ratio that it must keep to the cost. */
  LTV_RATIO: number;
  /** What a customer brings within the months allowed. */
  PAYBACK: number;
  /** What can be paid at most, whatever comes of it; null where nothing is said. */
  CASH_CAP: number | null;
}

/** The most that a customer may cost: the least of the limits, and which one it is. Of equal ones the first. */
export function maximumCost(limits: CostLimits): { value: number; binding: Bound } {
  const known = bounds.flatMap((binding) => {
    const value = limits[binding];
    return value === null ? [] : [{ value, binding }];
  });
  return known.reduce((least, limit) => (limit.value < least.value ? limit : least));
}

/** Quantiles of the normal distribution: of an interval that 95 % lie in, and of the lowest tenth. */
const [middle95, lowestTenth] = [1.959963984540054, 1.2815515655446004];

/** An estimate with its standard error: the interval that holds the truth in 95 of 100 cases, and the tenth percentile. */
export function estimateOf(expected: number, error: number): { low: number; high: number; p10: number } {
  return {
    low: expected - middle95 * error,
    high: expected + middle95 * error,
    p10: expected - lowestTenth * error,
  };
}
