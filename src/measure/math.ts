/** Nineteen of twenty normal numbers lie within so many standard errors. */
export const middle95 = 1.959963984540054;

/** The 95 % Wilson interval of a share: 9 of 10 gives [0.596, 0.982]. `total` must be positive. */
export function wilson(part: number, total: number): { low: number; high: number } {
  const share = part / total;
  const scale = 1 + (middle95 * middle95) / total;
  const middle = (share + (middle95 * middle95) / (2 * total)) / scale;
  const reach =
    (middle95 * Math.sqrt((share * (1 - share)) / total + (middle95 * middle95) / (4 * total * total))) / scale;
  return { low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) };
}

/**
 * The 95 % interval of a mean of `count` (above zero) numbers out of their sum and the sum of their squares: 1.96 standard
 * errors either side, within the ends of the scale. Of +100, 0 and -100 with shares p, 1-p-d and d the standard error is
 * 100·√((p + d - (p-d)²) / count), that of a net promoter score.
 */
export function meanInterval(
  sum: number,
  squares: number,
  count: number,
  [least, most]: readonly [number, number] = [-Infinity, Infinity],
): { low: number; high: number; standardError: number } {
  const mean = sum / count;
  const standardError = Math.sqrt(Math.max(0, squares / count - mean * mean) / count);
  const reach = middle95 * standardError;
  return { low: Math.max(least, mean - reach), high: Math.min(most, mean + reach), standardError };
}
