import { sql } from 'kysely';
import { fail } from '../errors.ts';
import type { Connector, DeclaredStream, Json, Stream } from '../sdk/index.ts';
import type { Store } from '../store/store.ts';
import { forgetRecords, landPage, type Place } from './batch.ts';
import type { HttpOptions } from './http/connection.ts';
import { openConnection } from './http/open.ts';
import { holdSource } from './lock.ts';
import { Lookahead } from './lookahead.ts';
import { type Progress, Tally } from './progress.ts';
import { ReadFailure, Reader } from './reader.ts';
import { closeRun, openRun, type RunSummary } from './run-log.ts';

/** A batch whose raw records are kept and wait to become facts, in the order of their ordinals. */
export interface LandedBatch {
  workspaceId: string;
  sourceId: string;
  stream: string;
  seq: string;
  runId: string;
}

export interface RunOptions<Config> {
  workspaceId: string;
  sourceId: string;
  connector: Connector<Config>;
  config: Config;
  /** The run that waited for this, or the id of a new one where the caller wants to know it beforehand. */
  runId?: string;
  /** Forgets how far the source was read: everything is read again, and what is unchanged costs nothing. */
  full?: boolean;
  /** What comes first, once the source is held. */
  onStart?: (runId: string) => Promise<void>;
  /** Turns a batch into facts; it must mark the batch as unified in the same transaction. */
  onBatch: (batch: LandedBatch) => Promise<{ rejected: number }>;
  onProgress?: (progress: Progress) => void;
  onLog?: (message: string) => void;
  /** Stops the run after the batch at hand; the next run goes on there. */
  signal?: AbortSignal;
  /** How sources are asked over the network. */
  http?: HttpOptions;
}

/**
 * Reads what a source has to say since the last run. Every page is kept together with the cursor that covers it, in one
 * transaction, and then unified in another: a process killed at any moment loses nothing and doubles nothing. A stream
 * that fails ends with its reason, the others go on. Throws RUN_ALREADY_RUNNING while another process runs the source.
 */
export async function runSource<Config>(store: Store, options: RunOptions<Config>): Promise<RunSummary> {
  const { workspaceId, sourceId, connector, config } = options;
  const name = await sourceName(store, options);
  return holdSource(store, { workspaceId, sourceId, name }, async () => {
    const streams = connector.streams(config);
    const runId = await openRun(store, options, streams);
    const run: RunSummary = { runId, status: 'RUNNING', read: 0, written: 0, rejected: 0, resumed: 0 };
    const errors: string[] = [];
    let reader: Reader | undefined;
    try {
      await options.onStart?.(runId);
      const signal = options.signal ?? new AbortController().signal;
      const source = openConnection(connector, config, options.http ?? {}, signal);
      reader = new Reader(source, { signal, log: options.onLog ?? (() => undefined) });
      for (const [streamName, stream] of Object.entries(streams)) {
        if (options.signal?.aborted) break;
        const tally = new Tally(streamName, options.onProgress ?? (() => undefined));
        const error = await runStream(
          store,
          options,
          { workspaceId, sourceId, stream: streamName, runId },
          { stream, reader },
          tally,
        );
        if (error !== undefined) errors.push(`${streamName}: ${error}`);
        run.read += tally.read;
        run.written += tally.written;
        run.rejected += tally.rejected;
        run.resumed += tally.resumed;
      }
      run.status = outcome(run, errors, options.signal);
    } catch (error) {
      run.status = 'FAILED';
      errors.push(error instanceof Error ? error.message : String(error));
      throw error;
    } finally {
      reader?.close();
      if (errors.length > 0) run.error = errors.join('\n');
      await closeRun(store, options, run);
    }
    return run;
  });
}

function outcome(run: RunSummary, errors: string[], signal: AbortSignal | undefined): RunSummary['status'] {
  if (errors.length > 0) return 'FAILED';
  if (signal?.aborted) return 'CANCELLED';
  return run.rejected > 0 ? 'PARTIAL' : 'SUCCEEDED';
}

async function sourceName(
  store: Store,
  { workspaceId, sourceId }: { workspaceId: string; sourceId: string },
): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select name from sources where workspace_id = ${workspaceId} and id = ${sourceId}`.execute(store.em().getKysely());
  return rows[0]?.name ?? fail('NOT_FOUND', { kind: 'source', id: sourceId, wayOut: 'Ask for the list of sources.' });
}

/** Reads one stream to its end. Returns why it ended early, where it did. */
async function runStream<Config>(
  store: Store,
  options: RunOptions<Config>,
  place: Place,
  { stream, reader }: { stream: Stream | DeclaredStream; reader: Reader },
  tally: Tally,
): Promise<string | undefined> {
  let error: string | undefined;
  const ahead = new Lookahead();
  const unify = async (batch: LandedBatch) => {
    tally.rejected += (await options.onBatch(batch)).rejected;
  };
  try {
    const cursor = await readCursor(store, place);
    let anew = cursor !== null && stream.read !== undefined && stream.continues?.(cursor) === false;
    for (const batch of anew ? [] : await waitingBatches(store, place)) {
      if (options.signal?.aborted) return;
      await unify(batch);
      tally.resumed++;
      tally.tell(undefined);
    }
    for await (const page of reader.read(stream, cursor)) {
      await ahead.admit(page);
      const landed = await store.repeatable(async (em) => {
        if (anew) await forgetRecords(em, place);
        return landPage(em, place, page, new Date());
      });
      anew = false;
      tally.read += landed.read;
      tally.written += landed.written;
      tally.repeated += landed.repeated;
      tally.rejected += landed.unreadable;
      tally.unreadable += landed.unreadable;
      const { seq } = landed;
      if (seq !== null) await ahead.start(page, () => unify({ ...place, seq }));
      tally.tell(page.progress);
      if (options.signal?.aborted) break;
    }
  } catch (reason) {
    if (!(reason instanceof ReadFailure)) throw reason;
    error = reason.message;
  } finally {
    await ahead.end();
    tally.tell(undefined, error === undefined ? {} : { error });
  }
  return error;
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
