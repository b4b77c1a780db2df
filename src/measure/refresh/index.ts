import type { Store } from '../../store/store.ts';

/** Works out anew the figures of everything that was touched. */
export declare function refreshFigures(
  store: Store,
  workspaceId: string,
  onProgress?: (progress: { done: number; left: number }) => void,
): Promise<{ customers: number; orders: number }>;
/** Touches everything and refreshes. */
export declare function recomputeAll(store: Store, workspaceId: string): Promise<{ customers: number; orders: number }>;
