import { betaShare } from './value/models/special.ts';

/** From here on Student's t is the normal distribution to six digits. */
const mostFreedom = 1e6;

/** The probability that Student's t lies farther from zero than `t`, on either side. */
export function twoSided(t: number, freedom: number): number {
  const n = Math.min(freedom, mostFreedom);
  return t === 0 ? 1 : betaShare(n / (n + t * t), n / 2, 0.5);
}

/** The same of a value in standard errors; without any error all but zero is beyond chance. */
export const chanceOf = (value: number, error: number, freedom: number): number =>
  error > 0 ? twoSided(value / error, freedom) : Number(value === 0);

/** The value below which Student's t lies with a probability from 0.5 to 1: 12.706 for 0.975 and one degree of freedom. */
export function studentQuantile(probability: number, freedom: number): number {
  const tail = 2 * (1 - probability);
  let [low, high] = [0, 1];
  while (twoSided(high, freedom) > tail) [low, high] = [high, high * 2];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (twoSided(middle, freedom) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The same of the normal distribution: 1.96 for 0.975. */
export const normalQuantile = (probability: number): number => studentQuantile(probability, mostFreedom);

/** The probability of a chi-squared value this large or larger with one degree of freedom. */
export const chiSquaredTail = (value: number): number => twoSided(Math.sqrt(value), mostFreedom);
