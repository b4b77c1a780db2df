import { fail } from '../../errors.ts';
import { type MeasureContext, openContext } from '../context.ts';
import { isCurrent } from '../customers-as-of.ts';
import type { Provenance } from '../metric.ts';
import { buckets, daysBetween, type Grain, type Period } from '../period.ts';
import { recall } from '../recall.ts';
import { confidence, epoch } from './fitted.ts';
import { type ForecastBase, forecastProvenance, type ForecastReason, marginShare } from './forecasts.ts';
import { type HistoryColumns, readHistories, readHoldOut } from './histories.ts';
import { modelOn } from './model-of.ts';
import type { ValueSum } from './sum-value.ts';
import { runTask } from '../thread/run.ts';

export interface EquityQuery {
  months: number;
  base: ForecastBase;
}

/** What all customers together are expected to bring after a day. Amounts are decimal text in the workspace's currency. */
export interface Equity {
  day: string;
  /** Those who have bought. */
  customers: number;
  expected: string | null;
  low: string | null;
  high: string | null;
  confidence: number;
  topShare: number | null;
  customersFor80: number | null;
  reason: ForecastReason | null;
}

const mostPoints = 60;

/** As of the context's day, by the model that was in force then; worked out in a thread of its own. */
export function equityOn(context: MeasureContext, query: EquityQuery): Promise<Equity> {
  const { months, base } = query;
  return recall(context, ['customer equity', context.asOf, months, base], () => sumUp(context, query));
}

async function sumUp(context: MeasureContext, { months, base }: EquityQuery): Promise<Equity> {
  const { em, workspace, asOf } = context;
  const histories = await historiesOn(context);
  const customers = histories.repeats.length;
  const model = await modelOn(em, workspace.id, asOf);
  if (!model || customers === 0) return unknown(asOf, customers, 'NO_MODEL');
  const margin = await marginShare(context, base);
  if (margin === null) return unknown(asOf, customers, 'COST_UNKNOWN');
  const sum = await runTask('sum', { fitted: model.fit, histories, asOf: daysBetween(epoch, asOf), months });
  return sum ? inText(asOf, sum, margin) : unknown(asOf, customers, 'NO_SPEND_MODEL');
}

/** The same on the last day of each unit of a period, as it was known and expected on that day. */
export async function equityHistory(
  context: MeasureContext,
  query: EquityQuery,
  { period, grain }: { period: Period; grain: Grain },
): Promise<Equity[]> {
  const { em, workspace, asOf, completeThrough } = context;
  const ends = buckets(period, grain, completeThrough)
    .filter(({ days }) => days.from <= asOf)
    .map(({ days }) => (days.to < asOf ? days.to : asOf));
  if (ends.length > mostPoints) {
    fail('BAD_INPUT', { field: 'grain', reason: `${grain} cuts the period into more than ${mostPoints} points` });
  }
  const points: Equity[] = [];
  // One after another: a thread holds all histories.
  for (const day of ends) points.push(await equityOn(await openContext(em, workspace.id, day), query));
  return points;
}

async function historiesOn(context: MeasureContext): Promise<HistoryColumns> {
  const { em, workspace, asOf } = context;
  const { columns } = isCurrent(context)
    ? await readHistories(em, workspace.id)
    : await readHoldOut(em, workspace.id, asOf);
  return columns;
}

const inText = (day: string, sum: ValueSum, margin: number): Equity => {
  const amount = (value: number) => (value * margin).toFixed(6);
  const { expected, low, high, ...spread } = sum;
  return {
    day,
    ...spread,
    expected: amount(expected),
    low: amount(low),
    high: amount(high),
    confidence,
    reason: null,
  };
};

const unknown = (day: string, customers: number, reason: ForecastReason): Equity => ({
  day,
  customers,
  expected: null,
  low: null,
  high: null,
  confidence,
  topShare: null,
  customersFor80: null,
  reason,
});

export const equityProvenance = (context: MeasureContext): Promise<Provenance> =>
  forecastProvenance(context, {
    method: 'customer-equity@1',
    formula:
      'The sum over all customers who have bought of what each is expected to bring in the months ahead, undiscounted, ' +
      'without customers still to be won. Interval: from futures played through with parameters drawn as the history allows ' +
      'them, so that it tells both chance and what is not known of the parameters. The best fifth (rounded up) and the fewest ' +
      'customers for 80 % are counted by expected value. On earlier days: the model in force then, and the purchases up to then.',
  });
