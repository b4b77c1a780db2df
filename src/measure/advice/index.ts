import { sql } from 'kysely';
import type { Part } from '../acquisition/book.ts';
import { cacOf, type Cost } from '../acquisition/cac.ts';
import { unknownPart } from '../acquisition/credited.ts';
import { openBook, partProvenance } from '../acquisition/index.ts';
import type { LifetimeValue } from '../acquisition/lifetimes.ts';
import { type MaximumCac, maximumCac } from '../acquisition/maximum-cac.ts';
import { monthsIn } from '../acquisition/months.ts';
import { lifetimeValue } from '../acquisition/value-to-cost.ts';
import type { MeasureContext } from '../context.ts';
import type { CustomerFilter } from '../filter.ts';
import { middle95 } from '../math.ts';
import type { NullReason, Provenance } from '../metric.ts';
import { daysBetween } from '../period.ts';
import { recallRows } from '../recall.ts';
import { decide, type Step } from './decide.ts';
import { type Economy, type Interval, intervalOf, marginalCac, worldsOf } from './economy.ts';
import type { Estimate } from './pool.ts';
import type { Response, ResponseReason } from './response.ts';
import { notesOn, type Told, told } from './words.ts';
import { readResponses } from './weeks.ts';

/** Why nothing is advised. */
export const adviceReasons = [
  'RETENTION',
  'NO_SPEND',
  'TOO_FEW',
  'VALUE_UNKNOWN',
  'RESPONSE_UNKNOWN',
  'WITHIN_DOUBT',
] as const;
export type AdviceReason = (typeof adviceReasons)[number];

/** What to do about a campaign, with the figures behind it; amounts in the workspace's currency. */
export interface CampaignAdvice {
  steps: (Step & Told & { lookalike: CustomerFilter | null })[];
  /** Set where there is no step. */
  reason: AdviceReason | null;
  /** Why its value is unknown, where that is the reason. */
  valueReason: NullReason | null;
  averageCac: Cost;
  /** What the next customer costs; null where nobody can tell. */
  marginalCac: Interval | null;
  maximum: MaximumCac;
  value: LifetimeValue | null;
  /** How customers grow with spend; the elasticity with its 95 % interval. */
  response: Pick<Response, 'weeks'> & { elasticity: Interval | null; reason: ResponseReason | null };
  provenance: () => Promise<Provenance>;
}

/** With fewer customers in the period nothing is said about them. */
const fewestCustomers = 20;
/** The customers most is expected of, whom an ad platform is shown to find others like them. */
const bestShare = 0.9;
const lowestTenth = 1.2815515655446004;

/** What is advised about a campaign, by the rules that its value is set against its cost by. */
export async function adviceOn(part: Part): Promise<CampaignAdvice> {
  const { context, query } = part.book;
  const { model, lookBackDays, base, horizonDays } = query.options;
  const averageCac = await cacOf(part, 'MEDIA');
  const maximum = await maximumCac(part);
  const lifetime = await lifetimeValue(part, base, horizonDays);
  const response = (await readResponses(context, { model, lookBackDays })).get(part.key);
  const { elasticity = null, weeks = 0 } = response ?? {};
  const known = { averageCac, maximum, value: lifetime.value };
  const keeps = (await retentionCampaigns(context)).includes(part.key);
  const economy = keeps ? 'RETENTION' : economyOf(part, { ...known, response, usual: await usualValue(part) });
  const steps = typeof economy === 'string' ? [] : decide(economy);
  const lookalike = steps.some(({ action }) => action === 'CHANGE_AUDIENCE') ? await bestCustomers(context) : null;
  const reason =
    typeof economy === 'string' ? economy : steps.length > 0 ? null : elasticity ? 'WITHIN_DOUBT' : 'RESPONSE_UNKNOWN';
  const marginal = typeof economy === 'string' || !elasticity ? null : intervalOf(worldsOf(economy), marginalCac);
  return {
    ...known,
    steps: steps.map((step) => ({
      ...step,
      ...told(step, { currency: context.workspace.currency, economy: economy as Economy, marginal, query }),
      lookalike: step.action === 'CHANGE_AUDIENCE' ? lookalike : null,
    })),
    reason,
    valueReason: reason === 'VALUE_UNKNOWN' ? (maximum.reason ?? lifetime.reason) : null,
    marginalCac: marginal,
    response: {
      elasticity: elasticity && intervalAround(elasticity),
      weeks,
      reason: response ? response.reason : 'NO_DATED_SPEND',
    },
    provenance: async () => ({ ...(await partProvenance(part)), ...description, notes: notesOn(query) }),
  };
}

const description = {
  method: 'campaign-advice@1',
  formula:
    'Customers are taken to grow with spend to the power of an elasticity: how the new customers of each week of up to three ' +
    'years were split between the campaigns that spent in it, by their spend a day (multinomial logit; channels ' +
    'without spend tell who follows the season more), each campaign drawn ' +
    'towards the others as far as they resemble each other. Marginal CAC: average CAC / elasticity. A budget is moved to ' +
    'where the next customer costs the maximum CAC, at most doubled or halved at once and never beyond what was spent before. ' +
    'Expected gain: the customers more (fewer) × maximum CAC less the spend more (less). A campaign is paused where even with ' +
    'the least budget tried a customer costs more than one brings. Another audience is advised where customers are worth less ' +
    'than nine tenths of the usual. Only what is better throughout its 95 % interval is advised.',
};

function economyOf(
  { book }: Part,
  {
    averageCac,
    maximum,
    value,
    response,
    usual,
  }: {
    averageCac: Cost;
    maximum: MaximumCac;
    value: LifetimeValue | null;
    response: Response | undefined;
    usual: Estimate | null;
  },
): Economy | AdviceReason {
  const { period } = book.query;
  const days = daysBetween(period.from, period.to < book.context.asOf ? period.to : book.context.asOf) + 1;
  const [spent, counted] = [Number(averageCac.spend), Number(averageCac.customers)];
  if (averageCac.spend === null || spent <= 0) return 'NO_SPEND';
  if (counted < fewestCustomers) return 'TOO_FEW';
  const worth = estimateOf(value);
  if (!worth || !maximum.expected || !maximum.cautious) return 'VALUE_UNKNOWN';
  const { expected, cautious } = maximum;
  const perDay = spent / days;
  const { low = perDay, high = perDay } = response?.usualSpend ?? {};
  return {
    spend: spent / monthsIn(days),
    customers: counted / monthsIn(days),
    counted,
    elasticity: response?.elasticity ?? null,
    limit: { value: expected.perCustomer, error: (expected.perCustomer - cautious.perCustomer) / lowestTenth },
    value: worth,
    usualValue: usual,
    range: { low: low / perDay, high: high / perDay },
  };
}

/** Campaigns that are not there to win customers, by id. */
async function retentionCampaigns(context: MeasureContext): Promise<string[]> {
  const rows = await recallRows(
    context,
    sql<{ id: string }>`
    select campaign_id as id from campaign_purposes
    where workspace_id = ${context.workspace.id} and purpose = 'RETENTION'`,
  );
  return rows.map(({ id }) => id);
}

/** What a customer brings whatever it came by. */
async function usualValue({ book: { context, query } }: Part): Promise<Estimate | null> {
  const all = openBook(context, 'ALL', query);
  const { value } = await lifetimeValue({ book: all, key: unknownPart }, query.options.base, query.options.horizonDays);
  return estimateOf(value);
}

function estimateOf(value: LifetimeValue | null): Estimate | null {
  if (!value || value.low === null || value.high === null) return null;
  return { value: value.expected, error: (value.high - value.low) / (2 * middle95) };
}

/** The tenth of customers that most is expected of in the next year; null where nothing is foretold. */
async function bestCustomers(context: MeasureContext): Promise<CustomerFilter | null> {
  const [row] = await recallRows(
    context,
    sql<{ least: string | null }>`
    select trim_scale(round(percentile_disc(${bestShare}::float8) within group (order by value), 2))::text as least
    from customer_forecasts where workspace_id = ${context.workspace.id}`,
  );
  return row?.least == null ? null : { predictedValue: { gte: row.least } };
}

function intervalAround({ value, error }: Estimate): Interval {
  return { expected: value, low: value - middle95 * error, high: value + middle95 * error };
}
