import { factorOf, solve } from './cholesky.ts';
import { crossed, type Design, gram, product } from './design.ts';

const mostSteps = 100;
/** How far the means of two groups may be apart, in standard deviations, to count as the same. */
const sameMean = 1e-7;

/**
 * Weights, which sum to one, of the rows that are not chosen, and zero for the chosen ones: with them every column has the
 * mean that it has among the chosen, and beyond that they are as equal as they can be (entropy balancing, Hainmueller 2012;
 * the effect is then right where either the chance to be chosen or the outcome follows the columns, Zhao and Percival 2017).
 * Null where no weights do that: nobody comparable is there.
 */
export function balancingWeights(design: Design, chosen: Uint8Array): Float64Array | null {
  const wanted = meanOf(design, chosen);
  let place = weightsAt(new Float64Array(design.width));
  for (let step = 0; step < mostSteps; step++) {
    const { weights, means } = place;
    const slope = means.map((mean, column) => mean - wanted[column]!);
    if (slope.every((gap) => Math.abs(gap) < sameMean)) return weights;
    const curvature = gram(design, weights);
    for (let i = 0; i < design.width; i++)
      for (let j = 0; j < design.width; j++)
        curvature[i * design.width + j] = curvature[i * design.width + j]! - means[i]! * means[j]!;
    const direction = solve(factorOf(curvature, design.width), slope);
    const next = downhill(place, direction, slope);
    if (!next) return null;
    place = next;
  }
  return null;

  function downhill(from: Place, direction: Float64Array, slope: Float64Array): Place | null {
    const gain = direction.reduce((sum, move, column) => sum + move * slope[column]!, 0);
    for (let length = 1; length > 1e-8; length /= 2) {
      const there = weightsAt(from.tilt.map((tilt, column) => tilt - length * direction[column]!));
      if (there.height <= from.height - 1e-4 * length * gain) return there;
    }
    return null;
  }

  /** The convex dual: ln Σ exp(tilt·x) over the rows not chosen, less tilt·(the mean of the chosen). */
  function weightsAt(tilt: Float64Array): Place {
    const weights = product(design, tilt);
    let largest = -Infinity;
    for (let row = 0; row < design.rows; row++) if (!chosen[row] && weights[row]! > largest) largest = weights[row]!;
    let sum = 0;
    for (let row = 0; row < design.rows; row++) {
      weights[row] = chosen[row] ? 0 : Math.exp(weights[row]! - largest);
      sum += weights[row]!;
    }
    for (let row = 0; row < design.rows; row++) weights[row] = weights[row]! / sum;
    const height = largest + Math.log(sum) - tilt.reduce((along, part, column) => along + part * wanted[column]!, 0);
    return { tilt, weights, means: crossed(design, weights), height };
  }
}

interface Place {
  tilt: Float64Array;
  weights: Float64Array;
  means: Float64Array;
  height: number;
}

/** The mean of every column among the chosen rows. */
function meanOf(design: Design, chosen: Uint8Array): Float64Array {
  const shares = Float64Array.from(chosen);
  const count = shares.reduce((sum, share) => sum + share, 0);
  return crossed(
    design,
    shares.map((share) => share / count),
  );
}
