import { customerOn } from './customer-on.ts';
import { type FittedValue, keptMonths, weeksPerMonth } from './fitted.ts';
import type { HistoryColumns } from './histories.ts';
import { outlookOf } from './outlook.ts';

/** What to score. Days are counted from 1970. */
export interface ScoreTask {
  fitted: FittedValue;
  histories: HistoryColumns;
  asOf: number;
}

/** In the order of the histories. Values are NaN without a spend model. */
export interface Scores {
  alive: Float64Array;
  /** Purchases of the next year, */
  purchases: Float64Array;
  /** and what they bring, undiscounted. */
  value: Float64Array;
}

export function scoreValue({ fitted, histories, asOf }: ScoreTask): Scores {
  const outlook = outlookOf(fitted);
  const year = { steps: 1, length: keptMonths * weeksPerMonth, discount: 0 };
  const rows = histories.repeats.length;
  const scores = { alive: new Float64Array(rows), purchases: new Float64Array(rows), value: new Float64Array(rows) };
  for (let row = 0; row < rows; row++) {
    const customer = customerOn(asOf, histories, row);
    scores.alive[row] = outlook.alive(customer);
    scores.purchases[row] = outlook.expected(customer, year.length);
    scores.value[row] = outlook.knowsSpend ? outlook.value(customer, year) : Number.NaN;
  }
  return scores;
}
