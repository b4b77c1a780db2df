/** Money is whole cents in here and a decimal string outside. */
export function decimalOf(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** The tax contained in an amount, `rate` in tenths of a per cent (220 is 22 %). */
export const taxIn = (cents: number, rate: number) => Math.round((cents * rate) / (1000 + rate));

/** Splits an amount in the proportion of `weights`; what rounding leaves goes to the last. */
export function allocate(cents: number, weights: readonly number[]): number[] {
  const whole = sum(weights);
  const shares = weights.map((weight) => (whole === 0 ? 0 : Math.floor((cents * weight) / whole)));
  shares[shares.length - 1]! += cents - sum(shares);
  return shares;
}

export const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
