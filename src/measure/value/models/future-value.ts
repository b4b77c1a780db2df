import type { Chance } from './chance.ts';
import type { History, PurchaseForecast } from './expected-purchases.ts';
import { expectedSpend, type SpendParameters } from './gamma-gamma.ts';
import { betaShare } from './special.ts';

/** A customer's history with what the repeat purchases brought on average; 0 where there are none, or none above zero. */
export interface Customer extends History {
  meanSpend: number;
}

/** The future that is asked for: so many steps of a length in the model's unit of time, each discounted once more. */
export interface Horizon {
  steps: number;
  length: number;
  /** For one step: 0.01 is one per cent. */
  discount: number;
}

/** What future purchases are expected to bring, discounted to today: the residual value, without what is past. */
export function expectedValue(
  purchases: PurchaseForecast,
  spend: SpendParameters,
  customer: Customer,
  { steps, length, discount }: Horizon,
): number {
  let [sum, before] = [0, 0];
  for (let step = 1; step <= steps; step++) {
    const until = purchases.expected(customer, step * length);
    sum += (until - before) / (1 + discount) ** step;
    before = until;
  }
  return sum * spendOf(spend, customer);
}

/** What a purchase of the customer is expected to bring. */
export const spendOf = (spend: SpendParameters, customer: Customer): number =>
  expectedSpend(spend, paidRepeats(customer), customer.meanSpend);

/** A way in which the future may go on: parameters of both models. */
export interface Outcome {
  purchases: PurchaseForecast;
  spend: SpendParameters;
}

/**
 * Between which amounts the value of the purchases in a time ahead lies, with so much confidence, undiscounted. As much is
 * left out above as below; where nothing may come at all, which no interval can leave out, all that is left out is above.
 * From the exact distribution of their number and of their sum. Given n purchases the sum is (x m + v) B / (1 − B) with B from
 * Beta(p n, p x + q): a Gamma sum whose rate the customer's past has told about. Over several outcomes it is their mean.
 */
export function valueInterval(
  outcomes: readonly Outcome[],
  customer: Customer,
  ahead: number,
  confidence: number,
): { low: number; high: number } {
  const repeats = paidRepeats(customer);
  const spread = outcomes.map(({ purchases, spend: { p, q, v } }) => {
    const atLeast = purchases.atLeast(customer, ahead);
    const exactly = atLeast.map((chance, i) => chance - (atLeast[i + 1] ?? 0));
    return { p, q, exactly, none: 1 - (atLeast[0] ?? 0), scale: repeats * customer.meanSpend + v };
  });
  const below = (amount: number) =>
    spread.reduce((total, { p, q, exactly, none, scale }) => {
      const share = amount / (amount + scale);
      return exactly.reduce(
        (sum, chance, i) => sum + (chance < 1e-9 ? 0 : chance * betaShare(share, p * (i + 1), p * repeats + q)),
        total + none,
      );
    }, 0) / spread.length;
  const unit = spread[0]!.scale;
  const outside = (1 - confidence) / 2;
  if (below(0) >= outside) return { low: 0, high: quantile(below, confidence, unit) };
  return { low: quantile(below, outside, unit), high: quantile(below, 1 - outside, unit) };
}

/** What the customer brings in one possible future; `atLeast` holds the chances of at least 1, 2 … purchases in it. */
export function drawValueOf(
  atLeast: readonly number[],
  { p, q, v }: SpendParameters,
  customer: Customer,
  { uniform, gamma }: Chance,
): number {
  const at = uniform();
  const beyond = atLeast.findIndex((chance) => chance <= at);
  const purchases = beyond === -1 ? atLeast.length : beyond;
  if (purchases === 0) return 0;
  const repeats = paidRepeats(customer);
  return ((repeats * customer.meanSpend + v) * gamma(p * purchases)) / gamma(p * repeats + q);
}

/** Purchases that were worth nothing say nothing of what a purchase is worth. */
const paidRepeats = ({ repeats, meanSpend }: Customer): number => (meanSpend > 0 ? repeats : 0);

/** The least amount that so large a share lies below, to one part in ten thousand. */
function quantile(below: (amount: number) => number, share: number, unit: number): number {
  if (below(0) >= share) return 0;
  let [low, high] = [0, unit];
  while (below(high) < share && high < unit * 1e12) [low, high] = [high, high * 2];
  while (high - low > 1e-4 * high) {
    const middle = (low + high) / 2;
    if (below(middle) < share) low = middle;
    else high = middle;
  }
  return high;
}
