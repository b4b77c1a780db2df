import { type RawBuilder, sql } from 'kysely';
import { hull } from '../aggregate.ts';
import { type AttributionModel, creditRows } from '../attribution/credits.ts';
import type { MeasureContext } from '../context.ts';
import { type CostKind, costRows } from '../cost-rows.ts';
import type { Question } from '../figure.ts';
import { refuseCustomers } from '../no-customers.ts';
import { orderMargin } from '../order-margin.ts';
import { recallRows } from '../recall.ts';

/** Every cost on its days. */
export function allCosts(context: MeasureContext, question: Question): RawBuilder<unknown> {
  refuseCustomers(question, 'marketing costs');
  return sql`select *, kind as cost_kind from (${costRows(context, hull(context, question))}) costs`;
}

/** Costs of some kinds, and each new customer on the day of the first purchase: (day, kind, amount, won, source_id, stream). */
export function winningRows(
  context: MeasureContext,
  question: Question,
  kinds: readonly CostKind[],
): RawBuilder<unknown> {
  refuseCustomers(question, 'the cost of winning customers');
  const period = hull(context, question);
  return sql`
    select day, kind, campaign_id, amount, 0 as won, source_id, stream from (${costRows(context, period, kinds)}) costs
    union all
    select day, null, null, null, 1, source_id, stream from order_facts
    where workspace_id = ${context.workspace.id} and sequence = 1 and day between ${period.from}::date and ${period.to}::date`;
}

/** The same without what was spent on campaigns that are there to keep customers. */
export function acquiringRows(context: MeasureContext, question: Question): RawBuilder<unknown> {
  return sql`
    select w.* from (${winningRows(context, question, ['MEDIA'])}) w
    left join campaign_purposes p on p.workspace_id = ${context.workspace.id} and p.campaign_id = w.campaign_id
    where coalesce(p.purpose, 'ACQUISITION') = 'ACQUISITION'`;
}

/** Days before a first purchase in which touches count for paid CAC. */
export const lookBackDays = 30;

/**
 * Ad spend, and the credit of paid channels for each new customer on the day of the first purchase: (day, kind, channel_id,
 * campaign_id, amount, credit, customer_id). A paid channel is one of a paid kind, or on which ad money was ever spent.
 */
export async function paidRows(
  context: MeasureContext,
  question: Question,
  model: AttributionModel,
): Promise<RawBuilder<unknown>> {
  refuseCustomers(question, 'the cost of winning customers');
  const { id } = context.workspace;
  const period = hull(context, question);
  const credits = await creditRows(context, { model, lookBackDays }, { period, orders: 'FIRST', customers: null });
  return sql`
    select day, kind, channel_id, campaign_id, amount, 0 as credit, null::uuid as customer_id
    from (${costRows(context, period, ['MEDIA'])}) costs
    union all
    select c.day, null, c.channel_id, c.campaign_id, null, c.credit, c.customer_id from (${credits}) c
    join channels h on h.workspace_id = ${id} and h.id = c.channel_id
    where h.kind in ('PAID_SEARCH', 'PAID_SOCIAL', 'DISPLAY', 'AFFILIATE') or h.id in (
      select coalesce(a.channel_id, p.channel_id) from ad_spend a
      left join campaigns p on p.workspace_id = ${id} and p.id = a.campaign_id
      where a.workspace_id = ${id} and a.spend > 0)`;
}

/**
 * Spend on ads beside the valid orders, each on its day: (day, spent, orders, first: whether it is its customer's first
 * purchase, total, net, rest: what it leaves as CM2, null where a cost is unknown, source_id, stream).
 */
export function returnRows(context: MeasureContext, question: Question): RawBuilder<unknown> {
  refuseCustomers(question, 'revenue for what was spent');
  const period = hull(context, question);
  const { rest, joins } = orderMargin(context.workspace, 'CM2');
  return sql`
    select day, amount as spent, 0 as orders, false as first, 0 as total, 0 as net, 0 as rest, source_id, stream
    from (${costRows(context, period, ['MEDIA'])}) costs
    union all
    select f.day, 0, 1, f.sequence is not distinct from 1, f.total, f.net, ${rest}, f.source_id, f.stream
    from order_facts f ${joins}
    where f.workspace_id = ${context.workspace.id} and f.valid and f.day between ${period.from}::date and ${period.to}::date`;
}

/** The first day with a cost of one of these kinds. */
export async function firstCost(context: MeasureContext, kinds: readonly CostKind[]): Promise<string | null> {
  const id = context.workspace.id;
  const rows = await recallRows(
    context,
    sql<{ day: string | null }>`
    select least(
      (select min(day) from ad_spend where workspace_id = ${id} and 'MEDIA' = any (${[...kinds]})),
      (select min(starts_on) from cost_entries where workspace_id = ${id} and kind = any (${[...kinds]}))) as day`,
  );
  return rows[0]!.day;
}
