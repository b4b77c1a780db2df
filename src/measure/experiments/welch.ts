import { chanceOf, studentQuantile } from '../student.ts';

/** What is known of the outcomes of one arm; the variance is that of a sample. */
export interface Moments {
  n: number;
  mean: number;
  variance: number;
}

/** An effect with its 95 % interval, and how likely one as large would be by chance alone. */
export interface Effect {
  value: number;
  low: number;
  high: number;
  pValue: number;
}

/** How much more one arm has per unit than the other, by Welch's test: the arms may vary differently. */
export function difference(treated: Moments, control: Moments): Effect {
  const { error, freedom } = spread(treated, control);
  const value = treated.mean - control.mean;
  const reach = studentQuantile(0.975, freedom) * error;
  return { value, low: value - reach, high: value + reach, pValue: chanceOf(value, error, freedom) };
}

/**
 * The same as a share of the control's mean, by Fieller's theorem: it holds zero exactly where the difference does. Null
 * where the control's mean is not above zero beyond doubt, so that nothing can be a share of it.
 */
export function relativeDifference(treated: Moments, control: Moments): Effect | null {
  const { error, freedom } = spread(treated, control);
  const t = studentQuantile(0.975, freedom);
  const [ofTreated, ofControl] = [treated.variance / treated.n, control.variance / control.n];
  const a = control.mean ** 2 - t * t * ofControl;
  if (control.mean <= 0 || a <= 0) return null;
  const b = treated.mean * control.mean;
  const reach = Math.sqrt(Math.max(0, b * b - a * (treated.mean ** 2 - t * t * ofTreated)));
  return {
    value: treated.mean / control.mean - 1,
    low: (b - reach) / a - 1,
    high: (b + reach) / a - 1,
    pValue: chanceOf(treated.mean - control.mean, error, freedom),
  };
}

/** The standard error of the difference, and its degrees of freedom by Welch and Satterthwaite. */
function spread(one: Moments, other: Moments): { error: number; freedom: number } {
  const [a, b] = [one.variance / one.n, other.variance / other.n];
  const squares = a ** 2 / (one.n - 1) + b ** 2 / (other.n - 1);
  const freedom = squares > 0 ? (a + b) ** 2 / squares : Infinity;
  return { error: Math.sqrt(a + b), freedom };
}
