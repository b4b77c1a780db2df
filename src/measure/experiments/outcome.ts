import { type RawBuilder, sql } from 'kysely';
import type { NullReason } from '../metric.ts';

export const outcomes = ['BUYERS', 'REPEAT_BUYERS', 'NEW_CUSTOMERS', 'PURCHASES', 'NET_SALES', 'MARGIN'] as const;
export type Outcome = (typeof outcomes)[number];

type Sql = RawBuilder<unknown>;

interface Meaning {
  words: string;
  /** A share is of customers, and 0 or 1 for each. */
  unit: 'SHARE' | 'COUNT' | 'MONEY';
  /** The orders that it is counted by one by one; null where it is not. */
  orders: 'FIRST' | 'ALL' | null;
  /** What of the past foretells it. */
  before: Outcome;
  /** Why there is none where an order's amount is unknown. */
  whenUnknown: NullReason;
  /** What an order `o` brings, null where that is unknown; `margin` is the usual one, as a share of net sales. */
  amount: (margin: Sql) => Sql;
  /** Aggregate over the valid orders `o` of a customer or of a stretch of days, given what each brings. */
  value: (amount: Sql) => Sql;
}

const counted = (unit: Meaning['unit'], words: string, value: Sql, orders: 'FIRST' | 'ALL' | null = null): Meaning => ({
  words,
  unit,
  orders,
  before: 'PURCHASES',
  whenUnknown: 'NO_DATA',
  amount: () => sql`1`,
  value: () => value,
});
const summed = (words: string, whenUnknown: NullReason, amount: Meaning['amount']): Meaning => ({
  words,
  unit: 'MONEY',
  orders: 'ALL',
  before: 'NET_SALES',
  whenUnknown,
  amount,
  value: (each) => sql`sum(${each})`,
});

export const outcomeOf: Record<Outcome, Meaning> = {
  BUYERS: counted('SHARE', 'customers who bought', sql`count(distinct o.customer_id) filter (where o.purchase)`),
  REPEAT_BUYERS: counted(
    'SHARE',
    'customers who bought, and not for the first time',
    sql`count(distinct o.customer_id) filter (where o.purchase and o.sequence > 1)`,
  ),
  NEW_CUSTOMERS: counted(
    'SHARE',
    'customers who bought for the first time',
    sql`count(*) filter (where o.sequence = 1)`,
    'FIRST',
  ),
  PURCHASES: counted('COUNT', 'purchases', sql`count(*) filter (where o.purchase)`, 'ALL'),
  NET_SALES: summed('net sales', 'NO_RATE', () => sql`o.net`),
  MARGIN: summed(
    'net sales less the cost of goods',
    'COST_UNKNOWN',
    (margin) => sql`coalesce(o.net - o.cost, o.net * ${margin})`,
  ),
};
