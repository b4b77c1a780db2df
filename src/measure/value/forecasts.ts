import { sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import type { Provenance } from '../metric.ts';
import { type MarginBase, orderMargin } from '../order-margin.ts';
import { ordersUpToNow, provenanceOf } from '../provenance.ts';
import { type PurchaseHistory, purchaseHistories } from './index.ts';
import { confidence, type FittedValue, weeksPerMonth } from './fitted.ts';
import { modelOn } from './model-of.ts';
import { fewBuyers, outlookOf } from './outlook.ts';
import { recallRows } from '../recall.ts';

/** Why nothing is foretold: too few customers for a model, none who paid again, or the cost of goods unknown. */
export type ForecastReason = 'NO_MODEL' | 'NO_SPEND_MODEL' | 'COST_UNKNOWN';
export type ForecastBase = MarginBase;

export interface ForecastQuery {
  /** How far ahead, in months. */
  months: number;
  base: ForecastBase;
  /** A year's discount: 0.1 is ten per cent. */
  discount: number;
}

/** What a customer is expected to bring. Amounts are decimal text in the workspace's currency. */
export interface Forecast {
  /** The probability that the customer will ever buy again. */
  alive: number | null;
  purchases: number | null;
  expected: string | null;
  /** Between which amounts it lies with `confidence`. */
  low: string | null;
  high: string | null;
  confidence: number;
  reason: ForecastReason | null;
}

const nothing: Forecast = {
  alive: null,
  purchases: null,
  expected: null,
  low: null,
  high: null,
  confidence,
  reason: 'NO_MODEL',
};

/** Forecasts of customers who have bought, as of the context's day. */
export async function forecastsOf(
  context: MeasureContext,
  customerIds: readonly string[],
  { months, base, discount }: ForecastQuery,
): Promise<Map<string, Forecast>> {
  const histories = await purchaseHistories(context, customerIds);
  const model = await modelOn(context.em, context.workspace.id, context.asOf);
  if (!model) return new Map(histories.map(({ customerId }) => [customerId, nothing]));
  const outlook = outlookOf(model.fit);
  const margin = await marginShare(context, base);
  const horizon = { steps: months, length: weeksPerMonth, discount: (1 + discount) ** (1 / 12) - 1 };
  const ahead = months * weeksPerMonth;
  const foretell = ({ repeatPurchases: repeats, recency, tenure, meanRepeatSpend }: PurchaseHistory): Forecast => {
    const customer = { repeats, recency, tenure, meanSpend: Math.max(0, Number(meanRepeatSpend ?? 0)) };
    const count = outlook.expected(customer, ahead);
    const known = { ...nothing, alive: outlook.alive(customer), purchases: count };
    if (!outlook.knowsSpend) return { ...known, reason: 'NO_SPEND_MODEL' };
    if (margin === null) return { ...known, reason: 'COST_UNKNOWN' };
    const expected = outlook.value(customer, horizon);
    const { low, high } = outlook.interval(customer, ahead, confidence);
    // The interval is of the sum as it comes in; discounting shortens it in proportion.
    const undiscounted = discount === 0 ? expected : outlook.value(customer, { steps: 1, length: ahead, discount: 0 });
    const today = undiscounted > 0 ? expected / undiscounted : 1;
    const amount = (value: number) => (value * margin).toFixed(6);
    return { ...known, expected: amount(expected), low: amount(low * today), high: amount(high * today), reason: null };
  };
  return new Map(histories.map((history) => [history.customerId, foretell(history)]));
}

/**
 * What has remained of net sales so far, over all orders whose costs are known; null where none is. CM1: after the cost of
 * goods. CM2: with shipping charged, and after fulfilment and payment fees too; orders in other currencies are left out.
 */
export async function marginShare(context: MeasureContext, base: ForecastBase): Promise<number | null> {
  if (base === 'NET') return 1;
  const { workspace, asOf } = context;
  const { rest, joins } = orderMargin(workspace, base);
  const rows = await recallRows(
    context,
    sql<{ share: number | null }>`
    select (sum(${rest}) / nullif(sum(f.net), 0))::float8 as share from order_facts f ${joins}
    where f.workspace_id = ${workspace.id} and f.valid and ${rest} is not null and f.day <= ${asOf}::date`,
  );
  return rows[0]!.share;
}

const formula =
  'Purchases: each customer buys at a rate of their own while they stay, and leaves after a purchase with a probability of ' +
  'their own; both are known as far as the days of purchases tell (BG/NBD, MBG/NBD, CNBD-k or NBD, whichever the history ' +
  'speaks for). What a purchase brings: around a mean of the customer’s own (Gamma-Gamma), net of returns. Expected value: ' +
  'the product, month by month, discounted. Interval: from the exact distribution of both. A margin is net sales times ' +
  'the share that its costs have left so far. What is past is not in it.';

const unsure = ({ customers }: FittedValue): string =>
  customers < fewBuyers ? ', only taken to be possible' : ': nobody is taken to leave';

/** Where forecasts come from: the model by name and the day it was fitted, and the orders that it knew. */
export async function forecastProvenance(
  context: MeasureContext,
  description = { method: 'buy-till-you-die@1', formula },
): Promise<Provenance> {
  const model = await modelOn(context.em, context.workspace.id, context.asOf);
  const notes = model
    ? [
        `${model.fit.name}, fitted to ${model.fit.customers} customers as of ${model.asOf}`,
        ...(model.fit.churnIdentifiable ? [] : [`Churn is not identifiable from this history${unsure(model.fit)}.`]),
        ...(model.fit.customers < fewBuyers
          ? [
              `Of fewer than ${fewBuyers} customers a history leaves much open: the mean over all models that it allows.`,
            ]
          : []),
      ]
    : ['There is no model yet.'];
  return provenanceOf(context, description, ordersUpToNow(context), notes);
}
