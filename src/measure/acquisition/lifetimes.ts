import { Decimal } from 'decimal.js';
import type { RawBuilder } from 'kysely';
import type { NullReason } from '../metric.ts';
import { daysBetween } from '../period.ts';
import { recall } from '../recall.ts';
import { epoch } from '../value/fitted.ts';
import type { MeanValue, NoMeanValue } from '../value/mean-value.ts';
import { runTask } from '../thread/run.ts';
import { shareLeft, type Won } from './ages.ts';
import { creditedOrders, type Division, type Inquiry, wonOf } from './credited.ts';
import { columnsOf, type HistoryRow } from './histories.ts';
import { estimateOf } from './math.ts';
import { modelsOf } from './models.ts';
import { type MarginTaken, worthRows } from './sql.ts';

/** How sure the interval of a lifetime value is. */
export const confidence = 0.95;

/** What the customers of a part bring on average within some days of their first purchase: so far, and expected. */
export interface Lifetime {
  value: LifetimeValue | null;
  reason: NullReason | null;
  /** By whose model the days to come are foretold, and its name; null where all days have passed, or there is no model. */
  model: { of: Division; name: string } | null;
}

export interface LifetimeValue {
  expected: number;
  /** The part of it that has come already. */
  soFar: number;
  /** 95 % interval and tenth percentile, as of the mean of such customers; null of a single one. */
  low: number | null;
  high: number | null;
  p10: number | null;
}

type WorthRow = HistoryRow & { worth: number[] };

/** Of each part, within so many days. Worked out in a thread of its own. */
export async function readLifetimes(
  inquiry: Inquiry,
  taken: MarginTaken,
  days: number,
  won: ReadonlyMap<string, Won>,
): Promise<Map<string, Lifetime>> {
  const { context } = inquiry;
  const modelOf = await modelsOf(inquiry);
  const parts = [...won].map(([part, own]) => ({ part, reason: whyUnknown(own), share: shareLeft(own.toDate) }));
  const known = new Map(
    parts.flatMap(({ part, reason, share }) => (reason || !share ? [] : [[part, share.toFixed()]])),
  );
  const customers = wonOf(await creditedOrders(inquiry, 'FIRST'));
  const statement = worthRows(context, customers, days, { taken, shares: known }) as RawBuilder<WorthRow>;
  const means = new Map(await meansOf(inquiry, statement, days, (part) => Number(known.get(part)), modelOf));
  return new Map(
    parts.map(({ part, reason }) => {
      const model = modelOf(part);
      return [part, inWords(reason, means.get(part), model && { of: model.of, name: model.fit.name })];
    }),
  );
}

function whyUnknown({ toDate }: Won): NullReason | null {
  if (toDate.unknown > 0) return 'NO_RATE';
  return shareLeft(toDate) ? null : 'COST_UNKNOWN';
}

/** The statement and its parameters, and the data they are read from, decide on the answer. */
function meansOf(
  { context }: Inquiry,
  statement: RawBuilder<WorthRow>,
  days: number,
  shareOf: (part: string) => number,
  modelOf: Awaited<ReturnType<typeof modelsOf>>,
): Promise<(readonly [string, MeanValue | NoMeanValue])[]> {
  const compiled = statement.compile(context.em.getKysely());
  return recall(context, ['lifetimes', compiled.sql, compiled.parameters], async () => {
    const { rows } = await context.em.getKysely().executeQuery(compiled);
    if (rows.length === 0) return [];
    const groups = rows.map((row) => ({
      fitted: modelOf(row.part)?.fit ?? null,
      histories: columnsOf(row),
      share: shareOf(row.part),
      soFar: Float64Array.from(row.worth),
    }));
    const means = await runTask('means', { groups, asOf: daysBetween(epoch, context.asOf), days });
    return rows.map(({ part }, at) => [part, means[at]!] as const);
  });
}

function inWords(
  reason: NullReason | null,
  mean: MeanValue | NoMeanValue | undefined,
  model: Lifetime['model'],
): Lifetime {
  if (reason) return { value: null, reason, model: null };
  if (mean === undefined) return { value: null, reason: 'NO_DENOMINATOR', model: null };
  if (typeof mean === 'string') return { value: null, reason: mean, model: null };
  const { soFar, ahead, error } = mean;
  const expected = soFar + ahead;
  const open = { low: null, high: null, p10: null };
  const value = { expected, soFar, ...(error === null ? open : estimateOf(expected, error)) };
  return { value, reason: null, model: ahead === 0 ? null : model };
}

/** As money: exact to six decimals. */
export const amountOf = (value: number): string => new Decimal(value).toFixed(6);
