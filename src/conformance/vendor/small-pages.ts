import { formatInstant, parseInstant, stepMicros } from '../../land/declared/instant.ts';
import { smallestTied } from '../../land/declared/tied-page.ts';
import type { ChildListing, DeclaredStream, Listing } from '../../sdk/index.ts';
import type { Paging } from './paging.ts';

/**
 * The stream with pages so small that few records fill several, and with a beginning that is not long ago. Its records are
 * whole as they come: what a page cannot hold is asked for in ways that only the vendor knows.
 */
export function withSmallPages({ ...stream }: DeclaredStream, size: number, begins: number): DeclaredStream {
  if ('complete' in stream) delete stream.complete;
  const list = ('parent' in stream ? smallChild(stream, size, begins) : small(stream, size, begins)) as
    | ChildListing
    | Listing;
  return { ...stream, ...list } as DeclaredStream;
}

function smallChild(list: ChildListing, size: number, begins: number): ChildListing {
  const parent = { ...list.parent, ...small(list.parent, size, begins) };
  delete parent.complete;
  return { ...list, parent, paging: smallPaging(list.paging, 2) } as ChildListing;
}

function small(list: Listing, size: number, begins: number): Listing {
  const { cursor } = list;
  const recent =
    cursor !== 'scan' && cursor.start !== undefined
      ? { ...cursor, start: formatInstant(laterOf(cursor.start, begins), cursor.step) }
      : cursor;
  return { ...list, cursor: recent, paging: smallPaging(list.paging, size) } as Listing;
}

const laterOf = (start: string, begins: number) => Math.max(parseInstant(start) ?? 0, begins * 1000);

function smallPaging<Any extends Paging>(paging: Any, size: number): Any {
  if (!('size' in paging) || !paging.size) return paging;
  // Tied instants are counted by the numbers of pages in pages that are not too small.
  const least = paging.kind === 'keyset' ? smallestTied(paging) : 1;
  return { ...paging, size: { ...paging.size, max: Math.min(Math.max(size, least), paging.size.max) } };
}

/** How long a period the records of a list are spread over, so that look-back, lag and windows show: in milliseconds. */
export function periodOf(list: Listing, count: number): number {
  const { cursor } = list;
  const day = 86_400_000;
  if (cursor === 'scan') return count * 61_000;
  const lookback = (cursor.lookbackDays ?? 0) * 1.5 * day;
  const windows = (cursor.windowDays ?? 0) * 3 * day;
  const days = cursor.step === 'day' ? 20 * day : 0;
  return Math.max(
    count * 61_000,
    (cursor.lagSeconds ?? 0) * 3000,
    lookback,
    windows,
    days,
    stepMicros[cursor.step] / 1000,
  );
}
