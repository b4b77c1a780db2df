import { factorOf, solve } from './cholesky.ts';
import { clusteredError } from './clustered.ts';
import { crossed, type Design, gram, product } from './design.ts';

export interface Difference {
  /** Mean outcome of the chosen, and of the others as they are weighted. */
  chosen: number;
  others: number;
  /** Standard error of the one less the other. */
  error: number;
}

/** Chosen rows, and balancing weights of the others. */
export interface Groups {
  chosen: Uint8Array;
  weights: Float64Array;
  clusters: Int32Array;
}

/**
 * Tells of outcomes the mean of the chosen rows against that of the others. Its error counts that the weights were themselves
 * made of these rows: the influence of a row is what a weighted regression over the others leaves of its outcome, for what
 * the columns tell of it is balanced.
 */
export function differencesOf(
  design: Design,
  { chosen, weights, clusters }: Groups,
): (outcomes: Float64Array) => Difference {
  const factor = factorOf(gram(design, weights), design.width);
  const count = chosen.reduce((sum, one) => sum + one, 0);
  return (outcomes) => {
    let [mean, others] = [0, 0];
    for (let row = 0; row < design.rows; row++) {
      if (chosen[row]) mean += outcomes[row]! / count;
      else others += weights[row]! * outcomes[row]!;
    }
    const weighted = outcomes.map((outcome, row) => outcome * weights[row]!);
    const told = product(design, solve(factor, crossed(design, weighted)));
    const influences = outcomes.map((outcome, row) =>
      chosen[row] ? (outcome - told[row]! - (mean - others)) / count : -weights[row]! * (outcome - told[row]!),
    );
    return { chosen: mean, others, error: clusteredError(influences, clusters) };
  };
}
