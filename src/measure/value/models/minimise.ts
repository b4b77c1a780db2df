/** A function's value and its gradient. */
export type Evaluate = (point: readonly number[]) => { value: number; gradient: number[] };

export interface Minimum {
  point: number[];
  value: number;
  /** Whether the gradient vanished; where not, the function is as flat there as numbers can tell. */
  converged: boolean;
  steps: number;
}

const mostSteps = 500;

/**
 * A local minimum by BFGS with a backtracking line search (Nocedal and Wright, Numerical Optimization, chapter 6), and by
 * Newton's steps at its end: there the function is too flat for a search to see it go down.
 */
export function minimise(evaluate: Evaluate, start: readonly number[]): Minimum {
  const size = start.length;
  let place: Place = { point: [...start], ...evaluate(start) };
  let inverse = inverseOf(curvatureAt(evaluate, start)) ?? identity(size);
  let steps = 0;
  for (; steps < mostSteps && !isFlat(place); steps++) {
    let direction = inverse.map((row) => -dot(row, place.gradient));
    if (dot(direction, place.gradient) >= 0) {
      inverse = identity(size);
      direction = place.gradient.map((slope) => -slope);
    }
    const found = search(evaluate, place, direction);
    if (!found) break;
    const moved = found.point.map((coordinate, i) => coordinate - place.point[i]!);
    const turned = found.gradient.map((slope, i) => slope - place.gradient[i]!);
    inverse = updated(inverse, moved, turned);
    place = found;
  }
  const { point, value, gradient } = polished(evaluate, place);
  return { point, value, converged: largest(gradient) < 1e-6 * Math.max(1, Math.abs(value)), steps };
}

interface Place extends ReturnType<Evaluate> {
  point: number[];
}

const largest = (gradient: readonly number[]): number => Math.max(...gradient.map(Math.abs));
const isFlat = ({ value, gradient }: Place): boolean => largest(gradient) < 1e-7 * Math.max(1, Math.abs(value));

function polished(evaluate: Evaluate, from: Place): Place {
  let place = from;
  for (let step = 0; step < 5 && largest(place.gradient) > 1e-11 * Math.max(1, Math.abs(place.value)); step++) {
    const inverse = inverseOf(curvatureAt(evaluate, place.point));
    if (!inverse) break;
    const point = place.point.map((coordinate, i) => coordinate - dot(inverse[i]!, place.gradient));
    const there = evaluate(point);
    if (!(largest(there.gradient) < largest(place.gradient))) break;
    place = { point, ...there };
  }
  return place;
}

/** The first of ever shorter steps that goes down enough (Armijo). */
function search(evaluate: Evaluate, from: Place, direction: number[]): Place | null {
  const slope = dot(direction, from.gradient);
  // On logarithms of parameters a step of five is a factor of 150: farther than any likelihood can be trusted.
  const longest = 5 / Math.max(5, largest(direction));
  for (let length = longest; length > 1e-7; length /= 2) {
    const point = from.point.map((coordinate, i) => coordinate + length * direction[i]!);
    const there = evaluate(point);
    if (there.value <= from.value + 1e-4 * length * slope && there.value < from.value) return { point, ...there };
  }
  return null;
}

function updated(inverse: number[][], moved: number[], turned: number[]): number[][] {
  const curvature = dot(moved, turned);
  if (curvature <= 1e-14) return inverse;
  const product = inverse.map((row) => dot(row, turned));
  const scale = (1 + dot(turned, product) / curvature) / curvature;
  return inverse.map((row, i) =>
    row.map(
      (entry, j) =>
        entry + scale * moved[i]! * moved[j]! - (product[i]! * moved[j]! + moved[i]! * product[j]!) / curvature,
    ),
  );
}

/** The second derivatives at a point, from differences of the gradient. */
export function curvatureAt(evaluate: Evaluate, point: readonly number[]): number[][] {
  const step = 1e-5;
  const rows = point.map((_, i) => {
    const slopes = [step, -step].map((by) => evaluate(point.map((c, j) => (i === j ? c + by : c))).gradient);
    return slopes[0]!.map((slope, j) => (slope - slopes[1]![j]!) / (2 * step));
  });
  return rows.map((row, i) => row.map((entry, j) => (entry + rows[j]![i]!) / 2));
}

/** The inverse of a symmetric matrix by its Cholesky factor; null where it is not positive definite. */
export function inverseOf(matrix: readonly number[][]): number[][] | null {
  const factor = choleskyOf(matrix);
  if (!factor) return null;
  const columns = matrix.map((_, column) => {
    const forward: number[] = [];
    for (let i = 0; i < factor.length; i++) {
      let sum = i === column ? 1 : 0;
      for (let k = 0; k < i; k++) sum -= factor[i]![k]! * forward[k]!;
      forward.push(sum / factor[i]![i]!);
    }
    for (let i = factor.length - 1; i >= 0; i--) {
      let sum = forward[i]!;
      for (let k = i + 1; k < factor.length; k++) sum -= factor[k]![i]! * forward[k]!;
      forward[i] = sum / factor[i]![i]!;
    }
    return forward;
  });
  return columns;
}

/** The lower triangle L with L Lᵀ = matrix; null where the matrix is not positive definite. */
export function choleskyOf(matrix: readonly number[][]): number[][] | null {
  const factor = matrix.map((row) => row.map(() => 0));
  for (let i = 0; i < matrix.length; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i]![j]!;
      for (let k = 0; k < j; k++) sum -= factor[i]![k]! * factor[j]![k]!;
      if (i === j && !(sum > 0)) return null;
      factor[i]![j] = i === j ? Math.sqrt(sum) : sum / factor[j]![j]!;
    }
  }
  return factor;
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
const identity = (size: number): number[][] =>
  Array.from({ length: size }, (_row, i) => Array.from({ length: size }, (_column, j) => Number(i === j)));
