import type { Chance } from './chance.ts';
import { normalDraws, resampled, weighedDraws } from './draws.ts';
import { curvatureAt, type Evaluate, inverseOf, minimise } from './minimise.ts';
import { digamma, logGamma } from './special.ts';

/**
 * What customers spend a purchase: around a mean of their own with a shape p, and the means differ over customers (Fader
 * and Hardie 2013, "The Gamma-Gamma Model of Monetary Value"). Above 1 only has q a mean; the search keeps to that.
 */
export interface SpendParameters {
  p: number;
  q: number;
  v: number;
}

/** Repeat purchases and their mean value, both above zero, those that are alike as one row. */
export interface Spends {
  purchases: Int32Array;
  means: Float64Array;
  weights: Float64Array;
}

export interface SpendModel {
  parameters: SpendParameters;
  errors: SpendParameters | null;
  logLikelihood: number;
  converged: boolean;
  customers: number;
}

/** Weak prior beliefs about ln p, ln (q − 1) and ln v in the mean spend; they matter for small shops alone. */
const beliefs = [
  { mean: 0.5, deviation: 2 },
  { mean: 1, deviation: 1 },
  { mean: 0.5, deviation: 2 },
] as const;

export function fitSpend(spends: Spends, options: { prior: boolean }): SpendModel {
  const customers = spends.weights.reduce((sum, weight) => sum + weight, 0);
  const { scaled, unit } = inMeanSpend(spends);
  const evaluate = likelihoodOf(scaled, options.prior);
  const found = minimise(evaluate, [1, 1, 1]);
  const [p, q, v] = parametersAt(found.point);
  const covariance = inverseOf(curvatureAt(evaluate, found.point));
  const error = (index: number) => Math.sqrt(covariance![index]![index]!);
  return {
    parameters: { p, q, v: v * unit },
    errors: covariance && { p: p * error(0), q: (q - 1) * error(1), v: v * unit * error(2) },
    logLikelihood: -likelihoodOf(scaled, false)(found.point).value - customers * Math.log(unit),
    converged: found.converged,
    customers,
  };
}

/**
 * Other parameters that the spends allow as well, as often as they are likely. `few`: whatever the likelihood is like; else by
 * the normal distribution around the fitted ones.
 */
export function drawSpend(
  { parameters: { p, q, v } }: SpendModel,
  spends: Spends,
  { count, few }: { count: number; few: boolean },
  chance: Chance,
): SpendParameters[] {
  const { scaled, unit } = inMeanSpend(spends);
  const evaluate = likelihoodOf(scaled, true);
  const point = [Math.log(p), Math.log(q - 1), Math.log(v / unit)];
  const peak = { point, covariance: inverseOf(curvatureAt(evaluate, point)) };
  const points = few
    ? resampled(weighedDraws(evaluate, peak, 50 * count, chance), count)
    : normalDraws(peak, count, chance);
  return points.map((at) => {
    const [drawnP, drawnQ, drawnV] = parametersAt(at);
    return { p: drawnP, q: drawnQ, v: drawnV * unit };
  });
}

function inMeanSpend(spends: Spends): { scaled: Spends; unit: number } {
  const customers = spends.weights.reduce((sum, weight) => sum + weight, 0);
  const unit = spends.means.reduce((sum, mean, row) => sum + mean * spends.weights[row]!, 0) / customers;
  return { scaled: { ...spends, means: spends.means.map((mean) => mean / unit) }, unit };
}

/** What a purchase of the customer is expected to bring; without repeat purchases the mean of all customers. */
export function expectedSpend({ p, q, v }: SpendParameters, purchases: number, mean: number): number {
  const all = (p * v) / (q - 1);
  if (purchases === 0) return all;
  const own = (p * purchases) / (p * purchases + q - 1);
  return (1 - own) * all + own * mean;
}

function parametersAt([logP = 0, logAbove = 0, logV = 0]: readonly number[]): [number, number, number] {
  return [Math.exp(logP), 1 + Math.exp(logAbove), Math.exp(logV)];
}

function likelihoodOf({ purchases, means, weights }: Spends, withPrior: boolean): Evaluate {
  return (point) => {
    const [p, q, v] = parametersAt(point);
    const [logGammaQ, digammaQ, logV] = [logGamma(q), digamma(q), Math.log(v)];
    const total = { value: 0, p: 0, q: 0, v: 0 };
    for (let row = 0; row < purchases.length; row++) {
      const [x, mean, weight] = [purchases[row]!, means[row]!, weights[row]!];
      const [shape, sum] = [p * x, x * mean + v];
      const [logSum, logSpent] = [Math.log(sum), Math.log(x * mean)];
      total.value +=
        weight *
        (logGamma(shape + q) -
          logGamma(shape) -
          logGammaQ +
          q * logV +
          shape * logSpent -
          Math.log(mean) -
          (shape + q) * logSum);
      const digammaBoth = digamma(shape + q);
      total.p += weight * x * (digammaBoth - digamma(shape) + logSpent - logSum);
      total.q += weight * (digammaBoth - digammaQ + logV - logSum);
      total.v += weight * (q / v - (shape + q) / sum);
    }
    const gradient = [total.p * p, total.q * (q - 1), total.v * v];
    let { value } = total;
    if (withPrior) {
      beliefs.forEach(({ mean, deviation }, i) => {
        const distance = (point[i]! - mean) / deviation;
        value -= (distance * distance) / 2;
        gradient[i]! -= distance / deviation;
      });
    }
    return { value: -value, gradient: gradient.map((slope) => -slope) };
  };
}
