import { customerOn } from './customer-on.ts';
import type { Draw, FittedValue } from './fitted.ts';
import type { HistoryColumns } from './histories.ts';
import type { Customer } from './models/future-value.ts';
import { Outlook, outlookOf } from './outlook.ts';

/** Whose mean value within some days of the first purchase is asked for. Days are counted from 1970. */
export interface MeanValueTask {
  groups: readonly ValuedGroup[];
  asOf: number;
  /** The horizon: value is that of so many days. */
  days: number;
}

export interface ValuedGroup {
  /** Null where there is none: then only customers as old as the horizon have a value. */
  fitted: FittedValue | null;
  histories: HistoryColumns & { weights: Float64Array };
  /** What is left of what purchases to come bring: 1 for net sales. */
  share: number;
  /** The value that each customer has brought so far within the horizon. */
  soFar: Float64Array;
}

/** A mean over the customers by weight: what has come, and what is expected of the days that are left. */
export interface MeanValue {
  soFar: number;
  ahead: number;
  /** The standard error of the sum as the value of such customers; null where one customer alone says nothing of others. */
  error: number | null;
}

export type NoMeanValue = 'NO_MODEL' | 'NO_SPEND_MODEL';

/** What the parameters leave open is looked at with so many customers at most, evenly chosen. */
const mostDrawn = 300;

/** Of each group. */
export const meanValues = ({ groups, asOf, days }: MeanValueTask): (MeanValue | NoMeanValue)[] =>
  groups.map((group) => meanValue(group, asOf, days));

function meanValue(
  { fitted, histories, share, soFar }: ValuedGroup,
  asOf: number,
  days: number,
): MeanValue | NoMeanValue {
  const { weights, firstDay } = histories;
  const young = Array.from(weights.keys()).filter((row) => asOf - firstDay[row]! < days);
  const weeksLeft = (row: number) => (days - (asOf - firstDay[row]!)) / 7;
  const ahead = new Float64Array(weights.length);
  let left = 0;
  if (young.length > 0) {
    if (!fitted) return 'NO_MODEL';
    const outlook = outlookOf(fitted);
    if (!outlook.knowsSpend) return 'NO_SPEND_MODEL';
    for (const row of young) {
      ahead[row] = share * valueAhead(outlook, customerOn(asOf, histories, row), weeksLeft(row));
    }
    left = spreadOfDraws(fitted.draws, outlook, everyNth(young, mostDrawn), (row) => ({
      customer: customerOn(asOf, histories, row),
      weeks: weeksLeft(row),
      weight: weights[row]!,
    }));
  }
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const meanOf = (value: (row: number) => number) =>
    weights.reduce((sum, weight, row) => sum + weight * value(row), 0) / whole;
  const [past, future] = [meanOf((row) => soFar[row]!), meanOf((row) => ahead[row]!)];
  const squares = weights.reduce(
    (sum, weight, row) => sum + (weight * (soFar[row]! + ahead[row]! - past - future)) ** 2,
    0,
  );
  // As many customers of full weight would say as much (Kish 1965).
  const effective = whole ** 2 / weights.reduce((sum, weight) => sum + weight ** 2, 0);
  const sampling = effective > 1 ? (squares / whole ** 2) * (effective / (effective - 1)) : null;
  return {
    soFar: past,
    ahead: future,
    error: sampling === null ? null : Math.sqrt(sampling + (future * left) ** 2),
  };
}

const valueAhead = (outlook: Outlook, customer: Customer, weeks: number): number =>
  outlook.value(customer, { steps: 1, length: weeks, discount: 0 });

/** By which share of itself the value ahead of some customers differs between the draws of the parameters. */
function spreadOfDraws(
  draws: readonly Draw[],
  outlook: Outlook,
  rows: readonly number[],
  read: (row: number) => { customer: Customer; weeks: number; weight: number },
): number {
  const sumOf = (of: Outlook) =>
    rows.map(read).reduce((sum, { customer, weeks, weight }) => sum + weight * valueAhead(of, customer, weeks), 0);
  const expected = sumOf(outlook);
  if (expected <= 0) return 0;
  const drawn = draws.map((draw) => sumOf(new Outlook([draw])) / expected);
  const mean = drawn.reduce((sum, ratio) => sum + ratio, 0) / drawn.length;
  return Math.sqrt(drawn.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0) / (drawn.length - 1));
}

function everyNth(rows: readonly number[], most: number): number[] {
  const step = Math.ceil(rows.length / most);
  return rows.filter((_, at) => at % step === 0);
}
