import type { HistoryColumns } from '../value/histories.ts';

/** The histories of a part's customers, as `historyColumns` selects them. */
export interface HistoryRow {
  part: string;
  weights: number[];
  repeats: number[];
  first: number[];
  last: number[];
  spend: (number | null)[];
  gaps: number[];
}

export function columnsOf(row: HistoryRow): HistoryColumns & { weights: Float64Array } {
  return {
    weights: Float64Array.from(row.weights),
    repeats: Int32Array.from(row.repeats),
    firstDay: Int32Array.from(row.first),
    lastDay: Int32Array.from(row.last),
    meanSpend: Float64Array.from(row.spend, (value) => value ?? Number.NaN),
    logGaps: Float64Array.from(row.gaps),
  };
}
