import type { Workspace } from '../model/workspace.ts';
import type { CustomerFilter } from './filter.ts';
import type { Grain, Period } from './period.ts';

export type Unit = 'MONEY' | 'COUNT' | 'RATIO' | 'DURATION' | 'SCORE';

/** What the amount of an order is taken to be; NET is without tax and shipping, after discounts and returns. */
export type Base = 'GROSS' | 'NET' | 'NET_PLUS_SHIPPING' | 'TOTAL' | 'CM1';
export type RefundDating = 'REFUND_DATE' | 'ORDER_DATE';
export type Punctuality = 'TIMESTAMP' | 'DAY';
export type Answers = 'ALL' | 'LATEST';

export const dimensions = [
  'country',
  'source',
  'sales_channel',
  'currency',
  'customer_type',
  'lifecycle_stage',
  'rfm_group',
  'segment',
  'acquiring_channel',
  'category',
  'product',
  'punctuality',
  'survey',
  'channel',
  'campaign',
  'ad_set',
  'ad',
  'cost_kind',
  'origin',
  'lead_segment',
] as const;
export type Dimension = (typeof dimensions)[number];

/** What a customer is on the as-of day, by which every figure about customers can be broken down. */
export const customerDimensions = ['lifecycle_stage', 'rfm_group', 'segment', 'acquiring_channel'] as const;

/** What a metric measures, for the catalogue. */
export interface Metric {
  key: string;
  name: string;
  description: string;
  /** How it is worked out, in words, with its edge cases. */
  formula: string;
  /** MONEY is in the workspace's currency, RATIO a fraction, DURATION days, SCORE as the scale says. */
  unit: Unit;
  dimensions: readonly Dimension[];
  /** The arguments it obeys. */
  options: readonly (keyof MetricOptions)[];
  /** Null where more is neither good nor bad. */
  higherIsBetter: boolean | null;
  /** Name and version, such as "net-sales@1". */
  method: string;
}

export interface MetricOptions {
  /** Default NET. */
  base?: Base;
  /** Whether a refund counts on its own day (default) or on its order's. */
  refundDating?: RefundDating;
  /** Days of silence that make a customer churned; default the workspace's. */
  churnAfterDays?: number;
  /** Whether a promise is kept by the instant (default) or by the day in the workspace's zone. */
  punctuality?: Punctuality;
  /** Whether all answers count (default), or of each person, survey and period (or point) the latest alone. */
  answers?: Answers;
  /** How credit for orders is shared among touches; default the workspace's. */
  model?: Workspace['attributionModel'];
}

export interface MetricQuery {
  period: Period;
  grain?: Grain;
  breakdown?: string;
  filter?: CustomerFilter;
  options?: MetricOptions;
}

/**
 * Why there is no value: nothing was read for these days, they lie ahead, nothing to divide by, an exchange rate or a cost
 * is missing, too young to tell, scores on other scales than the figure can take, it is not positive and cannot be compared
 * with, money was spent and nobody won, nobody knows what brought the customers, they are too few to foretell anything, there
 * is too little to tell from, nobody to compare with, or no record holds a field that it needs.
 */
export type NullReason =
  | 'NO_DATA'
  | 'NOT_YET'
  | 'NO_DENOMINATOR'
  | 'NO_RATE'
  | 'COST_UNKNOWN'
  | 'MIXED_SCALES'
  | 'FIELD_MISSING'
  | 'BASE_NOT_POSITIVE'
  | 'SPEND_WITHOUT_CUSTOMERS'
  | 'TOO_FEW'
  | 'NOT_COMPARABLE'
  | 'UNATTRIBUTED'
  | 'NO_MODEL'
  | 'NO_SPEND_MODEL';

/** Numbers are exact decimal text. */
export interface MetricPoint {
  /** First day of the calendar unit; null for a total. */
  period: string | null;
  value: string | null;
  /** Set where the value is null. */
  reason: NullReason | null;
  numerator: string | null;
  denominator: string | null;
  /** 95 % interval: Wilson's for shares of a count, two standard errors (1.96) either side for means of answers. */
  low: string | null;
  high: string | null;
  /** Of a mean of answers, such as the net promoter score. */
  standardError: string | null;
  /** How many facts (orders, customers, deliveries, answers …) it rests on. */
  count: number;
  /** False while the days are running, or where they are only part of the calendar unit. */
  complete: boolean;
}

export interface MetricGroup {
  key: string;
  label: string;
  total: MetricPoint;
  series: MetricPoint[];
}

/** Relative change from the period before; null with the reason where it cannot be told. */
export interface Change {
  value: string | null;
  reason: NullReason | null;
}

export interface MetricResult {
  metric: Metric;
  /** The workspace's currency for MONEY, else null. */
  currency: string | null;
  total: MetricPoint;
  previous: MetricPoint;
  change: Change;
  /** One point a calendar unit, gaps included; empty without a grain. */
  series: MetricPoint[];
  /** Largest first; empty without a breakdown. */
  groups: MetricGroup[];
  provenance: Provenance;
}

/** Where a figure comes from, how it was worked out and how fresh it is. */
export interface Provenance {
  method: string;
  formula: string;
  computedAt: Date;
  dataThrough: Date | null;
  inputs: readonly ProvenanceInput[];
  /** What the reader must know about this very answer. */
  notes: string[];
}

export interface ProvenanceInput {
  sourceId: string;
  stream: string;
  rows: number;
}
