import type { Cursor, HttpRequest, LinkedPaging, NumberedPaging } from '../../sdk/index.ts';
import type { Connection } from '../http/connection.ts';
import type { ReadPage } from '../reading.ts';
import { type Bookmark, lagging, startOf, writeBookmark } from './bookmark.ts';
import { formatInstant, instantOf, type Micros, stepMicros } from './instant.ts';
import type { Shape } from './list.ts';
import { merged } from './request.ts';
import { narrowingOf, type Span, spansFrom } from './span.ts';
import { walk } from './walk.ts';

type ChainListing = Shape & {
  request: HttpRequest;
  paging: LinkedPaging | NumberedPaging;
  cursor: Cursor;
  replace?: 'day';
};

/**
 * Reads what changed from a list whose pages lead to each other. Sorted by change, oldest first, every page is a
 * checkpoint; otherwise only the end of the list, or of a window, says that nothing older is left. Where days are stated
 * anew, every window is a reading of its own.
 */
export async function* readByChain(
  connection: Connection,
  list: ChainListing,
  kept: Bookmark,
): AsyncIterable<ReadPage> {
  const { cursor } = list;
  const start = startOf(kept, cursor);
  let sorted = cursor.order === 'asc';
  let newest = kept.through;
  /** The vendor's time when it gave the first page. */
  let began: Micros | null = null;
  const whole = list.replace !== 'day' && kept.through === null && kept.from === null;
  let begins = whole || list.replace === 'day';
  for (const span of spansFrom(start, cursor, connection.now())) {
    // What came before this window was read to its end, whether it held anything or not.
    if (span.from !== null) newest = Math.max(newest ?? span.from, span.from);
    let from = span.from;
    for await (const page of walk(connection, list, merged(list.request, narrowingOf(span, cursor)))) {
      began ??= connection.now() * 1000;
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
      // Out of order, what changed behind the reading's back may be older than what it still met: it is asked for again.
      // Days that are stated anew are asked for again anyhow.
      const followed = sorted || list.replace === 'day';
      const through: Micros | null = followed || newest === null ? newest : Math.min(newest, began);
      const place = end
        ? { through, from: null, position: 0, anchor: null }
        : { ...kept, from: reached, position: 0, anchor: null };
      yield {
        records: page.records,
        unreadable: page.unreadable,
        cursor: writeBookmark(lagging(place, cursor, connection.now())),
        begins,
        ...(list.replace === 'day' && over ? { completes: daysOf(span) } : {}),
        ...(whole && end ? { completes: 'all' } : {}),
      };
      begins = false;
      if (past) break;
    }
    begins = list.replace === 'day';
  }
}

/** The whole days of a window. */
const daysOf = ({ from, to }: Span) => ({
  from: formatInstant(from!, 'day'),
  to: formatInstant(to! - stepMicros.day, 'day'),
});
