import type { Cursor, HttpRequest, LinkedPaging, NumberedPaging, Page } from '../../sdk/index.ts';
import type { Connection } from '../http/connection.ts';
import { type Bookmark, lagging, startOf, writeBookmark } from './bookmark.ts';
import { instantOf, type Micros } from './instant.ts';
import type { Shape } from './list.ts';
import { merged } from './request.ts';
import { narrowingOf, spansFrom } from './span.ts';
import { walk } from './walk.ts';

type ChainListing = Shape & { request: HttpRequest; paging: LinkedPaging | NumberedPaging; cursor: Cursor };

/**
 * Reads what changed from a list whose pages lead to each other. Sorted by change, oldest first, every page is a
 * checkpoint; otherwise only the end of the list, or of a window, says that nothing older is left.
 */
export async function* readByChain(connection: Connection, list: ChainListing, kept: Bookmark): AsyncIterable<Page> {
  const { cursor } = list;
  const start = startOf(kept, cursor);
  let sorted = cursor.order === 'asc';
  let newest = kept.through;
  for (const span of spansFrom(start, cursor, connection.now())) {
    // What came before this window was read to its end, whether it held anything or not.
    if (span.from !== null) newest = Math.max(newest ?? span.from, span.from);
    let from = span.from;
    for await (const page of walk(connection, list, merged(list.request, narrowingOf(span, cursor)))) {
      const instants = page.records.map((record) => instantOf(record.payload, cursor)).filter((one) => one !== null);
      for (const instant of instants) {
        // A list that is not sorted after all is no checkpoint before its end.
        sorted &&= from === null || instant >= from;
        if (sorted) from = instant;
        newest = newest === null ? instant : Math.max(newest, instant);
      }
      const past = cursor.order === 'desc' && start !== null && instants.some((instant) => instant < start);
      const over = page.next === null || past;
      const end = over && span.last;
      const reached: Micros | null = sorted ? from : span.from;
      const place = end
        ? { through: newest, from: null, position: 0, anchor: null }
        : { ...kept, from: reached, position: 0, anchor: null };
      yield {
        records: page.records,
        unreadable: page.unreadable,
        cursor: writeBookmark(lagging(place, cursor, connection.now())),
      };
      if (past) break;
    }
  }
}
