import { inverseOf } from '../value/models/minimise.ts';

/** One of the campaigns between which the customers of a week were split. */
export interface Share {
  customers: number;
  /** Days on which it was there. */
  days: number;
  /** What its part grows with: positions of the coefficients, and how much of each there is. */
  terms: readonly (readonly [coefficient: number, amount: number])[];
}

/** Coefficients with the covariance of their estimates. */
export interface Split {
  coefficients: number[];
  covariance: number[][];
}

const mostSteps = 50;

/**
 * How the customers of each week were split between those that won any: in proportion to days × exp(sum of terms). Whatever
 * changes a week for all alike (season, weather, prices) drops out. A multinomial logit by Newton's method; coefficients are
 * taken to lie around 0 with the precisions given, 0 for those that may be anything. The covariance is stretched where weeks
 * scatter more than chance. Null where it cannot be told.
 */
export function splitOf(
  weeks: readonly (readonly Share[])[],
  precisions: readonly number[],
  start: readonly number[],
): Split | null {
  const told = weeks.filter((week) => week.length > 1 && week.some(({ customers }) => customers > 0));
  let point = [...start];
  let at = evaluate(told, precisions, point);
  for (let step = 0; step < mostSteps; step++) {
    const inverse = inverseOf(at.curvature);
    if (!inverse) return null;
    const move = inverse.map((row) => row.reduce((sum, entry, index) => sum + entry * at.gradient[index]!, 0));
    let length = 1;
    let next = moved(move, length);
    while (next.value < at.value && length > 1e-6) next = moved(move, (length /= 2));
    const gained = next.value - at.value;
    [point, at] = [next.point, next];
    if (gained < 1e-9 * Math.max(1, Math.abs(at.value))) break;
  }
  const inverse = inverseOf(at.curvature);
  const freedom = told.reduce((sum, week) => sum + week.length - 1, 0) - start.length;
  if (!inverse || freedom < 1) return null;
  const scatter = Math.max(1, at.misfit / freedom);
  return { coefficients: point, covariance: inverse.map((row) => row.map((entry) => entry * scatter)) };

  function moved(move: readonly number[], length: number) {
    const there = point.map((coordinate, index) => coordinate + length * move[index]!);
    return { point: there, ...evaluate(told, precisions, there) };
  }
}

/** Log-likelihood with its gradient and its curvature downwards, and Pearson's misfit. */
function evaluate(weeks: readonly (readonly Share[])[], precisions: readonly number[], point: readonly number[]) {
  const gradient = point.map((coordinate, index) => -precisions[index]! * coordinate);
  const curvature = point.map((_, i) => point.map((_each, j) => (i === j ? precisions[i]! : 0)));
  let value = point.reduce((sum, coordinate, index) => sum - (precisions[index]! / 2) * coordinate ** 2, 0);
  let misfit = 0;
  for (const week of weeks) {
    const scores = week.map(({ days, terms }) =>
      terms.reduce((sum, [coefficient, amount]) => sum + point[coefficient]! * amount, Math.log(days)),
    );
    const highest = Math.max(...scores);
    const whole = scores.reduce((sum, score) => sum + Math.exp(score - highest), 0);
    const all = week.reduce((sum, { customers }) => sum + customers, 0);
    const means = new Map<number, number>();
    week.forEach(({ customers, terms }, index) => {
      const share = Math.exp(scores[index]! - highest) / whole;
      const more = customers - all * share;
      value += customers * (scores[index]! - highest - Math.log(whole));
      misfit += more ** 2 / (all * share);
      for (const [i, one] of terms) {
        gradient[i]! += more * one;
        means.set(i, (means.get(i) ?? 0) + share * one);
        for (const [j, other] of terms) curvature[i]![j]! += all * share * one * other;
      }
    });
    for (const [i, one] of means) for (const [j, other] of means) curvature[i]![j]! -= all * one * other;
  }
  return { value, gradient, curvature, misfit };
}
