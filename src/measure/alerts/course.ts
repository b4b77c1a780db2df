import type { Grain, Period } from '../period.ts';

/** The grains that alerts look at. */
export const alertGrains = ['DAY', 'WEEK', 'MONTH'] as const satisfies Grain[];
export type AlertGrain = (typeof alertGrains)[number];

/** What is watched. */
export interface Watched {
  subject: 'CPI' | 'METRIC';
  key: string;
}

/** A calendar unit of what is watched. */
export interface CourseUnit {
  days: Period;
  /** Whether it is over, whole, and as good as decided: what is not waits. */
  settled: boolean;
  /** Null where there is nothing to tell. */
  value: number | null;
  /** How many the share is of; null for an amount. */
  total: number | null;
  /** Against a target; null without one. */
  status: 'MET' | 'NEAR' | 'MISSED' | null;
  target: number | null;
  /** 95 % interval of a share. */
  low: number | null;
  high: number | null;
}

/** How something went, unit by unit, oldest first. */
export interface Course extends Watched {
  name: string;
  grain: AlertGrain;
  /** Null where more is neither good nor bad. */
  moreIsBetter: boolean | null;
  units: CourseUnit[];
}
