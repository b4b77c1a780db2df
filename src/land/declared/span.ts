import type { Cursor } from '../../sdk/index.ts';
import { formatInstant, type Micros, stepMicros } from './instant.ts';

/** A period that is asked for by itself. */
export interface Span {
  from: Micros | null;
  /** For the filter; undefined where the period has no end. */
  until?: string;
  last: boolean;
}

/** One period without an end, or for vendors that refuse long ones the windows up to now (the vendor's, in milliseconds). */
export function* spansFrom(start: Micros | null, cursor: Cursor, now: number): Iterable<Span> {
  if (cursor.order === 'desc' || cursor.windowDays === undefined || start === null) {
    yield { from: start, last: true };
    return;
  }
  const length = cursor.windowDays * stepMicros.day;
  for (let from = start, last = false; !last; from += length) {
    last = from + length > now * 1000;
    yield { from, until: formatInstant(from + length, cursor.step), last };
  }
}
