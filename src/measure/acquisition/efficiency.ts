import { Decimal } from 'decimal.js';
import type { NullReason } from '../metric.ts';
import { marginLeft, shareLeft } from './ages.ts';
import type { Book, Part } from './book.ts';
import { spendOf } from './cac.ts';
import { unknownPart } from './credited.ts';

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
  const returned = await returnedBy(part);
  return overSpend(part, returned.unknown > 0 ? 'NO_RATE' : returned.total);
}

/** All that first purchases were charged for each unit of money spent. */
export async function acquisitionMer(part: Part): Promise<Ratio> {
  const { base } = part.book.query.options;
  const unknown = (await part.book.won(base)).get(part.key)?.toDate.unknown ?? 0;
  if (unknown > 0) return overSpend(part, 'NO_RATE');
  const firstTotals = async (book: Book) =>
    new Map([...(await book.won(base))].map(([key, { toDate }]) => [key, toDate.firstTotal]));
  return overSpend(part, await conserved(part, firstTotals));
}

/** CM2 of the period's orders for each unit of money spent. */
export async function profitOnSpend(part: Part): Promise<Ratio> {
  return overSpend(part, marginOf(await returnedBy(part)));
}

/** Revenue for each unit of money spent at which the period's orders leave nothing: 1 / (CM2 / net sales). */
export async function breakEvenRoas(part: Part): Promise<Ratio> {
  const returned = await returnedBy(part);
  const margin = marginOf(returned);
  const net = returned.net.toFixed();
  if (typeof margin === 'string') return none(margin, net, null);
  if (!margin.greaterThan(0)) return none('BASE_NOT_POSITIVE', net, margin.toFixed());
  return {
    value: returned.net.dividedBy(margin).toDecimalPlaces(6).toFixed(),
    reason: null,
    numerator: net,
    denominator: margin.toFixed(),
  };
}

interface Sums {
  total: Decimal;
  net: Decimal;
  known: Decimal;
  rest: Decimal;
  unknown: number;
}

async function returnedBy(part: Part): Promise<Sums> {
  const sum = (pick: 'total' | 'net' | 'known' | 'rest') =>
    conserved(part, async (book) => new Map([...(await book.returned())].map(([key, row]) => [key, row[pick]])));
  const { unknown } = (await part.book.returned()).get(part.key) ?? { unknown: 0 };
  return {
    total: await sum('total'),
    net: await sum('net'),
    known: await sum('known'),
    rest: await sum('rest'),
    unknown,
  };
}

/**
 * A part's share of a sum over orders. By MARKOV the credits of one order need not add up to one, so that the sums of the parts
 * are stretched to what the orders came to.
 */
async function conserved(
  { book, key }: Part,
  read: (book: Book) => Promise<ReadonlyMap<string, string>>,
): Promise<Decimal> {
  const sums = await read(book);
  const own = new Decimal(sums.get(key) ?? 0);
  if (book.division === 'ALL' || book.query.options.model !== 'MARKOV') return own;
  const all = [...sums.values()].reduce((total, sum) => total.plus(sum), new Decimal(0));
  const whole = (await read(book.whole())).get(unknownPart) ?? '0';
  return all.isZero() ? own : own.times(whole).dividedBy(all);
}

function marginOf({ net, known, rest, unknown }: Sums): Decimal | NullReason {
  if (unknown > 0) return 'NO_RATE';
  const takings = { net: net.toFixed(), known: known.toFixed(), rest: rest.toFixed() };
  return marginLeft(takings, shareLeft(takings)) ?? 'COST_UNKNOWN';
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
