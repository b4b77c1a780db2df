import type { MeasureContext } from '../context.ts';
import type { CustomerFilter } from '../filter.ts';
import type { Provenance } from '../metric.ts';
import type { Grain, Period } from '../period.ts';

export interface CohortQuery {
  /** Which first purchases make the cohorts. */
  period: Period;
  /** The calendar unit of cohorts and cells. */
  grain: Grain;
  filter?: CustomerFilter;
}

/** Customers whose first purchase fell in the same calendar unit, followed unit by unit. */
export interface Cohort {
  start: string;
  /** How many they were at the start; every rate and average divides by it. */
  size: number;
  /** True where customers may have bought before the data begins, so that some only seem new. */
  historyTruncated: boolean;
  cells: CohortCell[];
}

/** So many units after the start; everything is null where that unit lies ahead. Amounts are exact decimal text. */
export interface CohortCell {
  index: number;
  period: string;
  active: number | null;
  /** active / size, a fraction. */
  rate: string | null;
  /** Net sales of the cohort's orders of this unit, their returns included whenever they came. */
  revenue: string | null;
  /** Net sales per customer of the cohort up to here. */
  cumulativeValue: string | null;
  /** False while the unit is running. */
  complete: boolean;
}

export declare function cohorts(
  context: MeasureContext,
  query: CohortQuery,
): Promise<{ cohorts: Cohort[]; provenance: Provenance }>;
