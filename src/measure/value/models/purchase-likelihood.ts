import type { Evaluate } from './minimise.ts';

/**
 * Buy till you die: while alive a customer buys at a rate of their own (Gamma(r, α) over customers), and after a purchase
 * leaves for good with a probability of their own (Beta(a, b) over customers).
 *
 * `k` = 1: any moment is as good as another (BG/NBD: Fader, Hardie and Lee 2005). `k` > 1: purchases come more regularly,
 * each after k steps of the rate (CNBD-k). `fromStart`: customers may leave right after their first purchase too (MBG/NBD:
 * Batislam, Denizel and Filiztekin 2007; MBG/CNBD-k: Platzer and Reutterer 2016). `leaves` false: nobody ever does (NBD).
 */
export interface ModelKind {
  k: number;
  fromStart: boolean;
  leaves: boolean;
}

/** Histories, those that are alike as one row. Times in one unit of one's choice. */
export interface Histories {
  /** Purchases after the first. */
  repeats: Int32Array;
  /** From the first purchase to the last. */
  recency: Float64Array;
  /** From the first purchase to the end of observation. */
  tenure: Float64Array;
  /** Sum of the logarithms of the times between purchases; looked at for k > 1 alone. */
  logGaps: Float64Array;
  /** How many customers have that history. */
  weights: Float64Array;
}

/** Parameters as they are searched for: ln r, ln α, logit φ, ln κ with φ = a / (a + b), κ = a + b; without leaving the first two. */
export type Point = readonly number[];

export interface PurchaseParameters {
  r: number;
  alpha: number;
  a: number;
  b: number;
}

export function parametersAt([logR = 0, logAlpha = 0, logit = -Infinity, logKappa = 0]: Point): PurchaseParameters {
  const share = 1 / (1 + Math.exp(-logit));
  const kappa = Math.exp(logKappa);
  return { r: Math.exp(logR), alpha: Math.exp(logAlpha), a: share * kappa, b: (1 - share) * kappa };
}

/** Weak prior beliefs, which matter for small shops alone: normal distributions of ln r, ln α (in the longest tenure), logit φ and ln κ. */
const beliefs = [
  { coordinate: 0, mean: 0, deviation: 3 },
  { coordinate: 1, mean: 0, deviation: 3 },
  { coordinate: 2, mean: -1, deviation: 2 },
  { coordinate: 3, mean: Math.log(2), deviation: 2 },
] as const;

/** The negative log-likelihood, less the log of the prior where one is asked for, with its gradient. */
export function likelihoodOf(kind: ModelKind, histories: Histories, withPrior: boolean): Evaluate {
  const longest = histories.repeats.reduce((most, repeats) => Math.max(most, repeats), 0);
  return (point) => {
    const parameters = parametersAt(point);
    const sums = runningSums(kind, parameters, longest);
    const total = accumulate(kind, parameters, histories, sums);
    const { r, alpha, a, b } = parameters;
    const share = a / (a + b);
    const gradient = [total.r * r, total.alpha * alpha];
    if (kind.leaves) gradient.push((total.a - total.b) * (a + b) * share * (1 - share), total.a * a + total.b * b);
    let value = total.value;
    for (const { coordinate, mean, deviation } of withPrior ? beliefs : []) {
      if (coordinate >= point.length) continue;
      const distance = (point[coordinate]! - mean) / deviation;
      value -= (distance * distance) / 2 + Math.log(deviation * Math.sqrt(2 * Math.PI));
      gradient[coordinate]! -= distance / deviation;
    }
    return Number.isFinite(value)
      ? { value: -value, gradient: gradient.map((slope) => -slope) }
      : { value: Infinity, gradient };
  };
}

/** Sums over whole numbers from 0 on, which stand for differences of ln Γ and of its derivative. */
interface Sums {
  /** ln Γ(r + n) − ln Γ(r), and its derivative. */
  rising: Float64Array;
  risingR: Float64Array;
  /** ln B(a, b + s) − ln B(a, b), and its derivatives. */
  stay: Float64Array;
  stayA: Float64Array;
  stayB: Float64Array;
}

function runningSums({ k, leaves }: ModelKind, { r, a, b }: PurchaseParameters, longest: number): Sums {
  const steps = k * longest + k;
  const [rising, risingR] = [new Float64Array(steps + 1), new Float64Array(steps + 1)];
  for (let n = 0; n < steps; n++) {
    rising[n + 1] = rising[n]! + Math.log(r + n);
    risingR[n + 1] = risingR[n]! + 1 / (r + n);
  }
  const [stay, stayA, stayB] = [0, 1, 2].map(() => new Float64Array(longest + 3)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let s = 0; leaves && s < longest + 2; s++) {
    stay[s + 1] = stay[s]! + Math.log((b + s) / (a + b + s));
    stayA[s + 1] = stayA[s]! - 1 / (a + b + s);
    stayB[s + 1] = stayB[s]! + 1 / (b + s) - 1 / (a + b + s);
  }
  return { rising, risingR, stay, stayA, stayB };
}

/** Log-likelihood and its derivatives by r, α, a and b, over all histories. */
function accumulate(kind: ModelKind, parameters: PurchaseParameters, histories: Histories, sums: Sums) {
  const { k, fromStart, leaves } = kind;
  const { r, alpha, a, b } = parameters;
  const { repeats, recency, tenure, logGaps, weights } = histories;
  const total = { value: 0, r: 0, alpha: 0, a: 0, b: 0 };
  const logAlpha = Math.log(alpha);
  const logGammaK = logFactorial(k - 1);
  for (let row = 0; row < repeats.length; row++) {
    const [x, weight] = [repeats[row]!, weights[row]!];
    const n = k * x;
    const s = fromStart ? x + 1 : x;
    const [ended, seen] = [alpha + tenure[row]!, alpha + recency[row]!];
    const since = tenure[row]! - recency[row]!;
    // Relative to (α + T)^-(r + n): the steps that may have passed since the last purchase,
    let [alive, aliveR, aliveAlpha] = [1, 0, 0];
    for (let j = 1, term = 1; j < k; j++) {
      term *= ((r + n + j - 1) * since) / (j * ended);
      alive += term;
      aliveR += term * (sums.risingR[n + j]! - sums.risingR[n]!);
      aliveAlpha -= (term * j) / ended;
    }
    // and that the customer has left.
    const gone = leaves && s > 0 ? (a / (b + s - 1)) * Math.exp((r + n) * Math.log(ended / seen)) : 0;
    const sum = alive + gone;
    const logEnded = Math.log(ended);
    total.value +=
      weight *
      (sums.rising[n]! +
        r * logAlpha +
        sums.stay[s]! -
        (r + n) * logEnded +
        Math.log(sum) +
        (k - 1) * logGaps[row]! -
        x * logGammaK);
    total.r += weight * (sums.risingR[n]! + logAlpha - logEnded + (aliveR + gone * Math.log(ended / seen)) / sum);
    total.alpha +=
      weight * (r / alpha - (r + n) / ended + (aliveAlpha + gone * (r + n) * (1 / ended - 1 / seen)) / sum);
    if (!leaves) continue;
    total.a += weight * (sums.stayA[s]! + gone / a / sum);
    total.b += weight * (sums.stayB[s]! - (s > 0 ? gone / (b + s - 1) / sum : 0));
  }
  return total;
}

function logFactorial(n: number): number {
  let sum = 0;
  for (let i = 2; i <= n; i++) sum += Math.log(i);
  return sum;
}
