import { Decimal } from 'decimal.js';
import { wilson } from '../math.ts';
import type { NullReason } from '../metric.ts';
import type { AgeRow } from './ages.ts';
import type { Part } from './book.ts';

/** A share of customers, who are counted by credit; numerator and denominator are exact decimal text. */
export interface ShareOfCustomers {
  value: number | null;
  reason: NullReason | null;
  numerator: string;
  denominator: string;
  /** 95 % Wilson interval. */
  low: number | null;
  high: number | null;
}

type Counted = 'loyal' | 'again' | 'churned';

/** Those who reached the workspace's number of purchases for loyal customers, active or not. */
export const loyalShare = (part: Part) => shareOf(part, 'loyal', 'customers');
/** Those who bought on a second day. */
export const repeatRate = (part: Part) => shareOf(part, 'again', 'customers');
/** Of those won long enough ago to have fallen silent, those who have. */
export const churnRate = (part: Part) => shareOf(part, 'churned', 'judged');

async function shareOf({ book, key }: Part, counted: Counted, of: keyof AgeRow): Promise<ShareOfCustomers> {
  const row = (await book.won(book.query.options.base)).get(key)?.toDate;
  const [numerator, denominator] = [row?.[counted] ?? '0', String(row?.[of] ?? '0')];
  const none = { numerator, denominator, value: null, low: null, high: null };
  if (!row) return { ...none, reason: 'NO_DENOMINATOR' };
  if (new Decimal(denominator).isZero()) return { ...none, reason: 'NOT_YET' };
  const value = new Decimal(numerator).dividedBy(denominator).toNumber();
  return { numerator, denominator, value, ...wilson(Number(numerator), Number(denominator)), reason: null };
}

/** Mean days from the first purchase to the as-of day, rounded to two decimals; null without a customer. */
export async function meanTenure({ book, key }: Part): Promise<string | null> {
  const row = (await book.won(book.query.options.base)).get(key)?.toDate;
  return row ? new Decimal(row.tenure).dividedBy(row.customers).toDecimalPlaces(2).toFixed() : null;
}
