import { type Factor, factorOf, solve } from './cholesky.ts';
import { clusteredError } from './clustered.ts';
import { crossed, type Design, gram, product } from './design.ts';

export interface LogisticFit {
  coefficients: Float64Array;
  logLikelihood: number;
  /** Standard error of a coefficient, where rows of one cluster go together; each row its own cluster gives White's. */
  error: (column: number, clusters: Int32Array) => number;
  /** Standard error of a coefficient where the model holds and rows are independent. */
  modelError: (column: number) => number;
}

const mostSteps = 60;
/** What a further step would add to the likelihood: coefficients are then right to a ten-thousandth of their errors. */
const closeEnough = 1e-8;

/**
 * Logistic regression of outcomes 0 and 1 by largest likelihood, in Newton's steps that are halved where they go too far.
 * Where a column tells the outcome for certain its coefficient has no end, and is as large as still changes the likelihood.
 * Null where even that takes too many steps.
 */
export function fitLogistic(design: Design, outcomes: Float64Array): LogisticFit | null {
  let place = likelihoodAt(design, outcomes, new Float64Array(design.width));
  for (let step = 0; step < mostSteps; step++) {
    const { chances } = place;
    const slope = crossed(
      design,
      outcomes.map((outcome, row) => outcome - chances[row]!),
    );
    const factor = factorOf(
      gram(
        design,
        chances.map((chance) => chance * (1 - chance)),
      ),
      design.width,
    );
    const direction = solve(factor, slope);
    const gain = direction.reduce((sum, move, column) => sum + move * slope[column]!, 0);
    if (gain < closeEnough) return fitted(place, factor);
    const next = uphill(place, direction);
    if (!next) return fitted(place, factor);
    place = next;
  }
  return null;

  function uphill(from: Place, direction: Float64Array): Place | null {
    for (let length = 1; length > 1e-6; length /= 2) {
      const coefficients = from.coefficients.map((coefficient, column) => coefficient + length * direction[column]!);
      const there = likelihoodAt(design, outcomes, coefficients);
      if (there.logLikelihood > from.logLikelihood) return there;
    }
    return null;
  }

  function fitted({ coefficients, logLikelihood, chances }: Place, factor: Factor): LogisticFit {
    const unit = (column: number) => solve(factor, new Float64Array(design.width).fill(1, column, column + 1));
    return {
      coefficients,
      logLikelihood,
      modelError: (column) => Math.sqrt(unit(column)[column]!),
      error: (column, clusters) => {
        const along = product(design, unit(column));
        return clusteredError(
          along.map((part, row) => part * (outcomes[row]! - chances[row]!)),
          clusters,
        );
      },
    };
  }
}

interface Place {
  coefficients: Float64Array;
  chances: Float64Array;
  logLikelihood: number;
}

function likelihoodAt(design: Design, outcomes: Float64Array, coefficients: Float64Array): Place {
  const chances = product(design, coefficients);
  let logLikelihood = 0;
  for (let row = 0; row < design.rows; row++) {
    const odds = chances[row]!;
    // ln(1 + e^|x|) without overflow.
    logLikelihood += outcomes[row]! * odds - Math.max(odds, 0) - Math.log1p(Math.exp(-Math.abs(odds)));
    chances[row] = 1 / (1 + Math.exp(-odds));
  }
  return { coefficients, chances, logLikelihood };
}
