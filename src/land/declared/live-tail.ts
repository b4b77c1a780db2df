import { type Cursor, type Json, type ReadContext, SourceError, type Stream } from '../../sdk/index.ts';
import type { Connection } from '../http/connection.ts';
import type { ReadPage } from '../reading.ts';
import { writeBookmark } from './bookmark.ts';
import { stepMicros } from './instant.ts';
import { interleaved, Pauses } from './interleaved.ts';

/** So often is it asked what changed while the history is read, in milliseconds. */
const followEvery = 60_000;
/** The vendor tells its time by the second, and an answer takes a while: in milliseconds. */
const clockMargin = 60_000;

/** How a list is read on from a cursor to its end, and by which cursor. */
export interface Followed {
  cursor: Cursor;
  read(cursor: Json): AsyncIterable<ReadPage>;
}

/**
 * Reads a sorted list on to its end. Where that takes longer than a minute, it is asked in between what has changed since
 * it began, so that news need not wait for the history. The list's own place misses nothing by itself, and is all that is
 * left at the end.
 */
export async function* readWithTail(connection: Connection, list: Followed, kept: Json): AsyncGenerator<ReadPage> {
  const tail = new Tail(connection, list, tailOf(kept));
  let fill = kept;
  const place = (): Json => (tail.bookmark === null ? fill : { ...(fill as object), tail: tail.bookmark });
  const taken = (page: ReadPage): ReadPage => {
    fill = page.cursor;
    return { ...page, cursor: place() };
  };
  yield* interleaved(list.read(kept), taken, () => tail.pages(place), null);
  if (tail.bookmark !== null) yield { records: [], cursor: fill };
}

/**
 * Reads all that there was by the vendor's faster way, and the list from the moment at which that began: a list that is
 * sorted also in between, whenever a minute has passed. What an export holds may be older than what the list has told
 * meanwhile, so in the end the list is read once more from that moment.
 */
export async function* readWithBackfill(
  connection: Connection,
  list: Followed & { backfill: Stream['read'] },
  kept: Json,
  context: ReadContext,
): AsyncGenerator<ReadPage> {
  const begun = connection.moment();
  let { since = null, fill = null } = (kept ?? {}) as { since?: Json; fill?: Json };
  const tail = new Tail(connection, list, tailOf(kept));
  const place = (): Json => ({ since: (since ??= tailFrom(begun(), list.cursor)), tail: tail.bookmark, fill });
  const taken = (page: ReadPage): ReadPage => {
    fill = page.cursor;
    return { ...page, past: true, cursor: place() };
  };
  const read = (from: Json) => {
    const pauses = new Pauses(context);
    return interleaved(list.backfill(from, pauses.context), taken, () => tail.pages(place), pauses);
  };
  try {
    yield* read(fill);
  } catch (error) {
    // What the vendor made for the last reading does not stand for ever.
    if (fill === null || !(error instanceof SourceError) || error.kind !== 'gone') throw error;
    yield* read(null);
  }
  yield* list.read(since ?? tailFrom(begun(), list.cursor));
}

/** Whether a stream is in the midst of such a history. */
export const isBackfilled = (cursor: Json): boolean =>
  typeof cursor === 'object' && cursor !== null && 'fill' in cursor;

const tailOf = (kept: Json) => ((kept ?? {}) as { tail?: Json }).tail ?? null;

/** Where a list is followed from: a little before the reading began. */
function tailFrom(begun: number, { step, lagSeconds = 0 }: Cursor): Json {
  const through = (begun - clockMargin - lagSeconds * 1000) * 1000 - stepMicros[step];
  return writeBookmark({ through, from: null, position: 0, anchor: null });
}

/** The end of a list, where what changes appears. */
class Tail {
  private followedAt: number | null = null;
  private readonly begun: () => number;

  /** `bookmark`: how far it was followed already; null where it was not. */
  constructor(
    private readonly connection: Connection,
    private readonly list: Followed,
    public bookmark: Json,
  ) {
    this.begun = connection.moment();
  }

  /**
   * What changed since it was asked last, where a minute has passed, under the cursor that `place` makes of where the tail is
   * then. Lists in another order would be read whole.
   */
  async *pages(place: () => Json): AsyncGenerator<ReadPage> {
    const { cursor } = this.list;
    this.followedAt ??= this.connection.now();
    if (cursor.order !== 'asc' || cursor.lookbackDays !== undefined) return;
    if (this.connection.now() - this.followedAt < followEvery) return;
    for await (const page of this.list.read(this.bookmark ?? tailFrom(this.begun(), cursor))) {
      this.bookmark = page.cursor;
      yield { ...page, cursor: place() };
    }
    this.followedAt = this.connection.now();
  }
}
