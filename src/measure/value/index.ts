import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import { customersAsOf } from '../customers-as-of.ts';
import type { NullReason, Provenance } from '../metric.ts';
import { ordersUpToNow, provenanceOf } from '../provenance.ts';
import { historyRows } from './sql.ts';

/** What a customer has been worth so far; amounts are exact decimal text in the workspace's currency. */
export interface CustomerValue {
  orders: number;
  gross: string | null;
  /** Net sales; null where an exchange rate is missing. */
  revenue: string | null;
  total: string | null;
  margin: string | null;
  marginReason: NullReason | null;
  /** Net sales per purchase; null without one. */
  averageOrder: string | null;
  firstOrder: string | null;
  lastOrder: string | null;
}

/** A customer's history as purchase models take it: x, t_x, T and m. Valid orders of one day are one purchase. */
export interface PurchaseHistory {
  customerId: string;
  /** Purchase days after the first. */
  repeatPurchases: number;
  /** Weeks from the first to the last purchase day. */
  recency: number;
  /** Weeks from the first purchase day to the as-of day. */
  tenure: number;
  /** Mean net sales of the repeat days, exact decimal text; null without a repeat. */
  meanRepeatSpend: string | null;
}

const description = {
  method: 'historic-value@1',
  formula:
    'Net sales of all orders that were not cancelled: gross sales − discounts − returns, returns at the rate of their ' +
    'order’s day. Margin takes off the cost of the goods, and is unknown where that of one order is. The average is net ' +
    'sales / purchases, which are valid orders above zero.',
};

/** The values of a page of customers; a customer without orders has no entry. */
export async function customerValues(
  context: MeasureContext,
  customerIds: readonly string[],
): Promise<Map<string, CustomerValue>> {
  const { rows } = await sql<Omit<CustomerValue, 'marginReason'> & { customerId: string }>`
    select customer_id as "customerId", orders, gross, net as revenue, total, margin,
      trim_scale(round(net / nullif(orders, 0), 6)) as "averageOrder", first_day as "firstOrder", last_day as "lastOrder"
    from (${customersAsOf(context, customerIds)}) f`.execute(context.em.getKysely());
  return new Map(rows.map(({ customerId, ...value }) => [customerId, { ...value, marginReason: whyNoMargin(value) }]));
}

function whyNoMargin({ revenue, margin }: Pick<CustomerValue, 'revenue' | 'margin'>): NullReason | null {
  if (margin !== null) return null;
  return revenue === null ? 'NO_RATE' : 'COST_UNKNOWN';
}

/** Where values come from, over all customers. */
export function valueProvenance(context: MeasureContext): Promise<Provenance> {
  return provenanceOf(context, description, ordersUpToNow(context));
}

/** Histories of customers with a valid order up to the as-of day, of all or of those named. */
export async function purchaseHistories(
  context: MeasureContext,
  customerIds?: readonly string[],
): Promise<PurchaseHistory[]> {
  const chosen: RawBuilder<unknown> = customerIds ? sql`o.customer_id = any (${customerIds}::uuid[])` : sql`true`;
  const { rows } = await sql<PurchaseHistory>`${historyRows(context, chosen)}`.execute(context.em.getKysely());
  return rows;
}
