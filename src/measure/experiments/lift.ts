import type { NullReason } from '../metric.ts';
import type { Covariate } from './balance.ts';
import type { Effect } from './welch.ts';

/** One side of an experiment: customers where they were divided, else days. */
export interface Side {
  units: number;
  /** Exact decimal text. */
  total: string;
  /** Per unit. */
  mean: number | null;
  /** 95 % interval of the mean where it is a share of customers. */
  low: number | null;
  high: number | null;
}

/** What an experiment shows of one outcome. */
export interface Lift {
  treated: Side;
  control: Side;
  /** Per unit. */
  absolute: Effect | null;
  /** As a share of the control's. */
  relative: Effect | null;
  /** For all treated units together. */
  incremental: Effect | null;
  /** Why there is no effect. */
  reason: NullReason | null;
  /** What the past explains, where it helps: correlation, and the share of the variance that is gone. */
  history: { correlation: number; varianceReduction: number } | null;
  /** Where amounts were cut, exact decimal text. */
  cap: string | null;
  /** Whether the arms have the sizes that were to be drawn; null where nothing was. */
  sampleRatio: { expected: number; observed: number; pValue: number } | null;
  balance: Covariate[];
  /** Customers who came to be in both arms, and count in neither. */
  mixed: number;
  notes: string[];
}

export const nothingFound = { history: null, cap: null, sampleRatio: null, balance: [], mixed: 0, notes: [] };

/** An effect on one unit, for all of them. */
export const scaled = (effect: Effect | null, units: number): Effect | null =>
  effect && { ...effect, value: effect.value * units, low: effect.low * units, high: effect.high * units };
