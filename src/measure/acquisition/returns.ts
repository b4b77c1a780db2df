import { sql } from 'kysely';
import { recallRows } from '../recall.ts';
import { creditedOrders, type Inquiry } from './credited.ts';
import { marginOfOrder, type MarginTaken } from './sql.ts';

/** What the orders of a period came to, by what brought them: sums weighted by credit, exact decimal text. */
export interface Returned {
  part: string;
  /** All that was charged, less returns. */
  total: string;
  net: string;
  /** Net sales of the orders whose costs are known, and what these leave. */
  known: string;
  rest: string;
  unknown: number;
}

/** Of all orders of the period, returns taken off the order they belong to. */
export async function readReturns(inquiry: Inquiry, taken: MarginTaken): Promise<Map<string, Returned>> {
  const { context } = inquiry;
  const { rest, joins } = marginOfOrder(context, taken);
  const sum = (value: typeof rest) => sql`trim_scale(coalesce(sum(c.credit * ${value}), 0))::text`;
  const rows = await recallRows(
    context,
    sql<Returned>`
    select c.part, ${sum(sql`f.total`)} as total, ${sum(sql`f.net`)} as net,
      trim_scale(coalesce(sum(c.credit * f.net) filter (where ${rest} is not null), 0))::text as known, ${sum(rest)} as rest,
      (count(*) - count(f.total))::int as unknown
    from (${await creditedOrders(inquiry, 'ALL')}) c
    join order_facts f on f.workspace_id = ${context.workspace.id} and f.order_id = c.order_id
    ${joins}
    group by c.part`,
  );
  return new Map(rows.map((row) => [row.part, row]));
}
