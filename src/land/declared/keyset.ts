import {
  type AscendingCursor,
  type HttpRequest,
  type KeysetPaging,
  SourceError,
  type SourceRecord,
} from '../../sdk/index.ts';
import type { Connection } from '../http/connection.ts';
import type { ReadPage } from '../reading.ts';
import { type Bookmark, lagging, startOf, writeBookmark } from './bookmark.ts';
import { instantOf, type Micros } from './instant.ts';
import { Asker, completed, type Shape, type Slice, sliceOf } from './list.ts';
import { merged } from './request.ts';
import { narrowingOf, type Span, spansFrom } from './span.ts';
import { smallestTied, tiedPage } from './tied-page.ts';

type KeysetListing = Shape & { request: HttpRequest; paging: KeysetPaging; cursor: AscendingCursor };

/** So often in a row a list may move under the reader before it gives up for now. */
const mostRestarts = 100;

/**
 * Reads a list sorted by change, oldest first, always on from the last record's instant. Only where one instant fills a
 * page does it count records, overlapping by one: where that one is no longer in its place, the list has moved, and the
 * instant is read again from its beginning.
 */
export async function* readByKeyset(
  connection: Connection,
  list: KeysetListing,
  kept: Bookmark,
): AsyncIterable<ReadPage> {
  const { cursor } = list;
  const [largest, smallest] = [list.paging.size.max, smallestTied(list.paging)];
  if (largest < smallest)
    throw new SourceError(
      'data',
      `The connector asks for pages of ${largest}; by this paging they must hold ${smallest}`,
    );
  const asker = new Asker(connection.send, largest, smallest);
  const start = startOf(kept, cursor);
  let place: Bookmark = { ...kept, from: start };
  let newest = kept.through;
  const whole = kept.through === null && kept.from === null;
  let begins = whole;
  for (const span of spansFrom(start, cursor, connection.now())) {
    // What came before this window was read to its end, whether it held anything or not.
    newest = later(newest, span.from);
    if (span.from !== place.from) place = { ...place, from: span.from, position: 0, anchor: null };
    for (let restarts = 0, more = true; more;) {
      const { slice, size, before } = await askFor(connection, asker, list, { place, span });
      if (place.position > 0 && anchorOf(slice.records[before], cursor) !== place.anchor) {
        if (++restarts > mostRestarts) throw new SourceError('transient', `${list.request.path} changes too quickly`);
        place = { ...place, position: 0, anchor: null };
        continue;
      }
      const next = after({ ...place, position: place.position - before }, slice, cursor);
      if (next.from !== place.from) restarts = 0;
      newest = later(newest, latest(slice, cursor));
      more = slice.count === size;
      place = next;
      const end = !more && span.last;
      const reached: Bookmark = end ? { through: newest, from: null, position: 0, anchor: null } : place;
      yield {
        records: slice.records,
        unreadable: slice.unreadable,
        cursor: writeBookmark(lagging(reached, cursor, connection.now())),
        begins,
        ...(whole && end ? { completes: 'all' } : {}),
      };
      begins = false;
    }
  }
}

async function askFor(
  connection: Connection,
  asker: Asker,
  list: KeysetListing,
  { place, span }: { place: Bookmark; span: Span },
) {
  const { cursor, paging } = list;
  const narrowed = merged(list.request, narrowingOf({ ...span, from: place.from }, cursor));
  const pageOf = (largest: number) => tiedPage(narrowed, paging, place.position, largest);
  const { response, size: largest } = await asker.ask((wanted) => pageOf(wanted).request);
  const { size, before } = pageOf(largest);
  return { slice: await completed(sliceOf(response.body, list), list, connection.send), size, before };
}

/** Where to go on after a page. */
function after(place: Bookmark, { records, count }: Slice, cursor: AscendingCursor): Bookmark {
  const instants = records.map((record) => instantOf(record.payload, cursor));
  const missing = instants.indexOf(null);
  if (missing !== -1)
    throw new SourceError('data', `Record ${records[missing]!.key} has no ${[cursor.field].flat().join(' or ')}`);
  const last = instants.at(-1);
  if (last == null) {
    if (count === 0) return place;
    throw new SourceError('data', 'A whole page holds no record with a key');
  }
  // A list that is not quite sorted is counted through like one instant.
  const sorted = instants.every((instant, index) => index === 0 || instants[index - 1]! <= instant!);
  if (sorted && (place.from === null || last > place.from)) return { ...place, from: last, position: 0, anchor: null };
  return { ...place, position: place.position + count - 1, anchor: anchorOf(records.at(-1), cursor) };
}

/** A record as it stood: one that has changed since is no proof that the list has not moved. */
function anchorOf(record: SourceRecord | undefined, cursor: AscendingCursor): string | null {
  return record === undefined ? null : `${instantOf(record.payload, cursor)} ${record.key}`;
}

function latest({ records }: Slice, cursor: AscendingCursor): Micros | null {
  return records.reduce<Micros | null>((max, { payload }) => later(max, instantOf(payload, cursor)), null);
}

const later = (a: Micros | null, b: Micros | null) => (a === null || (b !== null && b > a) ? b : a);
