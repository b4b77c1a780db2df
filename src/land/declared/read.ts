import type { AscendingCursor, ChildListing, Json, Listing, ReadContext } from '../../sdk/index.ts';
import type { Connection } from '../http/connection.ts';
import type { ReadPage } from '../reading.ts';
import { readBookmark } from './bookmark.ts';
import { readByChain } from './chain.ts';
import { readChildren } from './children.ts';
import { readByKeyset } from './keyset.ts';
import { isBackfilled, readWithBackfill, readWithTail } from './live-tail.ts';
import { readByScan } from './scan.ts';

/** Reads a declared stream on from its cursor (null: from the start) until there is no more. */
export function readDeclared(
  connection: Connection,
  list: Listing | ChildListing,
  cursor: Json,
  context: ReadContext,
): AsyncIterable<ReadPage> {
  return 'parent' in list
    ? readChildren(connection, list, cursor, readListing(connection, list.parent, cursor, context))
    : readListing(connection, list, cursor, context);
}

function readListing(
  connection: Connection,
  list: Listing,
  cursor: Json,
  context: ReadContext,
): AsyncIterable<ReadPage> {
  const { paging, backfill } = list;
  if (list.cursor === 'scan' && paging.kind !== 'keyset') return readByScan(connection, { ...list, paging }, cursor);
  // The types of a listing let a keyset go with an ascending cursor alone.
  const by = list.cursor as AscendingCursor;
  const read = (from: Json) =>
    paging.kind === 'keyset'
      ? readByKeyset(connection, { ...list, paging, cursor: by }, readBookmark(from))
      : readByChain(connection, { ...list, paging, cursor: by }, readBookmark(from));
  if (backfill && (cursor === null || isBackfilled(cursor)))
    return readWithBackfill(connection, { cursor: by, read, backfill }, cursor, context);
  return readWithTail(connection, { cursor: by, read }, cursor);
}
