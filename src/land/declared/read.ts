import type { AscendingCursor, ChildListing, Json, Listing } from '../../sdk/index.ts';
import type { Connection } from '../http/connection.ts';
import type { ReadPage } from '../reading.ts';
import { readBookmark } from './bookmark.ts';
import { readByChain } from './chain.ts';
import { readChildren } from './children.ts';
import { readByKeyset } from './keyset.ts';
import { readByScan } from './scan.ts';

/** Reads a declared stream on from its cursor (null: from the start) until there is no more. */
export function readDeclared(
  connection: Connection,
  list: Listing | ChildListing,
  cursor: Json,
): AsyncIterable<ReadPage> {
  return 'parent' in list
    ? readChildren(connection, list, cursor, readListing(connection, list.parent, cursor))
    : readListing(connection, list, cursor);
}

function readListing(connection: Connection, list: Listing, cursor: Json): AsyncIterable<ReadPage> {
  const { paging } = list;
  // The types of a listing let a keyset go with an ascending cursor alone.
  if (paging.kind === 'keyset')
    return readByKeyset(connection, { ...list, paging, cursor: list.cursor as AscendingCursor }, readBookmark(cursor));
  if (list.cursor === 'scan') return readByScan(connection, { ...list, paging }, cursor);
  return readByChain(connection, { ...list, paging, cursor: list.cursor }, readBookmark(cursor));
}
