import { findInsights } from './measure/alerts/find.ts';
import { refreshOutcomes } from './measure/cpi/refresh.ts';
import { refreshFigures } from './measure/refresh/index.ts';
import { refreshForecasts } from './measure/value/refresh.ts';
import type { Store } from './store/store.ts';

/**
 * How far it is: customers whose figures were worked out, to whom models are being fitted, or who were scored with them;
 * promises of CPIs that were looked at.
 */
export interface RefreshProgress {
  step: 'FIGURES' | 'OUTCOMES' | 'MODEL' | 'SCORES';
  count: number;
}

interface Options {
  onProgress?: ((progress: RefreshProgress) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Works out everything that follows from what was touched: the figures, what became of promises, what the figures let
 * expect, and what in all of it is worth knowing. Returns false where
 * `signal` has stopped it: what was not reached yet is still marked, and the next time goes on there.
 */
export async function refresh(store: Store, workspaceId: string, options: Options = {}): Promise<boolean> {
  const { onProgress, signal } = options;
  try {
    await refreshFigures(store, workspaceId, {
      signal,
      onProgress: ({ customers }) => onProgress?.({ step: 'FIGURES', count: customers }),
    });
    await refreshOutcomes(store, workspaceId, {
      signal,
      onProgress: (count) => onProgress?.({ step: 'OUTCOMES', count }),
    });
    await refreshForecasts(store, workspaceId, options);
    await findInsights(store, workspaceId, { signal });
    return true;
  } catch (error) {
    if (signal?.aborted && error === signal.reason) return false;
    throw error;
  }
}
