import { daysBetween } from '../period.ts';
import type { Inquiry } from './credited.ts';

const daysPerMonth = 365.25 / 12;
const mostMonths = 60;

/** Age in days after so many months; months are a twelfth of a year, so that twelve are 365 days. */
export const daysOf = (months: number): number => Math.round(months * daysPerMonth);
export const monthsIn = (days: number): number => days / daysPerMonth;

/** Months since the first purchase that the oldest customers of a question have behind them. */
export function monthsSeen({ context: { asOf }, query: { period } }: Inquiry): number {
  const oldest = Math.max(0, daysBetween(period.from, asOf));
  return Math.min(mostMonths, Math.floor((oldest + 0.5) / daysPerMonth));
}

/** The ages, in days, at which value is asked for: every month seen, those that the options name, and others. */
export function agesAsked(inquiry: Inquiry, others: readonly number[]): number[] {
  const { horizonDays, paybackMonths } = inquiry.query.options;
  const months = Array.from({ length: monthsSeen(inquiry) + 1 }, (_, month) => daysOf(month));
  const days = new Set([...months, horizonDays, daysOf(paybackMonths), ...others]);
  return [...days].toSorted((one, other) => one - other);
}
