import { sql } from 'kysely';
import type { DeclaredStream, Json, Stream } from '../sdk/index.ts';
import type { Store } from '../store/store.ts';
import type { Place } from './batch.ts';
import { KeySet } from './key-set.ts';
import type { Extent, ReadPage } from './reading.ts';

/** So many kept records are looked at at once. */
const chunkSize = 5000;

/** Whether a record's end is told by its absence. */
export const endsByAbsence = (stream: Stream | DeclaredStream): boolean =>
  stream.deletes === 'scan' || ('replace' in stream && stream.replace === 'day');

/**
 * Adds to the pages of a stream which of the records kept are gone: those that a reading did not show although it went
 * through where they stood, from start to end. They are told before its last page, under the cursor of the page before
 * that: killed in between, a reading is not whole. What cannot be read may be anything, so with it nothing is proven.
 */
export async function* withEnds(
  store: Store,
  place: Place,
  pages: AsyncIterable<ReadPage>,
  before: Json,
): AsyncGenerator<ReadPage> {
  let seen: KeySet | null = null;
  let cursor = before;
  const see = ({ unreadable, records }: ReadPage) => {
    if (unreadable?.length) seen = null;
    for (const { key } of records) seen?.add(key);
  };
  for await (const page of pages) {
    let last: ReadPage = page;
    if (page.begins) seen = new KeySet();
    see(page);
    if (page.completes && page.again && seen && !(await missing(store, place, page.completes, seen).next()).done) {
      yield { ...page, cursor };
      last = { records: [], cursor: page.cursor };
      let whole = false;
      for await (const more of page.again()) {
        see(more);
        whole = more.completes !== undefined;
        yield { ...more, cursor };
      }
      if (!whole) seen = null;
    }
    if (page.completes && seen)
      for await (const deleted of missing(store, place, page.completes, seen)) yield { records: [], deleted, cursor };
    if (page.completes) seen = null;
    yield last;
    ({ cursor } = page);
  }
}

/** The keys of what is kept there and was not seen. */
async function* missing(store: Store, place: Place, extent: Extent, seen: KeySet): AsyncGenerator<string[]> {
  const { workspaceId, sourceId, stream } = place;
  const there = extent === 'all' ? sql`true` : sql`day between ${extent.from}::date and ${extent.to}::date`;
  for (let after = ''; ;) {
    const { rows } = await sql<{ key: string }>`
      select key from raw_records
      where workspace_id = ${workspaceId} and source_id = ${sourceId} and stream = ${stream} and key > ${after}
        and deleted_at is null and ${there}
      order by key limit ${chunkSize}`.execute(store.em().getKysely());
    const gone = rows.map(({ key }) => key).filter((key) => !seen.has(key));
    if (gone.length > 0) yield gone;
    if (rows.length < chunkSize) return;
    after = rows.at(-1)!.key;
  }
}
