import type { NullReason } from '../metric.ts';
import type { MarginBase } from '../order-margin.ts';
import { type Mean, meanMargin } from './ages.ts';
import type { Part } from './book.ts';
import { cacOf, type Cost } from './cac.ts';
import type { Lifetime } from './lifetimes.ts';

/** What the part's customers have brought on average within so many days, of those as old; null for all to date. */
export async function historicValue({ book, key }: Part, base: MarginBase, days: number | null): Promise<Mean> {
  const won = (await book.won(base, days === null ? [] : [days])).get(key);
  if (!won) return { value: null, reason: 'NO_DENOMINATOR', customers: '0' };
  return meanMargin(won, days === null ? won.toDate : won.ages.find((age) => age.days === days));
}

/** What they bring on average within so many days: what has come, and what is expected of the days left. */
export async function lifetimeValue({ book, key }: Part, base: MarginBase, days: number): Promise<Lifetime> {
  return (await book.lifetimes(base, days)).get(key) ?? { value: null, reason: 'NO_DENOMINATOR', model: null };
}

/** Lifetime value for each unit of money that a customer cost. */
export interface ValueToCost {
  value: number | null;
  low: number | null;
  high: number | null;
  reason: NullReason | null;
  lifetime: Lifetime;
  cost: Cost;
}

/** What a customer cost is taken as it was: the interval is that of the value alone. */
export async function valueToCost(part: Part, base: MarginBase, days: number): Promise<ValueToCost> {
  const cost = await cacOf(part, part.book.query.options.costScope);
  const lifetime = await lifetimeValue(part, base, days);
  const unknown = (reason: NullReason) => ({ value: null, low: null, high: null, reason, lifetime, cost });
  if (cost.perCustomer === null) return unknown(cost.reason!);
  if (lifetime.value === null) return unknown(lifetime.reason!);
  const each = Number(cost.perCustomer);
  if (each <= 0) return unknown('NO_DENOMINATOR');
  const { expected, low, high } = lifetime.value;
  return {
    value: expected / each,
    low: low === null ? null : low / each,
    high: high === null ? null : high / each,
    reason: null,
    lifetime,
    cost,
  };
}
