import type { HttpRequest, Json, LinkedPaging, NumberedPaging } from '../../sdk/index.ts';
import { SourceError } from '../../sdk/index.ts';
import type { Connection } from '../http/connection.ts';
import type { ReadPage } from '../reading.ts';
import type { Shape } from './list.ts';
import { walk } from './walk.ts';

type ScanListing = Shape & { request: HttpRequest; paging: LinkedPaging | NumberedPaging };

/** Reads a whole list, on from where the last reading was interrupted; what was changed behind its back, the next one sees. */
export async function* readByScan(connection: Connection, list: ScanListing, cursor: Json): AsyncIterable<ReadPage> {
  const { next = null } = (cursor ?? {}) as { next?: Json };
  try {
    yield* scanFrom(connection, list, next);
  } catch (error) {
    // Links and tokens end after a while.
    const ended = error instanceof SourceError && ['data', 'gone'].includes(error.kind);
    if (next === null || !ended) throw error;
    // Two halves of two readings are no whole one.
    for await (const { begins: _, ...page } of scanFrom(connection, list, null)) yield page;
  }
}

async function* scanFrom(connection: Connection, list: ScanListing, from: Json): AsyncIterable<ReadPage> {
  let begins = from === null;
  const numbered = list.paging.kind === 'page' || list.paging.kind === 'offset';
  const again = numbered ? { again: () => scanFrom(connection, list, null) } : {};
  for await (const { records, unreadable, next } of walk(connection, list, list.request, from)) {
    const position = JSON.stringify(next);
    // Some vendors write credentials into their links: better to read the list again than to keep those.
    const keepable = connection.redactor.redact(position) === position;
    const end = next === null ? { completes: 'all' as const, ...again } : {};
    yield { records, unreadable, cursor: next !== null && keepable ? { next } : null, begins, ...end };
    begins = false;
  }
}
