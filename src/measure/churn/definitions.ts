import { sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import { wilson } from '../math.ts';
import type { Provenance } from '../metric.ts';
import { ordersUpToNow, provenanceOf } from '../provenance.ts';
import { purchaseDays } from '../purchase-days.ts';
import { purchaseGaps } from '../purchase-gaps.ts';
import { survivalCurve, timeUntil } from '../survival.ts';
import { purchaseHistories } from '../value/index.ts';
import { modelOn } from '../value/model-of.ts';
import { outlookOf } from '../value/outlook.ts';
import { recall, recallRows } from '../recall.ts';

export const churnDefinitions = ['FIXED_INACTIVITY', 'DATA_DRIVEN', 'OWN_RHYTHM', 'PROBABILISTIC'] as const;
export type ChurnDefinition = (typeof churnDefinitions)[number];
/** Why a definition says nothing: so many never come back that no silence is unusual; too few purchases; no model. */
export type ChurnReason = 'TOO_FEW_RETURN' | 'TOO_FEW_PURCHASES' | 'NOT_IDENTIFIABLE' | 'NO_MODEL';

/** How many customers have churned on a day, as one definition has it. */
export interface Churned {
  definition: ChurnDefinition;
  /** What it says, with its numbers. */
  formula: string;
  /** Days of silence from which a customer counts as churned, where they are the same for all. */
  thresholdDays: number | null;
  /** Customers whom the definition can judge, */
  customers: number;
  /** and those of them who have churned; for a probability their expected number. */
  churned: number | null;
  share: number | null;
  low: number | null;
  high: number | null;
  reason: ChurnReason | null;
}

/** Four gaps of five that end have ended by then. */
const endedShare = 0.8;
const ownMedians = 3;
const fewestOwnPurchases = 3;

/** Churn cannot be observed where no contract ends: what each definition says, side by side. */
export async function churnedBy(context: MeasureContext): Promise<Churned[]> {
  return Promise.all([fixed(context), dataDriven(context), ownRhythm(context), probabilistic(context)]);
}

async function fixed(context: MeasureContext): Promise<Churned> {
  const days = context.workspace.churnAfterDays;
  const formula = `No purchase for ${days} days or more: the workspace's setting.`;
  return silentFor(context, 'FIXED_INACTIVITY', formula, days);
}

async function dataDriven(context: MeasureContext): Promise<Churned> {
  const curve = survivalCurve(await purchaseGaps(context));
  const last = curve.at(-1)?.survival ?? 1;
  // Of those who ever come back: the share that never does is what the curve ends at.
  const days = last < 1 ? timeUntil(curve, endedShare * (1 - last)) : null;
  const formula =
    `No purchase for as many days as ${endedShare * 100} % of those who come again take at most, by Kaplan and Meier over ` +
    'all times between purchase days; times that have not ended yet count for as long as they have lasted.';
  if (days === null) return { ...unknown('DATA_DRIVEN', formula, 'TOO_FEW_RETURN'), customers: 0 };
  return silentFor(context, 'DATA_DRIVEN', formula, days);
}

async function ownRhythm(context: MeasureContext): Promise<Churned> {
  const { asOf } = context;
  const rows = await recallRows(
    context,
    sql<{ customers: number; churned: number }>`
    with days as (${purchaseDays(context)}),
    gaps as (select customer_id, day, day - lag(day) over (partition by customer_id order by day) as gap from days),
    own as (
      select customer_id, percentile_cont(0.5) within group (order by gap) as middle, ${asOf}::date - max(day) as silent
      from gaps group by customer_id having count(*) >= ${fewestOwnPurchases}
    )
    select count(*)::int as customers, (count(*) filter (where silent > ${ownMedians} * middle))::int as churned from own`,
  );
  const { customers, churned } = rows[0]!;
  const formula =
    `No purchase for more than ${ownMedians} times the median of the customer's own times between purchases; ` +
    `customers with ${fewestOwnPurchases} purchase days or more.`;
  if (customers === 0) return { ...unknown('OWN_RHYTHM', formula, 'TOO_FEW_PURCHASES'), customers };
  return { ...counted('OWN_RHYTHM', formula, customers, churned), thresholdDays: null };
}

async function probabilistic(context: MeasureContext): Promise<Churned> {
  const formula =
    'The sum over all customers of the probability that they will never buy again, by the value model in force.';
  const model = await modelOn(context.em, context.workspace.id, context.asOf);
  if (!model) return { ...unknown('PROBABILISTIC', formula, 'NO_MODEL'), customers: 0 };
  const outlook = outlookOf(model.fit);
  const { customers, gone } = await recall(context, ['gone by the model', model.id, context.asOf], async () => {
    const histories = await purchaseHistories(context);
    const sum = histories.reduce(
      (some, { repeatPurchases: repeats, recency, tenure }) => some + 1 - outlook.alive({ repeats, recency, tenure }),
      0,
    );
    return { customers: histories.length, gone: sum };
  });
  if (!model.fit.churnIdentifiable) return { ...unknown('PROBABILISTIC', formula, 'NOT_IDENTIFIABLE'), customers };
  return { ...counted('PROBABILISTIC', formula, customers, gone), thresholdDays: null };
}

async function silentFor(
  context: MeasureContext,
  definition: ChurnDefinition,
  formula: string,
  days: number,
): Promise<Churned> {
  const { asOf } = context;
  const rows = await recallRows(
    context,
    sql<{ customers: number; churned: number }>`
    select count(*)::int as customers, (count(*) filter (where ${asOf}::date - last_day >= ${days}::int))::int as churned
    from (select max(day) as last_day from (${purchaseDays(context)}) d group by customer_id) c`,
  );
  const { customers, churned } = rows[0]!;
  if (customers === 0) return { ...unknown(definition, formula, 'TOO_FEW_PURCHASES'), customers };
  return { ...counted(definition, formula, customers, churned), thresholdDays: days };
}

const counted = (definition: ChurnDefinition, formula: string, customers: number, churned: number) => ({
  definition,
  formula,
  customers,
  churned,
  share: churned / customers,
  ...wilson(churned, customers),
  reason: null,
});

const unknown = (definition: ChurnDefinition, formula: string, reason: ChurnReason) => ({
  definition,
  formula,
  thresholdDays: null,
  churned: null,
  share: null,
  low: null,
  high: null,
  reason,
});

export const churnProvenance = (context: MeasureContext): Promise<Provenance> =>
  provenanceOf(
    context,
    {
      method: 'churn-definitions@1',
      formula:
        'Customers who have bought, judged on the as-of day by each definition; the interval is the 95 % Wilson interval.',
    },
    ordersUpToNow(context),
  );
