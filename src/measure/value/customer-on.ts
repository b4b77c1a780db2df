import type { HistoryColumns } from './histories.ts';
import type { Customer } from './models/future-value.ts';

/** A row of histories as the models take it, on a day; times in weeks. Returns may have taken back more than was paid. */
export function customerOn(
  day: number,
  { repeats, firstDay, lastDay, meanSpend }: HistoryColumns,
  row: number,
): Customer {
  return {
    repeats: repeats[row]!,
    recency: (lastDay[row]! - firstDay[row]!) / 7,
    tenure: (day - firstDay[row]!) / 7,
    meanSpend: meanSpend[row]! > 0 ? meanSpend[row]! : 0,
  };
}
