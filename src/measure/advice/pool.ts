/** A value with its standard error. */
export interface Estimate {
  value: number;
  error: number;
}

/** How far members of a group may lie apart: no more is thought possible, and anything up to it equally likely. */
const widest = 1;
const steps = 100;

/**
 * Estimates of the same thing for several members of a group, each drawn towards the others as far as they resemble each other
 * (partial pooling). The group's mean and spread are unknown too: integrated over a flat prior of either (Gelman et al.,
 * Bayesian Data Analysis, 5.4). A single one stays as it is.
 */
export function pooled(estimates: readonly Estimate[]): Estimate[] {
  const spreads = Array.from({ length: steps + 1 }, (_, step) => givenSpread(estimates, (widest * step) / steps));
  const likeliest = Math.max(...spreads.map(({ logWeight }) => logWeight));
  const weights = spreads.map(({ logWeight }) => Math.exp(logWeight - likeliest));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (of: (spread: (typeof spreads)[number]) => number) =>
    spreads.reduce((sum, spread, index) => sum + (weights[index]! / whole) * of(spread), 0);
  return estimates.map((_, member) => {
    const value = mean(({ members }) => members[member]!.mean);
    const square = mean(({ members }) => members[member]!.variance + members[member]!.mean ** 2);
    return { value, error: Math.sqrt(Math.max(0, square - value ** 2)) };
  });
}

/** The members for a known spread of the group, and how well that fits. */
function givenSpread(estimates: readonly Estimate[], spread: number) {
  const precisions = estimates.map(({ error }) => 1 / (error ** 2 + spread ** 2));
  const precision = precisions.reduce((sum, each) => sum + each, 0);
  const center = estimates.reduce((sum, { value }, index) => sum + precisions[index]! * value, 0) / precision;
  const misfit = estimates.reduce((sum, { value }, index) => sum + precisions[index]! * (value - center) ** 2, 0);
  const logs = precisions.reduce((sum, each) => sum + Math.log(each), 0);
  const members = estimates.map(({ value, error }) => {
    const own = spread ** 2 / (spread ** 2 + error ** 2);
    return { mean: own * value + (1 - own) * center, variance: own * error ** 2 + (1 - own) ** 2 / precision };
  });
  return { members, logWeight: (logs - Math.log(precision) - misfit) / 2 };
}
