import { type RawBuilder, sql } from 'kysely';
import { spanRows } from '../aggregate.ts';
import { type AttributionChoice, creditRows } from '../attribution/credits.ts';
import type { MeasureContext } from '../context.ts';
import type { Period } from '../period.ts';
import { recallRows } from '../recall.ts';
import { scheduleOf } from './design.ts';
import { isDivided } from './divide.ts';
import { customersOf } from './frozen.ts';
import { daysOf, type Experiment } from './list.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { amountIn } from './sql.ts';

/**
 * What attribution credits the channel or campaign that is tested with, of the treated side in the days looked at: exact
 * decimal text, to be set beside what it really brought. Null where none is named, an amount is unknown, or the outcome is
 * not of single orders.
 */
export async function attributedTo(
  context: MeasureContext,
  experiment: Experiment,
  { outcome, days }: { outcome: Outcome; days: Period | null },
  choice: AttributionChoice,
): Promise<string | null> {
  const { id, design, campaignId, channelId } = experiment;
  const { orders } = outcomeOf[outcome];
  if (!orders || !days || !(campaignId ?? channelId)) return null;
  const customers = isDivided(design) ? customersOf(context, id, 'TREATED') : null;
  const credits = await creditRows(context, choice, { period: days, orders, customers });
  const tested = campaignId ? sql`c.campaign_id = ${campaignId}::uuid` : sql`c.channel_id = ${channelId}::uuid`;
  const amount = amountIn(context, outcome);
  const [row] = await recallRows(
    context,
    sql<{ value: string | null }>`
    select case when count(*) = count(${amount})
      then trim_scale(coalesce(round(sum(c.credit * ${amount}), 6), 0))::text end as value
    from (${credits}) c
    join order_facts o on o.workspace_id = ${context.workspace.id} and o.order_id = c.order_id
    where ${tested} and ${treated(experiment)} ${orders === 'ALL' && outcome === 'PURCHASES' ? sql`and o.purchase` : sql``}`,
  );
  return row!.value;
}

/** Whether an order `o` is of the treated side; customers are chosen before. */
function treated(experiment: Experiment): RawBuilder<unknown> {
  const { design } = experiment;
  if (isDivided(design)) return sql`true`;
  if (design.kind === 'COUNTRIES') return sql`o.country = any (${design.treated}::text[])`;
  const stretches = scheduleOf(design, daysOf(experiment)).filter(({ arm }) => arm === 'TREATED');
  return sql`exists (select from ${spanRows(stretches)} where o.day between s.first and s.last)`;
}
