import { hash as digest } from 'node:crypto';
import type { Cursor, DeclaredStream, Page, SourceRecord, Stream, Unreadable } from '../sdk/index.ts';
import { formatInstant, instantOf } from './declared/instant.ts';

/** A record as it will be kept. */
export interface RawRow extends Omit<SourceRecord, 'payload'> {
  hash: string;
  /** The payload as JSON text. */
  payload: string;
  /** Whether it is gone at the source: kept, but not mapped. */
  gone: boolean;
  /** The day it tells of, where whole days are stated anew. */
  day: string | null;
}

/** An escape in JSON text that PostgreSQL's text cannot hold: NUL, or half of a surrogate pair. */
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/i;

/** Text as the database can hold it. */
export const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD');

/** Hashes a page's records; of several with one key the last counts. What is told to be gone is, whatever else is told of it. */
export function rawRows(
  page: Omit<Page, 'cursor'>,
  stream: Stream | DeclaredStream,
): { rows: Map<string, RawRow>; unreadable: Unreadable[]; repeated: number } {
  const rows = new Map<string, RawRow>();
  const unreadable = [...(page.unreadable ?? [])];
  const deleted = new Set(page.deleted);
  const restated = 'replace' in stream && stream.replace === 'day' ? stream.cursor : null;
  let repeated = 0;
  for (const record of page.records) {
    const { key, payload, position } = record;
    const text = JSON.stringify(payload);
    if (unstorable.test(text)) {
      const reason =
        'contains a NUL or half a character, which no text can hold: the file is damaged or in another encoding';
      unreadable.push({ key: storable(key), reason, ...(position === undefined ? {} : { position }) });
      continue;
    }
    // Deleted first, so that the record takes its last place in the order.
    if (rows.delete(key)) repeated++;
    rows.set(key, {
      ...{ key, hash: digest('sha256', text, 'hex'), payload: text },
      ...(position === undefined ? {} : { position }),
      gone: deleted.has(key) || isGone(record, stream),
      day: restated && dayOf(record, restated),
    });
  }
  return { rows, unreadable, repeated };
}

/** A record in which even that cannot be understood goes on to `map`, which says what is wrong. */
function isGone({ payload }: SourceRecord, { deletes }: Stream | DeclaredStream): boolean {
  try {
    return typeof deletes === 'object' && deletes.gone(payload);
  } catch {
    return false;
  }
}

function dayOf({ payload }: SourceRecord, cursor: Cursor): string | null {
  const instant = instantOf(payload, cursor);
  return instant === null ? null : formatInstant(instant, 'day');
}
