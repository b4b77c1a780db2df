import type { RfmGroup } from './rfm/groups.ts';
import type { LifecycleStage } from './lifecycle/stages.ts';
import type { PeriodInput } from './period.ts';

export interface IntRange {
  gte?: number;
  lte?: number;
}
export interface DecimalRange {
  gte?: string;
  lte?: string;
}

/** What can be asked of customers; several fields in one filter must all hold. A segment is one of these, saved. */
export interface CustomerFilter {
  all?: CustomerFilter[];
  any?: CustomerFilter[];
  not?: CustomerFilter;
  /** Part of a name, e-mail or phone number. */
  search?: string;
  /** Id of a built-in or saved segment. */
  segment?: string;
  rfm?: RfmGroup[];
  stage?: LifecycleStage[];
  firstSeen?: PeriodInput;
  /** First purchase in the period. */
  firstOrdered?: PeriodInput;
  /** Last purchase in the period. */
  lastOrdered?: PeriodInput;
  /** Bought in the period, so many times (at least once by default). */
  ordered?: { period: PeriodInput; count?: IntRange };
  /** Purchases so far. */
  orders?: IntRange;
  /** Net sales so far, in the workspace's currency. */
  revenue?: DecimalRange;
  /** Net sales expected of the next twelve months. */
  predictedValue?: DecimalRange;
  /** Probability of ever buying again, 0 to 1. */
  alive?: DecimalRange;
  /** Product ids. */
  bought?: string[];
  country?: string[];
  /** Source ids. */
  source?: string[];
}
