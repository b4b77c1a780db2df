import type { DecimalMark } from './decimals.ts';

/** How a file writes its values. */
export interface Style {
  timeZone: string;
  dates: readonly string[];
  decimal: DecimalMark | undefined;
  currency: string | undefined;
  /** Texts that stand for nothing, such as "NULL". */
  empty: readonly string[];
}
