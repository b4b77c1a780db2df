import { Decimal } from 'decimal.js';
import type { NullReason } from '../metric.ts';
import { marginLeft, shareLeft } from './ages.ts';
import type { Part } from './book.ts';
import { spendOf } from './cac.ts';

/** Exact decimal text; the value is rounded to six decimals. */
export interface Ratio {
  value: string | null;
  reason: NullReason | null;
  numerator: string | null;
  denominator: string | null;
}

const none = (reason: NullReason, numerator: string | null, denominator: string | null): Ratio => ({
  value: null,
  reason,
  numerator,
  denominator,
});

/** All that the period's orders were charged for each unit of money spent. */
export async function mer(part: Part): Promise<Ratio> {
  const returned = (await part.book.returned()).get(part.key);
  return overSpend(part, returned && returned.unknown > 0 ? 'NO_RATE' : new Decimal(returned?.total ?? 0));
}

/** All that first purchases were charged for each unit of money spent. */
export async function acquisitionMer(part: Part): Promise<Ratio> {
  const won = (await part.book.won(part.book.query.options.base)).get(part.key);
  return overSpend(part, won && won.toDate.unknown > 0 ? 'NO_RATE' : new Decimal(won?.toDate.firstTotal ?? 0));
}

/** CM2 of the period's orders for each unit of money spent. */
export async function profitOnSpend(part: Part): Promise<Ratio> {
  return overSpend(part, await marginOf(part));
}

/** Revenue for each unit of money spent at which the period's orders leave nothing: 1 / (CM2 / net sales). */
export async function breakEvenRoas(part: Part): Promise<Ratio> {
  const margin = await marginOf(part);
  const net = (await part.book.returned()).get(part.key)?.net ?? '0';
  if (typeof margin === 'string') return none(margin, net, null);
  if (!margin.greaterThan(0)) return none('BASE_NOT_POSITIVE', net, margin.toFixed());
  return {
    value: new Decimal(net).dividedBy(margin).toDecimalPlaces(6).toFixed(),
    reason: null,
    numerator: net,
    denominator: margin.toFixed(),
  };
}

async function marginOf({ book, key }: Part): Promise<Decimal | NullReason> {
  const returned = (await book.returned()).get(key);
  if (!returned) return new Decimal(0);
  if (returned.unknown > 0) return 'NO_RATE';
  return marginLeft(returned, shareLeft(returned)) ?? 'COST_UNKNOWN';
}

async function overSpend(part: Part, amount: Decimal | NullReason): Promise<Ratio> {
  const { amount: spend, reason } = await spendOf(part, part.book.query.options.costScope);
  if (typeof amount === 'string') return none(amount, null, spend);
  const numerator = amount.toFixed();
  if (spend === null) return none(reason!, numerator, null);
  if (new Decimal(spend).isZero()) return none('NO_DENOMINATOR', numerator, spend);
  const value = amount.dividedBy(spend).toDecimalPlaces(6).toFixed();
  return { value, reason: null, numerator, denominator: spend };
}
