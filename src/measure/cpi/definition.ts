import type { CustomerFilter } from '../filter.ts';

/** What a CPI can be about; each has fields of its own, see subjects.ts. */
export const subjectNames = [
  'REQUEST',
  'DELIVERY',
  'ORDER',
  'ORDER_LINE',
  'QUOTE_REQUEST',
  'CART',
  'SURVEY',
  'EVENT',
] as const;
export type SubjectName = (typeof subjectNames)[number];

/** The part of the company that a CPI looks at. */
export const cpiAreas = ['CUSTOMER_SERVICE', 'LOGISTICS', 'SALES', 'PRODUCT', 'DIGITAL', 'OTHER'] as const;
export type CpiArea = (typeof cpiAreas)[number];

/** How a limit is counted: all time, opening hours alone, or whole days of the workspace's zone. */
export const cpiClocks = ['CALENDAR', 'BUSINESS', 'DAYS'] as const;

/** What is counted: each subject, or the order or customer that holds several, where all must succeed. */
export const cpiUnits = ['SUBJECT', 'ORDER', 'CUSTOMER'] as const;

/** Which share is shown: of promises kept, or of those broken, where less is better. */
export const cpiShares = ['KEPT', 'BROKEN'] as const;

/**
 * A condition on the subject's own fields: one field with all that is asked of it, or several conditions joined. What is
 * unknown fulfils nothing but `known: false`.
 */
export interface Condition {
  all?: Condition[];
  any?: Condition[];
  not?: Condition;
  field?: string;
  /** The field's text is one of these. */
  in?: string[];
  /** The field is true, or false. */
  is?: boolean;
  /** At least, at most: exact decimal text. */
  gte?: string;
  lte?: string;
  known?: boolean;
  /** The instant is no later than that of another field. */
  notAfter?: string;
}

/** "Within X of Y": `to` happens no later than `limit` after `from`. */
export interface Within {
  /** ISO 8601: time on CALENDAR, hours and minutes on BUSINESS, whole days on DAYS. */
  limit: string;
  /** Fields that are instants. */
  from: string;
  to: string;
  clock: (typeof cpiClocks)[number];
  /** Name of the calendar of a BUSINESS clock; where left out, the workspace's only one. */
  calendar?: string;
  /** States of a request in which the clock stands still. */
  pausedIn?: string[];
}

export interface Exclusion {
  /** In a few words, for whoever reads the numbers. */
  reason: string;
  where: Condition;
  /** Field of the instant from which it holds; before, and where that is unknown, the subject is judged as any other. */
  from?: string;
}

/** Shares as exact decimal text, 0 to 1. */
export interface Target {
  share: string;
  /** How far off the target still counts as near it; 0.02 unless told. */
  near?: string;
  /** Other targets from a day on, oldest first. */
  since?: { day: string; share: string }[];
  /** Other targets for the customers of a segment. */
  segments?: { segment: string; share: string }[];
}

/** A Customer Performance Indicator as data. */
export interface CpiDefinition {
  /** Such as "first-response"; unique in the workspace. */
  key: string;
  name: string;
  area: CpiArea;
  /** The promise in the customer's words. */
  question: string;
  subject: SubjectName;
  /** Whose subjects count; everybody's where left out, also those of nobody known. */
  customers?: CustomerFilter;
  /** Which subjects count. */
  where?: Condition;
  /** What has to be so for the promise to be kept: both, where both are given. */
  success: {
    within?: Within;
    where?: Condition;
    /** Field of the instant at which `where` is decided; that of `within.to`, or else of `datedBy`, where left out. */
    decidedBy?: string;
  };
  exclude?: Exclusion[];
  unit: (typeof cpiUnits)[number];
  /** Field of the instant whose day places a subject in a period. */
  datedBy: string;
  shows: (typeof cpiShares)[number];
  /** False where what is broken is what customers leave behind, such as carts: it lets nobody down. Else left out. */
  promise?: boolean;
  target?: Target;
  owner?: string;
  /** Fewest subjects decided from which a reading is judged. */
  minimumSample: number;
}
