import type { FittedValue, HoldOut } from './fitted.ts';
import { confidence } from './fitted.ts';
import type { HistoryColumns } from './histories.ts';
import { customerOn } from './customer-on.ts';
import { drawValue } from './draw-value.ts';
import { fewBuyers, Outlook, outlookOf } from './outlook.ts';
import { backTest } from './models/back-test.ts';
import { chooseModel } from './models/choose-model.ts';
import { fitPurchases } from './models/fit-purchases.ts';
import type { Customer } from './models/future-value.ts';
import { fitSpend, type Spends } from './models/gamma-gamma.ts';
import type { Histories, ModelKind } from './models/purchase-likelihood.ts';

/** What a fit needs to know. Days are counted from 1970. */
export interface FitTask {
  histories: HistoryColumns;
  asOf: number;
  /** Repeat purchases by week since the first purchase of all. */
  repeatsByWeek: number[];
  holdOut: { histories: HistoryColumns; day: number; later: Int32Array; laterSpend: Float64Array } | null;
}

/** Below so many customers who came again nothing can be said of what a purchase brings, */
const fewestSpenders = 3;
/** and below so many buyers, or without anybody who came again, nothing at all. */
const fewestBuyers = 10;
/** Intervals take half a millisecond each: of large shops some are looked at. */
const mostIntervals = 2000;

/** Chooses and fits the models of a workspace; null where there are too few customers for any. */
export function fitValue({ histories, asOf, repeatsByWeek, holdOut }: FitTask): FittedValue | null {
  const counted = countAlike(histories, asOf);
  const customers = counted.weights.reduce((sum, weight) => sum + weight, 0);
  const repeaters = counted.weights.reduce((sum, weight, row) => sum + (counted.repeats[row]! > 0 ? weight : 0), 0);
  if (customers < fewestBuyers || repeaters === 0) return null;
  const { name, model, churnIdentifiable, candidates } = chooseModel(counted);
  const spends = spendsOf(histories);
  const spend = spends && fitSpend(spends, { prior: true });
  const fitted = {
    name,
    kind: model.kind,
    purchases: model.parameters,
    errors: model.errors,
    churnIdentifiable,
    candidates: candidates.map(({ name: tried, criterion, model: { logLikelihood } }) => ({
      name: tried,
      criterion,
      logLikelihood,
    })),
    spend,
    draws: drawValue({ model, candidates, histories: counted, spend, spends }),
    correlation: correlationOf(histories),
    customers,
    repeaters,
    backTest: holdOut && testBackwards(model.kind, holdOut, asOf),
    tracking: [],
  };
  return { ...fitted, tracking: trackingOf(outlookOf(fitted), histories, repeatsByWeek) };
}

/** Histories in weeks, those that are alike counted once: the likelihood depends on nothing else. */
function countAlike({ repeats, firstDay, lastDay, logGaps, weights }: HistoryColumns, asOf: number): Histories {
  const rows = new Map<string, { repeats: number; recency: number; tenure: number; logGaps: number; weight: number }>();
  for (let i = 0; i < repeats.length; i++) {
    const [recency, tenure] = [lastDay[i]! - firstDay[i]!, asOf - firstDay[i]!];
    const name = `${repeats[i]} ${recency} ${tenure}`;
    const row = rows.get(name) ?? {
      repeats: repeats[i]!,
      recency: recency / 7,
      tenure: tenure / 7,
      logGaps: 0,
      weight: 0,
    };
    const weight = weights?.[i] ?? 1;
    row.weight += weight;
    row.logGaps += weight * (logGaps[i]! - repeats[i]! * Math.log(7));
    rows.set(name, row);
  }
  const alike = [...rows.values()];
  return {
    repeats: Int32Array.from(alike, (row) => row.repeats),
    recency: Float64Array.from(alike, ({ recency }) => recency),
    tenure: Float64Array.from(alike, ({ tenure }) => tenure),
    logGaps: Float64Array.from(alike, (row) => row.logGaps / row.weight),
    weights: Float64Array.from(alike, ({ weight }) => weight),
  };
}

/** What customers who came again spent; null where they are too few. */
function spendsOf({ repeats, meanSpend, weights }: HistoryColumns): Spends | null {
  const rows = new Map<string, { purchases: number; mean: number; weight: number }>();
  for (let i = 0; i < repeats.length; i++) {
    if (!(repeats[i]! > 0 && meanSpend[i]! > 0)) continue;
    const name = `${repeats[i]} ${meanSpend[i]}`;
    const row = rows.get(name) ?? { purchases: repeats[i]!, mean: meanSpend[i]!, weight: 0 };
    row.weight += weights?.[i] ?? 1;
    rows.set(name, row);
  }
  const alike = [...rows.values()];
  if (alike.reduce((sum, { weight }) => sum + weight, 0) < fewestSpenders) return null;
  return {
    purchases: Int32Array.from(alike, ({ purchases }) => purchases),
    means: Float64Array.from(alike, ({ mean }) => mean),
    weights: Float64Array.from(alike, ({ weight }) => weight),
  };
}

/** Pearson's, over customers who came again and paid. */
function correlationOf({ repeats, meanSpend, weights }: HistoryColumns): number | null {
  const sums = { n: 0, x: 0, m: 0, xx: 0, mm: 0, xm: 0 };
  for (let i = 0; i < repeats.length; i++) {
    const [x, m] = [repeats[i]!, meanSpend[i]!];
    if (!(x > 0 && m > 0)) continue;
    const weight = weights?.[i] ?? 1;
    sums.n += weight;
    sums.x += weight * x;
    sums.m += weight * m;
    sums.xx += weight * x * x;
    sums.mm += weight * m * m;
    sums.xm += weight * x * m;
  }
  const spread = Math.sqrt((sums.n * sums.xx - sums.x ** 2) * (sums.n * sums.mm - sums.m ** 2));
  return sums.n > 2 && spread > 0 ? (sums.n * sums.xm - sums.x * sums.m) / spread : null;
}

function testBackwards(kind: ModelKind, holdOut: NonNullable<FitTask['holdOut']>, asOf: number): HoldOut | null {
  const { histories, day, later } = holdOut;
  if (later.length < fewestBuyers) return null;
  const outlook = earlierOutlook(kind, histories, day);
  const weeks = (asOf - day) / 7;
  const customers = Array.from(later, (_, i) => customerOn(day, histories, i));
  const outcomes = customers.map((customer, i) => ({
    expected: outlook.expected(customer, weeks),
    actual: later[i]!,
  }));
  const coverage = outlook.knowsSpend
    ? coverageOf(customers, holdOut.laterSpend, (customer) => outlook.interval(customer, weeks, confidence))
    : null;
  return { ...backTest(outcomes), weeks, coverage, confidence };
}

/** What would have been foretold on a day: of few buyers as they are foretold today, of many by the same model. */
function earlierOutlook(kind: ModelKind, histories: HistoryColumns, day: number): Outlook {
  const counted = countAlike(histories, day);
  const spends = spendsOf(histories);
  const spend = spends && fitSpend(spends, { prior: true });
  if (histories.repeats.length < fewBuyers) {
    return new Outlook(drawValue({ ...chooseModel(counted), histories: counted, spend, spends }));
  }
  const { parameters } = fitPurchases(kind, counted, { prior: true });
  return new Outlook([{ kind, purchases: parameters, spend: spend?.parameters ?? null }]);
}

/** How many of the customers, or of some spread evenly over them, brought what their interval says. */
function coverageOf(
  customers: readonly Customer[],
  laterSpend: Float64Array,
  intervalOf: (customer: Customer) => { low: number; high: number },
): number | null {
  const step = Math.ceil(customers.length / mostIntervals);
  let [held, all] = [0, 0];
  for (let i = 0; i < customers.length; i += step) {
    const spent = laterSpend[i]!;
    if (Number.isNaN(spent)) continue;
    const { low, high } = intervalOf(customers[i]!);
    all++;
    if (spent >= low && spent <= high * (1 + 1e-6)) held++;
  }
  return all === 0 ? null : held / all;
}

/** Cumulative repeat purchases: every week's newcomers, each week older. */
function trackingOf(outlook: Outlook, { firstDay }: HistoryColumns, repeatsByWeek: number[]): FittedValue['tracking'] {
  const start = firstDay.reduce((least, day) => Math.min(least, day), Infinity);
  const newcomers = repeatsByWeek.map(() => 0);
  for (const day of firstDay) newcomers[Math.floor((day - start) / 7)]! += 1;
  // On average they came in the middle of their week.
  const byAge = newcomers.map((_, age) => outlook.expected({ repeats: 0, recency: 0, tenure: 0 }, age + 0.5));
  let actual = 0;
  return repeatsByWeek.map((repeats, week) => {
    actual += repeats;
    let expected = 0;
    for (let from = 0; from <= week; from++) expected += newcomers[from]! * byAge[week - from]!;
    return { week: week + 1, actual, expected };
  });
}
