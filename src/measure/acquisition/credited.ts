import { type RawBuilder, sql } from 'kysely';
import { amongCustomers } from '../aggregate.ts';
import { creditRows } from '../attribution/credits.ts';
import type { MeasureContext } from '../context.ts';
import { customersWhere } from '../filter-sql.ts';
import type { Period } from '../period.ts';
import type { AcquisitionQuery } from './question.ts';

/** Whether all customers are looked at together, or by what brought them. */
export type Division = 'ALL' | 'CHANNEL' | 'CAMPAIGN';

/** A question, the day it is asked on, and how its answer is divided. */
export interface Inquiry {
  context: MeasureContext;
  division: Division;
  query: AcquisitionQuery;
}

/** The key of the part of which nothing is known to have brought it; with ALL, of everybody. */
export const unknownPart = '';

/**
 * Statement with one row a share of an order's credit: (part: id of the channel or campaign, order_id, customer_id, day,
 * credit numeric). FIRST are first purchases, ALL all valid orders of the period.
 */
export async function creditedOrders(
  { context, division, query: { filter, period, options } }: Inquiry,
  orders: 'FIRST' | 'ALL',
): Promise<RawBuilder<unknown>> {
  const customers = filter ? await customersWhere(context, filter) : null;
  if (division === 'ALL') return wholeOrders(context, period, orders, customers);
  const { model, lookBackDays } = options;
  const rows = await creditRows(context, { model, lookBackDays }, { period, orders, customers });
  const part = division === 'CHANNEL' ? sql`c.channel_id` : sql`c.campaign_id`;
  return sql`
    select coalesce(${part}::text, ${unknownPart}) as part, c.order_id, c.customer_id, c.day, c.credit from (${rows}) c`;
}

/** With all their credit, whatever brought them. */
function wholeOrders(
  { workspace, asOf }: MeasureContext,
  { from, to }: Period,
  orders: 'FIRST' | 'ALL',
  customers: RawBuilder<unknown> | null,
): RawBuilder<unknown> {
  return sql`
    select ${unknownPart}::text as part, order_id, customer_id, day, 1::numeric as credit from order_facts
    where workspace_id = ${workspace.id} and ${orders === 'FIRST' ? sql`sequence = 1` : sql`valid`}
      and day between ${from}::date and least(${to}::date, ${asOf}::date)
      and ${amongCustomers(customers, sql`customer_id`)}`;
}

/** Statement with the customers won: (part, customer_id, first_day, weight: the credit that the part has for them). */
export const wonOf = (credited: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select part, customer_id, min(day) as first_day, sum(credit) as weight from (${credited}) c group by part, customer_id`;
