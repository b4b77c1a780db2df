import type { HttpRequest } from './http-message.ts';

/** What a cursor adds to a request. */
export type Narrowing = Pick<HttpRequest, 'query' | 'headers' | 'body'>;

interface Common {
  /** Path of the instant at which a record last changed. Of several the first that is set counts. */
  field: string | readonly string[];
  /** How finely the vendor's filter tells instants apart; what is within one step counts as the same instant. */
  step: 'day' | 's' | 'ms' | 'us';
  /** The filter leaves out the instant it is given ("after", not "from"). */
  exclusive?: boolean;
  /** What is younger than that may not be shown yet, and is asked for again. */
  lagSeconds?: number;
  /** So far back do records still change without saying so: every run asks again from there. */
  lookbackDays?: number;
}

interface Filter {
  /** Adds the filter. `instant` is in UTC, as fine as `step`: "2026-01-31T12:00:00Z", or "2026-01-31" for days. */
  since(instant: string): Narrowing;
  between?: never;
}

/** For vendors that refuse long periods: they are asked piece by piece. */
interface Windows {
  /** Adds the filter, from `from` until `to`. Days are both within the period. */
  between(from: string, to: string): Narrowing;
  windowDays: number;
  /** Where the very first reading begins, as ISO 8601. */
  start: string;
  since?: never;
}

type Filtered = (Filter & { windowDays?: never; start?: never }) | Windows;

/** Oldest change first: every page is a checkpoint. */
export type AscendingCursor = Common & Filtered & { order: 'asc' };

/** In no order, asked for by periods. */
export type WindowedCursor = Common & Windows & { order: 'none' };

/** Newest first can do without a filter: reading ends where the last one began. */
type NewestFirst = Common &
  (Filter | { since?: never; between?: never }) & { order: 'desc'; windowDays?: never; start?: never };

/** Newest first or in no order: how far was read is known at the end of the list (or of a window) only. */
export type LateCursor =
  | NewestFirst
  | WindowedCursor
  | (Common & Filter & { order: 'none'; windowDays?: never; start?: never });

/** Everything the engine needs to read only what changed, and to go on after a crash. Connectors keep no state. */
export type Cursor = AscendingCursor | LateCursor;
