/** The middle of the values; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * How far values usually lie from zero, as a standard deviation that single outliers do not move: 1.4826 times the median
 * distance. Where more than half of them are zero, from the mean distance.
 */
export function usualDistance(values: readonly number[]): number {
  const distances = values.map(Math.abs);
  const usual = 1.4826 * median(distances);
  return usual > 0 ? usual : (Math.sqrt(Math.PI / 2) * distances.reduce((sum, each) => sum + each, 0)) / values.length;
}

/** The root with the sign of the value: it makes sums of purchases vary by as much, be they small or large. */
export const signedRoot = (value: number): number => Math.sign(value) * Math.sqrt(Math.abs(value));

/** The probability of fewer than `part` of `total` where each counts with a chance of `share`, and half that of just so many. */
export function midTail(part: number, total: number, share: number): number {
  if (share <= 0 || share >= 1) return 0.5;
  const odds = Math.log(share) - Math.log1p(-share);
  // The logarithm of the chance of each count, from that of the one before.
  let log = total * Math.log1p(-share);
  let below = 0;
  for (let count = 0; count < part; count++) {
    below += Math.exp(log);
    log += Math.log((total - count) / (count + 1)) + odds;
  }
  return Math.min(1, below + Math.exp(log) / 2);
}

/** The mean and the standard deviation (n - 1). */
export function meanAndDeviation(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}

/**
 * The value below which a normal one lies with that probability: the rational approximation of P. J. Acklam (2003), right to
 * nine digits. For many values at once; single ones have studentQuantile.
 */
export function normalScore(below: number): number {
  if (below > 0.5) return -normalScore(1 - below);
  if (below < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(below));
    return polynomial(tail.over, q) / (polynomial(tail.under, q) * q + 1);
  }
  const [q, square] = [below - 0.5, (below - 0.5) ** 2];
  return (polynomial(centre.over, square) * q) / (polynomial(centre.under, square) * square + 1);
}

const centre = {
  over: [
    -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239,
  ],
  under: [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572],
};
const tail = {
  over: [
    -7.784894002430293e-3, -0.3223964580411365, -2.400758277161838, -2.549732537343734, 4.374664141464968,
    2.938163982698783,
  ],
  under: [7.784695709041462e-3, 0.3224671290700398, 2.445134137142996, 3.754408661907416],
};
const polynomial = (factors: readonly number[], x: number) => factors.reduce((sum, factor) => sum * x + factor, 0);
