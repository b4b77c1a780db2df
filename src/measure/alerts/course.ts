import type { Provenance, Unit } from '../metric.ts';
import type { Grain, Period } from '../period.ts';

/** The grains that alerts look at. */
export const alertGrains = ['DAY', 'WEEK', 'MONTH'] as const satisfies Grain[];
export type AlertGrain = (typeof alertGrains)[number];

/** A calendar unit of what is watched. */
export interface CourseUnit {
  days: Period;
  /** Whether it is over, whole, and as good as decided: what is not waits. */
  settled: boolean;
  /** Null where there is nothing to tell. */
  value: number | null;
  /** The same as exact decimal text. */
  exact: string | null;
  /** How many the share is of; null for an amount. */
  total: number | null;
  /** Against a target; null without one. */
  status: 'MET' | 'NEAR' | 'MISSED' | null;
  /** Shares, as decimal text: the target, and a 95 % interval. */
  target: string | null;
  low: string | null;
  high: string | null;
}

/** How something went, unit by unit, oldest first. */
export interface Course {
  subject: 'CPI' | 'METRIC';
  key: string;
  name: string;
  grain: AlertGrain;
  /** Null where more is neither good nor bad. */
  moreIsBetter: boolean | null;
  unit: Unit;
  /** Of MONEY. */
  currency: string | null;
  units: CourseUnit[];
  /** Where the figure of some days comes from. */
  provenance(days: Period): Promise<Provenance>;
}
