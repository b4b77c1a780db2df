import type { RawBuilder } from 'kysely';
import type { MeasureContext } from './context.ts';
import type { Dimension, Metric, MetricOptions, NullReason } from './metric.ts';
import type { Period } from './period.ts';

/** What a figure is asked: a reading for each stretch of days, which may overlap. */
export interface Question {
  spans: readonly Period[];
  by: Dimension | null;
  /** Statement that selects the ids of the customers meant; null for all, and for orders without a customer. */
  customers: RawBuilder<unknown> | null;
  options: Required<MetricOptions>;
}

/** One answer, numbers as exact decimal text. A stretch (and group) without facts has none. */
export interface Reading {
  /** Position in the question's spans. */
  span: number;
  /** Value of the dimension; null where none was asked. */
  key: string | null;
  label: string | null;
  value: string | null;
  numerator: string | null;
  denominator: string | null;
  /** Sum of the squares of what each fact adds to the numerator, for a mean that has a standard error. */
  squares?: string | null;
  /** Facts it rests on. */
  count: number;
  /** Facts whose amount is unknown; with one of them there is no value. */
  unknown: number;
}

/** A metric with the way to work it out. */
export interface Figure extends Metric {
  /** Whether no facts mean zero, as for sums and counts, rather than nothing to divide by. */
  zero: boolean;
  /** Whether it is a share of a count, which has a Wilson interval. */
  share: boolean;
  /** Ends of the scale of a mean, beyond which its interval does not reach. */
  bounds?: readonly [number, number];
  /** Why there is no value where facts are unknown. */
  whenUnknown: NullReason;
  /** Why there is no value where there is something to divide and nothing to divide by; by default NO_DENOMINATOR. */
  whenUndivided?: NullReason;
  /** Days that must have passed since a fact's own day before it can count. */
  matureAfterDays: number;
  read(context: MeasureContext, question: Question): Promise<readonly Reading[]>;
  /** Statement with the rows (source_id, stream, day) that feed it, from the question's first day to its last. */
  inputs(context: MeasureContext, question: Question): RawBuilder<unknown>;
  /** First day of its own data where that is not the orders'. */
  since?(context: MeasureContext): Promise<string | null>;
  /** Whether it ends with the orders all the same, for it sets its own data against them. */
  endsWithOrders?: boolean;
  /** What a reader of this total must know. */
  notes?(total: Reading | undefined, context: MeasureContext, question: Question): string[] | Promise<string[]>;
}
