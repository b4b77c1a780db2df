import { customerOn } from './customer-on.ts';
import { confidence, type FittedValue, weeksPerMonth } from './fitted.ts';
import type { HistoryColumns } from './histories.ts';
import { chanceOf } from './models/chance.ts';
import { PurchaseForecast } from './models/expected-purchases.ts';
import { type Customer, drawValueOf, spendOf } from './models/future-value.ts';
import { outlookOf } from './outlook.ts';

/** Whose future value to add up. Days are counted from 1970. */
export interface SumTask {
  fitted: FittedValue;
  histories: HistoryColumns;
  asOf: number;
  months: number;
}

/** What all customers are expected to bring, undiscounted, and how it is spread over them. */
export interface ValueSum {
  customers: number;
  expected: number;
  low: number;
  high: number;
  /** Of the best fifth of the customers; null where nothing is expected. */
  topShare: number | null;
  /** The fewest who bring four fifths. */
  customersFor80: number | null;
}

const topCustomers = 0.2;
const valueShare = 0.8;
/** Futures that are played through with each draw of the parameters, */
const futures = 10;
/** and by how many customers at most, evenly chosen. */
const mostPlayed = 500;
const seed = 2;

/** Null without a spend model. */
export function sumValue({ fitted, histories, asOf, months }: SumTask): ValueSum | null {
  const outlook = outlookOf(fitted);
  if (!outlook.knowsSpend) return null;
  const ahead = months * weeksPerMonth;
  const customers = histories.repeats.length;
  const valueOf = (customer: Customer) => outlook.value(customer, { steps: 1, length: ahead, discount: 0 });
  const values = Float64Array.from(histories.repeats, (_, row) => valueOf(customerOn(asOf, histories, row)));
  const expected = values.reduce((sum, value) => sum + value, 0);
  const step = Math.ceil(customers / mostPlayed);
  const played = Array.from({ length: Math.ceil(customers / step) }, (_, i) => customerOn(asOf, histories, i * step));
  const playedValue = played.reduce((sum, customer) => sum + valueOf(customer), 0);
  const sums = playedSums(fitted, played, ahead, customers);
  const outside = (1 - confidence) / 2;
  const quantile = (share: number) =>
    expected > 0 ? (expected * sums[Math.floor(share * sums.length)]!) / playedValue : 0;
  return { customers, expected, low: quantile(outside), high: quantile(1 - outside), ...spreadOf(values, expected) };
}

/**
 * Sums of what customers bring in possible futures, in ascending order. Where they stand for `customers`, chance evens out as it does over
 * so many; what is not known about the parameters does not.
 */
function playedSums({ draws }: FittedValue, played: readonly Customer[], ahead: number, customers: number): number[] {
  const chance = chanceOf(seed);
  const evened = Math.sqrt(played.length / customers);
  const sums = draws.flatMap(({ kind, purchases, spend }) => {
    const forecast = new PurchaseForecast(kind, purchases);
    const drawn = new Float64Array(futures);
    let mean = 0;
    for (const customer of played) {
      mean += forecast.expected(customer, ahead) * spendOf(spend!, customer);
      const atLeast = forecast.atLeast(customer, ahead);
      for (let i = 0; i < futures; i++) drawn[i]! += drawValueOf(atLeast, spend!, customer, chance);
    }
    return [...drawn].map((sum) => mean + (sum - mean) * evened);
  });
  return sums.toSorted((one, other) => one - other);
}

/** How much the best bring. */
function spreadOf(values: Float64Array, expected: number): Pick<ValueSum, 'topShare' | 'customersFor80'> {
  if (expected <= 0) return { topShare: null, customersFor80: null };
  const best = values.toSorted((one, other) => other - one);
  const top = best.subarray(0, Math.ceil(topCustomers * best.length)).reduce((sum, value) => sum + value, 0);
  let [sum, count] = [0, 0];
  while (sum < valueShare * expected && count < best.length) sum += best[count++]!;
  return { topShare: top / expected, customersFor80: count };
}
