import { Decimal } from 'decimal.js';
import type { CostScope } from '../cost-rows.ts';
import type { NullReason } from '../metric.ts';
import type { Part } from './book.ts';
import { unknownPart } from './credited.ts';
import type { Spent } from './spend.ts';

/** What a customer cost: exact decimal text in the workspace's currency. */
export interface Cost {
  perCustomer: string | null;
  reason: NullReason | null;
  /** Numerator and denominator. */
  spend: string | null;
  customers: string;
}

/** What was spent on the part; nothing, where others had costs alone. */
export async function spendOf({ book, key }: Part, scope: CostScope): Promise<Spent> {
  const spent = await book.spent(scope);
  if (spent.size === 0) return { amount: null, reason: 'NO_DATA' };
  return spent.get(key) ?? { amount: '0', reason: null };
}

/** New customers of the part, by credit. */
export async function customersOf({ book, key }: Part): Promise<string> {
  return (await book.won(book.query.options.base)).get(key)?.toDate.customers ?? '0';
}

/** Spend / new customers, by a scope of costs. */
export async function cacOf(part: Part, scope: CostScope): Promise<Cost> {
  return costPer(part, await spendOf(part, scope), await customersOf(part));
}

/** Spend / the new customers who became loyal: those who did not had to be won as well. */
export async function costOfLoyal(part: Part, scope: CostScope): Promise<Cost> {
  const won = (await part.book.won(part.book.query.options.base)).get(part.key);
  return costPer(part, await spendOf(part, scope), won?.toDate.loyal ?? '0');
}

function costPer({ book, key }: Part, { amount, reason }: Spent, customers: string): Cost {
  const cost = { spend: amount, customers };
  const unknown = (why: NullReason): Cost => ({ ...cost, perCustomer: null, reason: why });
  if (book.division !== 'ALL' && key === unknownPart) return unknown('UNATTRIBUTED');
  if (amount === null) return unknown(reason!);
  if (new Decimal(customers).isZero()) {
    return unknown(new Decimal(amount).isZero() ? 'NO_DENOMINATOR' : 'SPEND_WITHOUT_CUSTOMERS');
  }
  const perCustomer = new Decimal(amount).dividedBy(customers).toDecimalPlaces(6).toFixed();
  return { ...cost, perCustomer, reason: null };
}
