import type { Chance } from './chance.ts';
import { choleskyOf, type Evaluate } from './minimise.ts';
import { logGamma } from './special.ts';

/** Where a density is highest, and how wide it is there; null where it is too flat to say. */
export interface Peak {
  point: readonly number[];
  covariance: readonly number[][] | null;
}

/** A point and the logarithm of how much it counts. */
export interface Weighed<Of> {
  at: Of;
  logWeight: number;
}

const freedom = 4;
/** How far around a flat peak is looked. */
const flat = 2;

/** Points of the normal distribution that a density resembles near its peak; the peak alone where that is not known. */
export function normalDraws({ point, covariance }: Peak, count: number, { normal }: Chance): number[][] {
  const factor = covariance && choleskyOf(covariance);
  return Array.from({ length: count }, () => moved(point, factor, factor ? point.map(normal) : []));
}

/**
 * Points around the peak of the density exp(−value), each with how much likelier it is than it was drawn: what is worked out
 * with these weights holds for the density itself, however far from normal it is. Importance sampling from Student's t; the
 * mean weight is the whole mass of the density.
 */
export function weighedDraws(
  evaluate: Evaluate,
  { point, covariance }: Peak,
  count: number,
  { normal, gamma }: Chance,
): Weighed<number[]>[] {
  const factor =
    (covariance && choleskyOf(covariance)) ?? point.map((_row, i) => point.map((_column, j) => (i === j ? flat : 0)));
  const size = point.length;
  const constant =
    logGamma((freedom + size) / 2) -
    logGamma(freedom / 2) -
    (size / 2) * Math.log(freedom * Math.PI) -
    factor.reduce((sum, row, i) => sum + Math.log(row[i]!), 0);
  return Array.from({ length: count }, () => {
    const stretch = Math.sqrt(freedom / (2 * gamma(freedom / 2)));
    const steps = point.map(() => normal() * stretch);
    const at = moved(point, factor, steps);
    const distance = steps.reduce((sum, step) => sum + step * step, 0);
    const drawn = constant - ((freedom + size) / 2) * Math.log1p(distance / freedom);
    const { value } = evaluate(at);
    return { at, logWeight: Number.isFinite(value) ? -value - drawn : -Infinity };
  });
}

/** So many of them, each as often as its weight has it (Rubin 1988). */
export function resampled<Of>(pool: readonly Weighed<Of>[], count: number): Of[] {
  const highest = pool.reduce((most, { logWeight }) => Math.max(most, logWeight), -Infinity);
  const weights = pool.map(({ logWeight }) => Math.exp(logWeight - highest));
  const step = weights.reduce((sum, weight) => sum + weight, 0) / count;
  const chosen: Of[] = [];
  let passed = 0;
  for (const [i, { at }] of pool.entries()) {
    passed += weights[i]!;
    while (chosen.length < count && (chosen.length + 0.5) * step < passed) chosen.push(at);
  }
  return chosen;
}

const moved = (point: readonly number[], factor: readonly number[][] | null, steps: readonly number[]): number[] =>
  point.map((coordinate, i) => coordinate + (factor?.[i]!.reduce((sum, f, j) => sum + f * steps[j]!, 0) ?? 0));
