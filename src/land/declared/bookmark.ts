import type { Cursor, Json } from '../../sdk/index.ts';
import { formatInstant, type Micros, parseInstant, stepMicros } from './instant.ts';

/** How far a stream with a cursor has been read. */
export interface Bookmark {
  /** Everything up to here was read by readings that came to their end. */
  through: Micros | null;
  /** Where the reading under way has come to; null where none is. */
  from: Micros | null;
  /** Inside one instant that more records share than a page holds: the offset of the next page, */
  position: number;
  /** and the record, with its instant, that must be its first. */
  anchor: string | null;
}

export function readBookmark(cursor: Json): Bookmark {
  const { through, from, position, anchor } = (cursor ?? {}) as Record<string, Json>;
  return {
    through: parseInstant(through),
    from: parseInstant(from),
    position: typeof position === 'number' ? position : 0,
    anchor: typeof anchor === 'string' ? anchor : null,
  };
}

export function writeBookmark({ through, from, position, anchor }: Bookmark): Json {
  return {
    through: through === null ? null : formatInstant(through, 'us'),
    ...(from === null ? {} : { from: formatInstant(from, 'us') }),
    ...(position === 0 ? {} : { position, anchor }),
  };
}

/** Where a reading begins: where the last one was interrupted, or where it ended, less the look-back. */
export function startOf({ through, from }: Bookmark, cursor: Cursor): Micros | null {
  if (from !== null) return from;
  if (through === null) return cursor.order === 'desc' ? null : parseInstant(cursor.start ?? null);
  return through - (cursor.lookbackDays ?? 0) * stepMicros.day;
}

/**
 * The bookmark as it may be kept: what is younger than the lag will be asked for again, for records that belong there may
 * not be shown yet. `now` is the vendor's time in milliseconds.
 */
export function lagging(bookmark: Bookmark, cursor: Cursor, now: number): Bookmark {
  if (cursor.lagSeconds === undefined) return bookmark;
  const ceiling = (now - cursor.lagSeconds * 1000) * 1000;
  const { through, from } = bookmark;
  const capped = through === null ? null : Math.min(through, ceiling);
  return from !== null && from > ceiling
    ? { through: capped, from: ceiling, position: 0, anchor: null }
    : { ...bookmark, through: capped };
}

/** The instant to give to the filter so that `from` itself is asked for. */
export function filterInstant(from: Micros, { step, exclusive }: Cursor): string {
  return formatInstant(exclusive ? from - stepMicros[step] : from, step);
}
