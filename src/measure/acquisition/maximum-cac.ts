import { Decimal } from 'decimal.js';
import type { NullReason } from '../metric.ts';
import { daysBetween } from '../period.ts';
import { marginLeft, shareLeft } from './ages.ts';
import type { Part } from './book.ts';
import { cacOf, type Cost } from './cac.ts';
import type { LifetimeValue } from './lifetimes.ts';
import { type Bound, maximumCost } from './math.ts';
import { daysOf, monthsIn } from './months.ts';
import { lifetimeValue } from './value-to-cost.ts';

/** The most that a customer may cost, with the limits that it is the least of. */
export interface Limit {
  perCustomer: number;
  binding: Bound;
  /** Lifetime value / target ratio. */
  byRatio: number;
  /** What a customer brings within the months allowed. */
  byPayback: number;
  /** How much more a customer might cost, and what that comes to in a month; null where the actual cost is unknown. */
  headroom: number | null;
  headroomPerMonth: number | null;
}

export interface MaximumCac {
  /** By what is expected; null with the reason. */
  expected: Limit | null;
  /** By what nine in ten such groups of customers bring at least; null too where one customer says nothing of others. */
  cautious: Limit | null;
  reason: NullReason | null;
  actual: Cost;
  customersPerMonth: number;
  /** CM2 of first purchases: who costs no more has paid at once. Exact decimal text. */
  firstOrder: string | null;
  firstOrderReason: NullReason | null;
}

/** What a customer of the part may cost at most. */
export async function maximumCac(part: Part): Promise<MaximumCac> {
  const { period, options } = part.book.query;
  const { base, horizonDays, paybackMonths, costScope } = options;
  const actual = await cacOf(part, costScope);
  const ratio = await lifetimeValue(part, base, horizonDays);
  const payback = await lifetimeValue(part, base, daysOf(paybackMonths));
  const passed = daysBetween(period.from, period.to < part.book.context.asOf ? period.to : part.book.context.asOf) + 1;
  const customersPerMonth = Number(actual.customers) / monthsIn(Math.max(1, passed));
  const first = await firstOrderMargin(part);
  const rest = { actual, customersPerMonth, ...first };
  if (!ratio.value || !payback.value) {
    return { ...rest, expected: null, cautious: null, reason: (ratio.reason ?? payback.reason)! };
  }
  const limit = (value: (of: LifetimeValue) => number) => limitOf(value(ratio.value!), value(payback.value!));
  const certain = ratio.value.p10 !== null && payback.value.p10 !== null;
  return {
    ...rest,
    expected: limit(({ expected }) => expected),
    cautious: certain ? limit(({ p10 }) => p10!) : null,
    reason: null,
  };

  function limitOf(lifetime: number, byPayback: number): Limit {
    const byRatio = lifetime / options.targetRatio;
    const cap = options.cashCap === null ? null : Number(options.cashCap);
    const { value, binding } = maximumCost({ LTV_RATIO: byRatio, PAYBACK: byPayback, CASH_CAP: cap });
    const headroom = actual.perCustomer === null ? null : value - Number(actual.perCustomer);
    const headroomPerMonth = headroom === null ? null : headroom * customersPerMonth;
    return { perCustomer: value, binding, byRatio, byPayback, headroom, headroomPerMonth };
  }
}

async function firstOrderMargin({ book, key }: Part): Promise<Pick<MaximumCac, 'firstOrder' | 'firstOrderReason'>> {
  const unknown = (firstOrderReason: NullReason) => ({ firstOrder: null, firstOrderReason });
  const won = (await book.won('CM2')).get(key);
  if (!won) return unknown('NO_DENOMINATOR');
  const { customers, firstNet: net, firstKnown: known, firstRest: rest, unknown: withoutRate } = won.toDate;
  if (withoutRate > 0) return unknown('NO_RATE');
  const margin = marginLeft({ net, known, rest }, shareLeft({ net, known, rest }));
  if (!margin || new Decimal(customers).isZero()) return unknown('COST_UNKNOWN');
  return { firstOrder: margin.dividedBy(customers).toDecimalPlaces(6).toFixed(), firstOrderReason: null };
}
