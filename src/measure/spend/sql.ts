import { type RawBuilder, sql } from 'kysely';
import { hull } from '../aggregate.ts';
import type { MeasureContext } from '../context.ts';
import { fail } from '../../errors.ts';
import type { Question } from '../figure.ts';
import { converted, joinRates } from '../rates.ts';
import { recallRows } from '../recall.ts';

/** Ad spend on the account's local days, in the workspace's currency. Fails with BAD_INPUT for a choice of customers. */
export function spendRows(context: MeasureContext, question: Question): RawBuilder<unknown> {
  if (question.customers)
    fail('BAD_INPUT', { field: 'filter', reason: 'does not fit ad spend, which is of no customer' });
  const { from, to } = hull(context, question);
  const chosen = sql`
    select * from ad_spend
    where workspace_id = ${context.workspace.id} and day between ${from}::date and ${to}::date`;
  return sql`
    select a.day, a.source_id, a.stream, a.currency, coalesce(a.channel_id, c.channel_id) as channel_id, a.campaign_id,
      ${converted(context.workspace, sql`a.spend`, sql`a.currency`)} as spend
    from (${chosen}) a
    left join campaigns c on c.workspace_id = ${context.workspace.id} and c.id = a.campaign_id
    ${joinRates(context.workspace, sql`select currency, day from (${chosen}) spent`, sql`a.currency`, sql`a.day`)}`;
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
