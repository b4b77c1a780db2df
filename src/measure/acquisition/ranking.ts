import type { Book, Part } from './book.ts';
import { cacOf, customersOf, spendOf } from './cac.ts';
import { churnRate, loyalShare } from './quality.ts';
import { lifetimeValue, valueToCost } from './value-to-cost.ts';

export const performanceSortKeys = [
  'LTV_TO_CAC',
  'LTV',
  'CAC',
  'LOYAL_SHARE',
  'NEW_CUSTOMERS',
  'SPEND',
  'CHURN_RATE',
] as const;
export type PerformanceSortKey = (typeof performanceSortKeys)[number];

const figures: Record<PerformanceSortKey, (part: Part) => Promise<number | null>> = {
  LTV_TO_CAC: async (part) => {
    const { base, horizonDays } = part.book.query.options;
    return (await valueToCost(part, base, horizonDays)).value;
  },
  LTV: async (part) => {
    const { base, horizonDays } = part.book.query.options;
    return (await lifetimeValue(part, base, horizonDays)).value?.expected ?? null;
  },
  CAC: async (part) => numberOf((await cacOf(part, part.book.query.options.costScope)).perCustomer),
  LOYAL_SHARE: async (part) => (await loyalShare(part)).value,
  NEW_CUSTOMERS: async (part) => Number(await customersOf(part)),
  SPEND: async (part) => numberOf((await spendOf(part, part.book.query.options.costScope)).amount),
  CHURN_RATE: async (part) => (await churnRate(part)).value,
};

const numberOf = (text: string | null) => (text === null ? null : Number(text));

/** The keys of parts in the order of a figure; unknown values stand last, equal ones as they were. */
export async function rankParts(
  book: Book,
  keys: readonly string[],
  by: PerformanceSortKey,
  direction: 'ASC' | 'DESC',
): Promise<string[]> {
  const turn = direction === 'ASC' ? 1 : -1;
  const valued = await Promise.all(keys.map(async (key) => ({ key, value: await figures[by]({ book, key }) })));
  return valued
    .toSorted((one, other) => {
      if (one.value === null || other.value === null) return Number(one.value === null) - Number(other.value === null);
      return turn * (one.value - other.value);
    })
    .map(({ key }) => key);
}
