import {
  type ChildListing,
  type HttpRequest,
  type Json,
  type Page,
  type Payload,
  SourceError,
} from '../../sdk/index.ts';
import type { Connection } from '../http/connection.ts';
import type { ReadPage } from '../reading.ts';
import { walk } from './walk.ts';

/** So many records make a page of their own, however few parents they belong to. */
const enough = 500;

/** Reads the children of every parent. Their checkpoint is the parents': it moves once all their children are there. They
 * are a whole reading where the parents are: then every parent's children are listed. */
export async function* readChildren(
  connection: Connection,
  list: ChildListing,
  before: Json,
  parents: AsyncIterable<ReadPage>,
): AsyncIterable<ReadPage> {
  let cursor = before;
  for await (const { begins = false, completes, ...page } of parents) {
    let first = begins;
    let found: Required<Pick<Page, 'records' | 'unreadable'>> = {
      records: [],
      unreadable: [...(page.unreadable ?? [])],
    };
    // Parents may share their children: the tickets of one customer.
    const asked = new Set<string>();
    for (const { payload: parent } of page.records) {
      const request = list.parent.children(parent);
      if (!request) continue;
      const inherited = list.parent.inherit?.(parent) ?? {};
      const name = JSON.stringify([request, inherited]);
      if (asked.has(name)) continue;
      asked.add(name);
      for await (const { records, unreadable } of childrenOf(connection, list, request, inherited)) {
        found.records.push(...records);
        found.unreadable.push(...unreadable);
        if (found.records.length < enough) continue;
        yield { ...found, cursor, begins: first };
        first = false;
        found = { records: [], unreadable: [] };
      }
    }
    cursor = page.cursor;
    yield { ...found, cursor, begins: first, ...(completes ? { completes } : {}) };
  }
}

async function* childrenOf(connection: Connection, list: ChildListing, request: HttpRequest, inherited: Payload) {
  // The key is worked out from the record with what it inherits, as it will be kept.
  const full = (record: Payload): Payload => ({ ...record, ...inherited });
  const shape = { ...list, key: (record: Payload) => list.key(full(record)) };
  try {
    for await (const { records, unreadable } of walk(connection, shape, request))
      yield { records: records.map((record) => ({ ...record, payload: full(record.payload) })), unreadable };
  } catch (error) {
    // A parent that was removed since it was listed has no children any more.
    if (!(error instanceof SourceError) || error.kind !== 'gone') throw error;
  }
}
