/**
 * ln Γ(x) and its derivative for x > 0, by Stirling's series from 10 on and by recurrence below it (Abramowitz and Stegun,
 * 6.1.41 and 6.3.18): within a few units of the fifteenth digit.
 */
export function logGamma(x: number): number {
  let shift = 0;
  let z = x;
  for (; z < 10; z++) shift += Math.log(z);
  const inverse = 1 / z;
  const square = inverse * inverse;
  const series =
    inverse *
    (1 / 12 -
      square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - (square * 691) / 360_360)))));
  return (z - 0.5) * Math.log(z) - z + halfLogTwoPi + series - shift;
}

const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI);

export function digamma(x: number): number {
  let shift = 0;
  let z = x;
  for (; z < 10; z++) shift += 1 / z;
  const inverse = 1 / z;
  const square = inverse * inverse;
  const series =
    square *
    (1 / 12 -
      square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square * (1 / 132 - (square * 691) / 32_760)))));
  return Math.log(z) - 0.5 * inverse - series - shift;
}

/** ln Γ(x + n) − ln Γ(x) for a whole n: without the loss of digits that two large logarithms bring. */
export function logRising(x: number, n: number): number {
  if (n > 100) return logGamma(x + n) - logGamma(x);
  let sum = 0;
  for (let j = 0; j < n; j++) sum += Math.log(x + j);
  return sum;
}

/** ln(eᵃ + eᵇ), whichever is larger. */
export function logSum(a: number, b: number): number {
  const [high, low] = a > b ? [a, b] : [b, a];
  return low === -Infinity ? high : high + Math.log1p(Math.exp(low - high));
}
