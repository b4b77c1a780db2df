import { type RawBuilder, sql } from 'kysely';
import { hull } from '../aggregate.ts';
import type { MeasureContext } from '../context.ts';
import { type CostKind, costRows } from '../cost-rows.ts';
import type { Question } from '../figure.ts';
import { refuseCustomers } from '../no-customers.ts';
import { recallRows } from '../recall.ts';
import { salesRows } from '../sales-rows.ts';

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

/** Spend on ads beside the sales ladder, each on its day: (day, spent, sold, customer_type, orders, source_id, stream). */
export function returnRows(context: MeasureContext, question: Question): RawBuilder<unknown> {
  refuseCustomers(question, 'revenue for what was spent');
  return sql`
    select day, amount as spent, 0 as sold, null as customer_type, 0 as orders, source_id, stream
    from (${costRows(context, hull(context, question), ['MEDIA'])}) costs
    union all
    select day, 0, gross - discounts - returns + shipping + tax + fees, customer_type, orders, source_id, stream
    from (${salesRows(context, question)}) sales`;
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
