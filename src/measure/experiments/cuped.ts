import { twoSided } from '../student.ts';
import type { Moments } from './welch.ts';

/** An arm's outcomes with what the same units did before, and how the two go together. */
export interface HistoricMoments extends Moments {
  before: { mean: number; variance: number };
  covariance: number;
}

/** What history explains of the outcome. */
export interface History {
  /** Correlation of the outcome with what was before, within the arms. */
  correlation: number;
  /** Share of the difference's variance that it takes away: about the square of the correlation. */
  varianceReduction: number;
  treated: Moments;
  control: Moments;
}

/** Above this the correlation may be chance, and the adjustment would add noise. */
const mostChance = 0.01;

/**
 * The arms as they would be with the same history (CUPED, Deng et al. 2013): the outcome less what the past foretells of it.
 * Null where the past does not help.
 */
export function adjustedForHistory(treated: HistoricMoments, control: HistoricMoments): History | null {
  const pooled = (of: (arm: HistoricMoments) => number) =>
    ((treated.n - 1) * of(treated) + (control.n - 1) * of(control)) / (treated.n + control.n - 2);
  const past = pooled(({ before }) => before.variance);
  const outcome = pooled(({ variance }) => variance);
  if (!(past > 0) || !(outcome > 0)) return null;
  const slope = pooled(({ covariance }) => covariance) / past;
  const correlation = (slope * Math.sqrt(past)) / Math.sqrt(outcome);
  const freedom = treated.n + control.n - 3;
  const t = correlation * Math.sqrt(freedom / Math.max(1 - correlation ** 2, Number.EPSILON));
  if (freedom < 1 || twoSided(t, freedom) > mostChance) return null;
  const mean = (treated.n * treated.before.mean + control.n * control.before.mean) / (treated.n + control.n);
  const adjusted = (arm: HistoricMoments): Moments => ({
    n: arm.n,
    mean: arm.mean - slope * (arm.before.mean - mean),
    variance: Math.max(0, arm.variance - 2 * slope * arm.covariance + slope ** 2 * arm.before.variance),
  });
  const arms = { treated: adjusted(treated), control: adjusted(control) };
  const spread = ({ treated: one, control: other }: typeof arms) => one.variance / one.n + other.variance / other.n;
  const varianceReduction = 1 - spread(arms) / spread({ treated, control });
  return varianceReduction > 0 ? { correlation, varianceReduction, ...arms } : null;
}
