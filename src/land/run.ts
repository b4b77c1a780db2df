import { sql } from 'kysely';
import { fail } from '../errors.ts';
import type { Connector } from '../sdk/index.ts';
import type { Store } from '../store/store.ts';
import type { HttpOptions } from './http/connection.ts';
import { openConnection } from './http/open.ts';
import { holdSource } from './lock.ts';
import { type Failure, type Progress, Tally } from './progress.ts';
import { Reader } from './reader.ts';
import { closeRun, openRun, type RunSummary } from './run-log.ts';
import { inTurn, sideBySide } from './side-by-side.ts';
import { type LandedBatch, runStream, type StreamTools } from './stream-run.ts';

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
 * Reads what a source has to say since the last run, so many streams side by side as the connection allows. Every page is
 * kept together with the cursor that covers it, in one transaction, and then unified in another: a process killed at any
 * moment loses nothing and doubles nothing. A stream that fails ends with its reason, the others go on, unless it is one
 * that they would meet as well. Throws RUN_ALREADY_RUNNING while another process runs the source.
 */
export async function runSource<Config>(store: Store, options: RunOptions<Config>): Promise<RunSummary> {
  const { workspaceId, sourceId } = options;
  const name = await sourceName(store, options);
  return holdSource(store, { workspaceId, sourceId, name }, async () => {
    const streams = options.connector.streams(options.config);
    const runId = await openRun(store, options, streams);
    const run: RunSummary = {
      ...{ runId, status: 'RUNNING', read: 0, written: 0, rejected: 0, deleted: 0, resumed: 0, failures: [] },
    };
    try {
      await options.onStart?.(runId);
      await readStreams(store, options, streams, run);
      run.status = outcome(run, options.signal);
    } catch (error) {
      run.status = 'FAILED';
      run.error = error instanceof Error ? error.message : String(error);
      throw error;
    } finally {
      if (run.failures.length > 0) run.error = [...failures(run), ...(run.error ? [run.error] : [])].join('\n');
      await closeRun(store, options, run);
    }
    return run;
  });
}

/** Reads the streams and adds to the run what became of them. */
async function readStreams<Config>(
  store: Store,
  options: RunOptions<Config>,
  streams: ReturnType<Connector<Config>['streams']>,
  run: RunSummary,
): Promise<void> {
  const { workspaceId, sourceId, connector, config } = options;
  const halt = new AbortController();
  let reason: Failure | null = null;
  const signal = AbortSignal.any([halt.signal, ...(options.signal ? [options.signal] : [])]);
  const source = openConnection(connector, config, options.http ?? {}, signal);
  const reader = new Reader(source, { signal, log: options.onLog ?? (() => undefined) });
  const tools: StreamTools = {
    ...{ store, reader, signal, halted: () => reason, report: options.onProgress ?? (() => undefined) },
    // One at a time goes into the unified model anyway: whoever waits for it should hold no connection meanwhile.
    unify: inTurn(options.onBatch),
  };
  try {
    await sideBySide(Object.entries(streams), source.concurrency, async ([stream, declared]) => {
      if (options.signal?.aborted) return;
      const tally = new Tally(stream);
      try {
        const failure = await runStream(tools, { workspaceId, sourceId, stream, runId: run.runId }, declared, tally);
        if (failure) run.failures.push({ stream, ...failure });
        if (failure && ofWholeSource.has(failure.kind)) {
          reason ??= failure;
          halt.abort();
        }
      } catch (error) {
        halt.abort();
        throw error;
      } finally {
        for (const count of ['read', 'written', 'rejected', 'deleted', 'resumed'] as const) run[count] += tally[count];
      }
    });
  } finally {
    reader.close();
  }
}

/** Whoever meets one of these in a stream would meet it in all. */
const ofWholeSource: ReadonlySet<Failure['kind']> = new Set(['auth', 'config']);

/** What failed, with one line for all streams that failed for the same reason. */
function failures(run: RunSummary): string[] {
  const byMessage = Map.groupBy(run.failures, ({ message }) => message);
  return [...byMessage].map(([message, same]) => `${same.map(({ stream }) => stream).join(', ')}: ${message}`);
}

function outcome({ failures: failed, rejected }: RunSummary, signal: AbortSignal | undefined): RunSummary['status'] {
  if (failed.length > 0) return 'FAILED';
  if (signal?.aborted) return 'CANCELLED';
  return rejected > 0 ? 'PARTIAL' : 'SUCCEEDED';
}

async function sourceName(
  store: Store,
  { workspaceId, sourceId }: { workspaceId: string; sourceId: string },
): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select name from sources where workspace_id = ${workspaceId} and id = ${sourceId}`.execute(store.em().getKysely());
  return rows[0]?.name ?? fail('NOT_FOUND', { kind: 'source', id: sourceId, wayOut: 'Ask for the list of sources.' });
}
