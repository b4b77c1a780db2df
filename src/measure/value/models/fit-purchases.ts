import type { Chance } from './chance.ts';
import { normalDraws, type Weighed, weighedDraws } from './draws.ts';
import { curvatureAt, type Evaluate, inverseOf, type Minimum, minimise } from './minimise.ts';
import {
  type Histories,
  likelihoodOf,
  type ModelKind,
  parametersAt,
  type PurchaseParameters,
} from './purchase-likelihood.ts';

export interface PurchaseModel {
  kind: ModelKind;
  /** α in the histories' unit of time; a and b are 0 and 1 where nobody leaves. */
  parameters: PurchaseParameters;
  /** The parameters' standard errors; null where the likelihood is too flat to say. */
  errors: Partial<PurchaseParameters> | null;
  /** Of the histories, without the prior. */
  logLikelihood: number;
  converged: boolean;
  /** The search's own coordinates and their covariance, for draws of the parameters. */
  point: number[];
  covariance: number[][] | null;
  customers: number;
}

const thinRows = 5000;

/**
 * Fits a model by the largest posterior (or, without prior, the largest likelihood). Times are measured in the longest
 * tenure while searching, so that no unit is better than another.
 */
export function fitPurchases(kind: ModelKind, histories: Histories, options: { prior: boolean }): PurchaseModel {
  const { scaled, unit } = inLongestTenure(histories);
  const evaluate = likelihoodOf(kind, scaled, options.prior);
  const found = bestOf(evaluate, startsFor(kind, scaled, options));
  const parameters = parametersOf(kind, found.point);
  const covariance = inverseOf(curvatureAt(evaluate, found.point));
  const weigh = (values: ArrayLike<number>) =>
    histories.weights.reduce((sum, weight, row) => sum + weight * values[row]!, 0);
  return {
    kind,
    parameters: { ...parameters, alpha: parameters.alpha * unit },
    errors: covariance && errorsOf(kind, parameters, covariance, unit),
    logLikelihood: -likelihoodOf(kind, scaled, false)(found.point).value - weigh(histories.repeats) * Math.log(unit),
    converged: found.converged,
    point: found.point.map((coordinate, i) => (i === 1 ? coordinate + Math.log(unit) : coordinate)),
    covariance,
    customers: histories.weights.reduce((sum, weight) => sum + weight, 0),
  };
}

/** Other parameters that the histories allow as well, as often as they are likely; by the normal distribution around the fitted ones. */
export function nearbyParameters(model: PurchaseModel, count: number, chance: Chance): PurchaseParameters[] {
  return normalDraws(model, count, chance).map((point) => parametersOf(model.kind, point));
}

/** Other parameters with their weights, whatever the likelihood is like: for so few histories that it is far from normal. */
export function weighedParameters(
  { kind, point, covariance }: PurchaseModel,
  histories: Histories,
  count: number,
  chance: Chance,
): Weighed<PurchaseParameters>[] {
  const { scaled, unit } = inLongestTenure(histories);
  const peak = {
    point: point.map((coordinate, i) => (i === 1 ? coordinate - Math.log(unit) : coordinate)),
    covariance,
  };
  return weighedDraws(likelihoodOf(kind, scaled, true), peak, count, chance).map(({ at, logWeight }) => {
    const parameters = parametersOf(kind, at);
    return { at: { ...parameters, alpha: parameters.alpha * unit }, logWeight };
  });
}

const parametersOf = ({ leaves }: ModelKind, point: readonly number[]): PurchaseParameters => ({
  ...parametersAt(point),
  ...(leaves ? {} : { a: 0, b: 1 }),
});

function inLongestTenure(histories: Histories): { scaled: Histories; unit: number } {
  const unit = histories.tenure.reduce((most, tenure) => Math.max(most, tenure), 0) || 1;
  const scaled = {
    ...histories,
    recency: histories.recency.map((time) => time / unit),
    tenure: histories.tenure.map((time) => time / unit),
    logGaps: histories.logGaps.map((sum, row) => sum - histories.repeats[row]! * Math.log(unit)),
  };
  return { scaled, unit };
}

/** Of many rows some, evenly chosen, are fitted first: from there it is not far. */
function startsFor(kind: ModelKind, histories: Histories, options: { prior: boolean }): readonly number[][] {
  const rows = histories.weights.length;
  if (rows > 2 * thinRows) {
    const step = Math.ceil(rows / thinRows);
    const thin = <Column extends Int32Array | Float64Array>(column: Column) =>
      column.filter((_value, row) => row % step === 0) as Column;
    const { repeats, recency, tenure, logGaps, weights } = histories;
    const some = {
      repeats: thin(repeats),
      recency: thin(recency),
      tenure: thin(tenure),
      logGaps: thin(logGaps),
      weights: thin(weights),
    };
    return [bestOf(likelihoodOf(kind, some, options.prior), startsFor(kind, some, options)).point];
  }
  return kind.leaves
    ? [
        [-1, -1, -1, 1],
        [0, 0, -3, 0],
        [-1, -1, 0, 1],
      ]
    : [[-1, -1]];
}

/** The best of several starts: where few customers leave the likelihood has a long ridge, on which a search may end. */
function bestOf(evaluate: Evaluate, starts: readonly number[][]): Minimum {
  return starts
    .map((start) => minimise(evaluate, start))
    .reduce((best, found) => (found.value < best.value ? found : best));
}

/** By the delta method, from the search's coordinates to the parameters. */
function errorsOf(
  { leaves }: ModelKind,
  { r, alpha, a, b }: PurchaseParameters,
  covariance: number[][],
  unit: number,
): Partial<PurchaseParameters> {
  const tilt = (a * b) / (a + b);
  const error = (slopes: number[]) =>
    Math.sqrt(slopes.reduce((sum, s, i) => sum + slopes.reduce((row, t, j) => row + s * t * covariance[i]![j]!, 0), 0));
  const errors = { r: error([r]), alpha: error([0, alpha]) * unit };
  return leaves ? { ...errors, a: error([0, 0, tilt, a]), b: error([0, 0, -tilt, b]) } : errors;
}
