import { chanceOf, studentQuantile } from '../student.ts';
import type { Effect } from './welch.ts';

/** What treated and other countries brought in one stretch of days. */
export interface Window {
  treated: number;
  control: number;
}

/** With fewer stretches before nothing tells how much the two differ by chance. */
export const fewestWindows = 4;

/** The effect on the treated countries, and whether they were drifting away from the others before already. */
export interface CountryEffect {
  relative: Effect;
  /** Probability of a drift as strong by chance alone. */
  driftChance: number;
}

/**
 * Difference in differences of logarithms: how far the ratio of the treated countries to the others lies from its mean in
 * earlier stretches of the same length, with an interval as wide as a ratio that came from the same (normal) distribution
 * would need. Null with too few stretches, or one without any outcome.
 */
export function countryEffect(before: readonly Window[], during: Window): CountryEffect | null {
  const logs = [...before, during].map(({ treated, control }) => Math.log(treated / control));
  if (before.length < fewestWindows || !logs.every(Number.isFinite)) return null;
  const past = logs.slice(0, -1);
  const count = past.length;
  const usual = mean(past);
  const effect = logs.at(-1)! - usual;
  const error = Math.sqrt((squares(past, usual) / (count - 1)) * (1 + 1 / count));
  const reach = studentQuantile(0.975, count - 1) * error;
  const relative = {
    value: Math.expm1(effect),
    low: Math.expm1(effect - reach),
    high: Math.expm1(effect + reach),
    pValue: chanceOf(effect, error, count - 1),
  };
  return { relative, driftChance: driftChance(past, usual) };
}

/** The smallest relative effect that would be found with 80 % probability, from the stretches before alone. */
export function leastCountryEffect(before: readonly Window[]): number | null {
  const logs = before.map(({ treated, control }) => Math.log(treated / control));
  const count = logs.length;
  if (count < fewestWindows || !logs.every(Number.isFinite)) return null;
  const error = Math.sqrt((squares(logs, mean(logs)) / (count - 1)) * (1 + 1 / count));
  return Math.expm1((studentQuantile(0.975, count - 1) + studentQuantile(0.8, count - 1)) * error);
}

/** How likely a slope as steep would be if there were none, by ordinary least squares. */
function driftChance(values: readonly number[], usual: number): number {
  const count = values.length;
  const middle = (count - 1) / 2;
  const width = values.reduce((sum, _, index) => sum + (index - middle) ** 2, 0);
  const slope = values.reduce((sum, value, index) => sum + (index - middle) * (value - usual), 0) / width;
  const rest = values.reduce((sum, value, index) => sum + (value - usual - slope * (index - middle)) ** 2, 0);
  const error = Math.sqrt(rest / (count - 2) / width);
  return chanceOf(slope, error, count - 2);
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const squares = (values: readonly number[], around: number) =>
  values.reduce((sum, value) => sum + (value - around) ** 2, 0);
