import { type RawBuilder, sql } from 'kysely';
import { amongCustomers } from '../aggregate.ts';
import { creditRows } from '../attribution/credits.ts';
import type { MeasureContext } from '../context.ts';
import { customersWhere } from '../filter-sql.ts';
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
  { context, division, query }: Inquiry,
  orders: 'FIRST' | 'ALL',
): Promise<RawBuilder<unknown>> {
  if (division === 'ALL') return wholeOrders(context, query, orders);
  const rows = await creditsOf(context, query, orders);
  const part = division === 'CHANNEL' ? sql`c.channel_id` : sql`c.campaign_id`;
  return sql`
    select coalesce(${part}::text, ${unknownPart}) as part, c.order_id, c.customer_id, c.day, c.credit from (${rows}) c`;
}

/** The credits of a question's orders, as attribution gives them. */
export async function creditsOf(
  context: MeasureContext,
  query: AcquisitionQuery,
  orders: 'FIRST' | 'ALL',
): Promise<RawBuilder<unknown>> {
  const { model, lookBackDays } = query.options;
  const asked = { period: query.period, orders, customers: await customersOf(context, query) };
  return creditRows(context, { model, lookBackDays }, asked);
}

/** With all their credit, whatever brought them. */
async function wholeOrders(
  context: MeasureContext,
  query: AcquisitionQuery,
  orders: 'FIRST' | 'ALL',
): Promise<RawBuilder<unknown>> {
  const { workspace, asOf } = context;
  const { from, to } = query.period;
  return sql`
    select ${unknownPart}::text as part, order_id, customer_id, day, 1::numeric as credit from order_facts
    where workspace_id = ${workspace.id} and ${orders === 'FIRST' ? sql`sequence = 1` : sql`valid`}
      and day between ${from}::date and least(${to}::date, ${asOf}::date)
      and ${amongCustomers(await customersOf(context, query), sql`customer_id`)}`;
}

const customersOf = async (context: MeasureContext, { filter }: AcquisitionQuery) =>
  filter ? customersWhere(context, filter) : null;

/** Statement with the customers won: (part, customer_id, first_day, weight: the credit that the part has for them). */
export const wonOf = (credited: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select part, customer_id, min(day) as first_day, sum(credit) as weight from (${credited}) c group by part, customer_id`;
