import type { Cursor, Narrowing } from '../../sdk/index.ts';
import { filterInstant } from './bookmark.ts';
import { formatInstant, type Micros, stepMicros } from './instant.ts';

/** A period that is asked for by itself. */
export interface Span {
  from: Micros | null;
  /** Where it ends; null where that is open. */
  to: Micros | null;
  last: boolean;
}

/** One period without an end, or for vendors that refuse long ones the windows up to now (the vendor's, in milliseconds). */
export function* spansFrom(start: Micros | null, cursor: Cursor, now: number): Iterable<Span> {
  if (cursor.windowDays === undefined || start === null) {
    yield { from: start, to: null, last: true };
    return;
  }
  const length = cursor.windowDays * stepMicros.day;
  // Somewhere a day has begun already that has not in UTC.
  const end = now * 1000 + (cursor.step === 'day' ? stepMicros.day : 0);
  for (let from = start, last = false; !last; from += length) {
    last = from + length > end;
    yield { from, to: from + length, last };
  }
}

/** What a period adds to the request. */
export function narrowingOf({ from, to }: Span, cursor: Cursor): Narrowing {
  if (from === null) return {};
  const first = filterInstant(from, cursor);
  if (cursor.between && to !== null) {
    const last = cursor.step === 'day' ? to - stepMicros.day : to;
    return cursor.between(first, formatInstant(last, cursor.step));
  }
  return cursor.since?.(first) ?? {};
}
