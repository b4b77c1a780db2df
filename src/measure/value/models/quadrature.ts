/** Nodes and weights for a mean over a distribution; the weights sum to one. */
export interface Rule {
  nodes: Float64Array;
  weights: Float64Array;
}

/**
 * Gauss's rule for a Beta(a, b) distribution on (0, 1): exact for polynomials of a degree below twice the number of nodes.
 * Golub and Welsch (1969), from the recurrence of the Jacobi polynomials.
 */
export function betaRule(a: number, b: number, size: number): Rule {
  const [alpha, beta] = [b - 1, a - 1];
  const diagonal = new Float64Array(size);
  const off = new Float64Array(size);
  for (let n = 0; n < size; n++) {
    const sum = 2 * n + alpha + beta;
    diagonal[n] = n === 0 ? (beta - alpha) / (sum + 2) : (beta * beta - alpha * alpha) / (sum * (sum + 2));
    if (n > 0) {
      const numerator = 4 * n * (n + alpha) * (n + beta) * (n + alpha + beta);
      // For n = 1 the factor n + α + β cancels against the same one below, where both may be zero.
      off[n - 1] = Math.sqrt(
        n === 1
          ? (4 * (1 + alpha) * (1 + beta)) / ((2 + alpha + beta) ** 2 * (3 + alpha + beta))
          : numerator / (sum * sum * (sum + 1) * (sum - 1)),
      );
    }
  }
  const weights = firstComponents(diagonal, off);
  return { nodes: diagonal.map((z) => (1 + z) / 2), weights: weights.map((component) => component * component) };
}

/**
 * Turns `diagonal` into the eigenvalues of the symmetric tridiagonal matrix, and gives the first component of each unit
 * eigenvector: the implicit QL method (Martin and Wilkinson 1968). `off` is used up.
 */
function firstComponents(diagonal: Float64Array, off: Float64Array): Float64Array {
  const size = diagonal.length;
  const first = new Float64Array(size);
  first[0] = 1;
  for (let low = 0; low < size; low++) {
    for (;;) {
      let high = low;
      while (high < size - 1 && !negligible(off[high]!, diagonal[high]!, diagonal[high + 1]!)) high++;
      if (high === low) break;
      let shift = (diagonal[low + 1]! - diagonal[low]!) / (2 * off[low]!);
      shift = diagonal[high]! - diagonal[low]! + off[low]! / (shift + (shift < 0 ? -1 : 1) * Math.hypot(shift, 1));
      let [sine, cosine, moved] = [1, 1, 0];
      for (let i = high - 1; i >= low; i--) {
        const f = sine * off[i]!;
        const b = cosine * off[i]!;
        const length = Math.hypot(f, shift);
        off[i + 1] = length;
        if (length === 0) {
          diagonal[i + 1]! -= moved;
          off[high] = 0;
          break;
        }
        sine = f / length;
        cosine = shift / length;
        const corner = diagonal[i + 1]! - moved;
        const turn = (diagonal[i]! - corner) * sine + 2 * cosine * b;
        moved = sine * turn;
        diagonal[i + 1] = corner + moved;
        shift = cosine * turn - b;
        const above = first[i + 1]!;
        first[i + 1] = sine * first[i]! + cosine * above;
        first[i] = cosine * first[i]! - sine * above;
      }
      diagonal[low]! -= moved;
      off[low] = shift;
      off[high] = 0;
    }
  }
  return first;
}

const negligible = (off: number, left: number, right: number): boolean =>
  Math.abs(off) <= Number.EPSILON * (Math.abs(left) + Math.abs(right));
