import { type Refreshed, refreshFigures } from './measure/refresh/index.ts';
import { refreshForecasts } from './measure/value/refresh.ts';
import type { Store } from './store/store.ts';

/** Works out everything that follows from what was touched: the figures, and then what they let expect. */
export async function refresh(
  store: Store,
  workspaceId: string,
  options: { onProgress?: ((done: Refreshed) => void) | undefined; signal?: AbortSignal | undefined } = {},
): Promise<void> {
  await refreshFigures(store, workspaceId, options.onProgress);
  await refreshForecasts(store, workspaceId, options.signal);
}
