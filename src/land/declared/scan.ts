import { type HttpRequest, type Json, type LinkedPaging, type NumberedPaging, type Page } from '../../sdk/index.ts';
import { SourceError } from '../../sdk/index.ts';
import type { Connection } from '../http/connection.ts';
import type { Shape } from './list.ts';
import { walk } from './walk.ts';

type ScanListing = Shape & { request: HttpRequest; paging: LinkedPaging | NumberedPaging };

/** Reads a whole list, on from where the last reading was interrupted; what was changed behind its back, the next one sees. */
export async function* readByScan(connection: Connection, list: ScanListing, cursor: Json): AsyncIterable<Page> {
  const { next = null } = (cursor ?? {}) as { next?: Json };
  try {
    yield* scanFrom(connection, list, next);
  } catch (error) {
    // Links and tokens end after a while.
    const ended = error instanceof SourceError && ['data', 'gone'].includes(error.kind);
    if (next === null || !ended) throw error;
    yield* scanFrom(connection, list, null);
  }
}

async function* scanFrom(connection: Connection, list: ScanListing, from: Json): AsyncIterable<Page> {
  for await (const { records, unreadable, next } of walk(connection, list, list.request, from)) {
    const position = JSON.stringify(next);
    // Some vendors write credentials into their links: better to read the list again than to keep those.
    const keepable = connection.redactor.redact(position) === position;
    yield { records, unreadable, cursor: next !== null && keepable ? { next } : null };
  }
}
