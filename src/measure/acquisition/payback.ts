import { Decimal } from 'decimal.js';
import type { NullReason } from '../metric.ts';
import type { MarginBase } from '../order-margin.ts';
import { meanMargin } from './ages.ts';
import type { Part } from './book.ts';
import { cacOf } from './cac.ts';
import { paybackOf } from './math.ts';
import { daysOf, monthsSeen } from './months.ts';

/** Ages that fewer than so large a share of the customers have reached say little of all of them. */
const fewestOf = 0.1;

/** What customers had brought so many months after the first purchase. */
export interface CurvePoint {
  month: number;
  /** Mean cumulative margin of the customers who are as old; exact decimal text. */
  perCustomer: string | null;
  reason: NullReason | null;
  customers: string;
  /** Whether all of the part's customers are as old. */
  complete: boolean;
  /** perCustomer / what a customer cost. */
  recovered: number | null;
}

export interface PaybackFigure {
  months: number | null;
  /** Whether they have not earned back what they cost at the oldest age seen. */
  notYet: boolean;
  recovered: number | null;
  reason: NullReason | null;
}

/** One point a month of age, for as long as some customers are as old. */
export async function curveOf(part: Part, base: MarginBase): Promise<CurvePoint[]> {
  const { book, key } = part;
  const won = (await book.won(base)).get(key);
  if (!won) return [];
  const { perCustomer } = await cacOf(part, book.query.options.costScope);
  const cost = Number(perCustomer ?? 0);
  const months = Array.from({ length: monthsSeen(book) + 1 }, (_, month) => month);
  return months.flatMap((month) => {
    const at = won.ages.find(({ days }) => days === daysOf(month));
    if (!at || new Decimal(at.customers).isZero()) return [];
    const { value, reason } = meanMargin(won, at);
    const recovered = cost > 0 && value !== null ? Number(value) / cost : null;
    const complete = new Decimal(at.customers).equals(won.toDate.customers);
    return [{ month, perCustomer: value, reason, customers: at.customers, complete, recovered }];
  });
}

/** When the customers of the period have earned back what they cost, by their own margin so far. */
export async function paybackFigure(part: Part, base: MarginBase): Promise<PaybackFigure> {
  const unknown = (reason: NullReason) => ({ months: null, notYet: false, recovered: null, reason });
  const { perCustomer, reason, customers } = await cacOf(part, part.book.query.options.costScope);
  if (perCustomer === null) return unknown(reason!);
  const seen = (await curveOf(part, base)).filter((point) => Number(point.customers) >= fewestOf * Number(customers));
  const hole = seen.find((point) => point.perCustomer === null);
  if (hole) return unknown(hole.reason!);
  const curve = seen.map(({ month, perCustomer: value }) => ({ months: month, value: Number(value) }));
  const payback = paybackOf(curve, Number(perCustomer));
  if (!payback) return unknown('NOT_YET');
  return { ...payback, notYet: payback.months === null, reason: payback.months === null ? 'NOT_YET' : null };
}
