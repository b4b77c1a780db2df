const z = 1.959963984540054;

/** The 95 % Wilson interval of a share: 9 of 10 gives [0.596, 0.982]. `total` must be positive. */
export function wilson(part: number, total: number): { low: number; high: number } {
  const share = part / total;
  const scale = 1 + (z * z) / total;
  const middle = (share + (z * z) / (2 * total)) / scale;
  const reach = (z * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total))) / scale;
  return { low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) };
}
