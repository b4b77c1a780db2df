import { sql } from 'kysely';
import { runSource, type RunOptions } from './land/run.ts';
import type { RunSummary } from './land/run-log.ts';
import { refreshFigures } from './measure/refresh/index.ts';
import type { Store } from './store/store.ts';
import { unifyBatch } from './unify/unify-batch.ts';

export interface SyncOptions<Config> extends Omit<RunOptions<Config>, 'onBatch'> {
  /** Told while the figures of touched customers are worked out. */
  onRefresh?: (done: { customers: number; orders: number }) => void;
}

/**
 * The whole way of a source's data: read, keep, unify, and work out the figures of what was touched. A run that was
 * cancelled leaves the figures to the next one.
 */
export async function syncSource<Config>(store: Store, options: SyncOptions<Config>): Promise<RunSummary> {
  const streams = options.connector.streams(options.config);
  const run = await runSource(store, {
    ...options,
    onBatch: (batch) => unifyBatch(store, batch, (payload) => streams[batch.stream]!.map(payload)),
  });
  if (run.status === 'CANCELLED') return run;
  // The planner must know the tables that were just filled: without it a small shop's figures take minutes.
  if (run.written > 0) await sql`analyze`.execute(store.em().getKysely());
  await refreshFigures(store, options.workspaceId, options.onRefresh);
  return run;
}
