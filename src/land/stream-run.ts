import { sql } from 'kysely';
import type { DeclaredStream, Json, Stream } from '../sdk/index.ts';
import type { Store } from '../store/store.ts';
import { forgetRecords, landPage, type Place } from './batch.ts';
import { endsByAbsence, withEnds } from './ends.ts';
import { Lookahead } from './lookahead.ts';
import { withoutOlder } from './older-records.ts';
import type { Failure, Progress, Tally } from './progress.ts';
import { ReadFailure, type Reader } from './reader.ts';
import { RunStreamLog } from './run-streams.ts';
import { StreamFields } from './stream-fields.ts';

/** A batch whose raw records are kept and wait to become facts, in the order of their ordinals. */
export interface LandedBatch {
  workspaceId: string;
  sourceId: string;
  stream: string;
  seq: string;
  runId: string;
}

/** What the streams of a run have in common. */
export interface StreamTools {
  store: Store;
  reader: Reader;
  /** Turns a batch into facts. */
  unify(batch: LandedBatch): Promise<{ rejected: number }>;
  report(progress: Progress): void;
  /** Ends the reading. */
  signal: AbortSignal;
  /** Why the signal was aborted, where another stream's failure is the reason. */
  halted(): Failure | null;
}

/** Reads one stream to its end. Returns why it ended early, where it did. */
export async function runStream(
  { store, reader, unify, report, signal, halted }: StreamTools,
  place: Place,
  stream: Stream | DeclaredStream,
  tally: Tally,
): Promise<Failure | null> {
  const log = new RunStreamLog(store, place, tally);
  const ahead = new Lookahead();
  const take = async (batch: LandedBatch) => {
    tally.rejected += (await unify(batch)).rejected;
  };
  const cursor = await readCursor(store, place);
  let anew = cursor !== null && stream.read !== undefined && stream.continues?.(cursor) === false;
  const fields = await StreamFields.open(store, place, anew);
  const tell = async () => {
    report(tally.progress());
    if (!log.due()) return;
    await log.checkpoint();
    await fields.save();
  };
  let failure: Failure | null = null;
  try {
    for (const batch of anew ? [] : await waitingBatches(store, place)) {
      if (signal.aborted) break;
      await take(batch);
      tally.resumed++;
      await tell();
    }
    const pages = reader.read(stream, cursor);
    for await (const page of endsByAbsence(stream) ? withEnds(store, place, pages, cursor) : pages) {
      await ahead.admit(page);
      const landed = await store.repeatable(async (em) => {
        if (anew) await forgetRecords(em, place);
        const records = page.past ? await withoutOlder(em, place, stream, page.records) : page.records;
        return landPage(em, place, stream, { ...page, records }, new Date());
      });
      anew = false;
      tally.add(landed, page.progress);
      fields.see(page.records, landed.fresh);
      const { seq } = landed;
      if (seq !== null) await ahead.start(page, () => take({ ...place, seq }));
      await tell();
    }
    if (signal.aborted) failure = halted();
  } catch (reason) {
    if (!(reason instanceof ReadFailure)) throw reason;
    ({ failure } = reason);
  } finally {
    await ahead.end();
    report(tally.progress({ failure }));
  }
  const ended = signal.aborted ? 'CANCELLED' : tally.rejected > 0 ? 'PARTIAL' : 'SUCCEEDED';
  await fields.save();
  await log.end(failure ? 'FAILED' : ended, failure, fields.drift());
  return failure;
}

/** Batches that were kept but not unified: their process died, or their mapping has changed since. */
async function waitingBatches(store: Store, place: Place): Promise<LandedBatch[]> {
  const { rows } = await sql<{ seq: string }>`
    select seq from batches
    where workspace_id = ${place.workspaceId} and source_id = ${place.sourceId} and stream = ${place.stream}
      and unified_at is null
    order by seq`.execute(store.em().getKysely());
  return rows.map(({ seq }) => ({ ...place, seq }));
}

async function readCursor(store: Store, place: Place): Promise<Json> {
  const { rows } = await sql<{ cursor: Json }>`
    select cursor from streams
    where workspace_id = ${place.workspaceId} and source_id = ${place.sourceId} and name = ${place.stream}`.execute(
    store.em().getKysely(),
  );
  return rows[0]!.cursor;
}
