import { sql } from 'kysely';
import { onCancel } from './land/queue/run-queue.ts';
import { runSource, type RunOptions } from './land/run.ts';
import type { RunSummary } from './land/run-log.ts';
import { refresh, type RefreshProgress } from './refresh.ts';
import type { Store } from './store/store.ts';
import { forgetStaleFacts } from './unify/forget-facts.ts';
import { unifyBatch } from './unify/unify-batch.ts';

export interface SyncOptions<Config> extends Omit<RunOptions<Config>, 'onStart' | 'onBatch'> {
  /** Told while the figures of touched customers are worked out, and what they let expect. */
  onRefresh?: (progress: RefreshProgress) => void;
}

export interface SyncSummary extends RunSummary {
  /** Whether all figures are worked out; where not, the next run goes on with them. */
  refreshed: boolean;
}

/**
 * The whole way of a source's data: read, keep, unify, and work out the figures of what was touched. A run that was
 * cancelled leaves the figures to the next one.
 */
export async function syncSource<Config>(store: Store, options: SyncOptions<Config>): Promise<SyncSummary> {
  const streams = options.connector.streams(options.config);
  const { workspaceId } = options;
  const cancelled = new AbortController();
  let batches = 0;
  let unwatch = () => {};
  const run = await runSource(store, {
    ...options,
    signal: AbortSignal.any([cancelled.signal, ...(options.signal ? [options.signal] : [])]),
    onStart: async (runId) => {
      unwatch = onCancel(store, { workspaceId, runId }, () => cancelled.abort());
      await forgetStaleFacts(store, { ...options, runId });
    },
    onBatch: async (batch) => {
      const unified = await unifyBatch(store, batch, (payload) => streams[batch.stream]!.map(payload));
      if (isPowerOfFour(++batches)) await countRows(store);
      return unified;
    },
  }).finally(() => unwatch());
  if (run.status === 'CANCELLED') return { ...run, refreshed: false };
  if (batches > 1) await countRows(store);
  const refreshed = await refresh(store, workspaceId, { onProgress: options.onRefresh, signal: options.signal });
  return { ...run, refreshed };
}

const isPowerOfFour = (count: number): boolean => Number.isInteger(Math.log2(count) / 2);

/** Tables that fill faster than the database's own housekeeping looks at them are else read as if they were empty: hundreds of times slower. */
async function countRows(store: Store): Promise<void> {
  await sql`analyze`.execute(store.em().getKysely());
}
