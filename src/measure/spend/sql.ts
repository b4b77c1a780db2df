import { type RawBuilder, sql } from 'kysely';
import { adSpendRows } from '../ad-spend-rows.ts';
import { hull } from '../aggregate.ts';
import type { MeasureContext } from '../context.ts';
import type { Question } from '../figure.ts';
import { refuseCustomers } from '../no-customers.ts';
import { recallRows } from '../recall.ts';

/** Ad spend on the account's local days, in the workspace's currency. Fails with BAD_INPUT for a choice of customers. */
export function spendRows(context: MeasureContext, question: Question): RawBuilder<unknown> {
  refuseCustomers(question, 'ad spend');
  return adSpendRows(context, hull(context, question));
}

/** The first day with spend. */
export async function firstSpend(context: MeasureContext): Promise<string | null> {
  const { workspace } = context;
  const rows = await recallRows(
    context,
    sql<{ day: string | null }>`
    select min(day) as day from ad_spend where workspace_id = ${workspace.id}`,
  );
  return rows[0]?.day ?? null;
}
