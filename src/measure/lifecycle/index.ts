import type { MeasureContext } from '../context.ts';
import type { Provenance } from '../metric.ts';
import type { LifecycleStage } from './stages.ts';

export interface StageChange {
  stage: LifecycleStage;
  /** The day it began; null where nothing says when the customer was first seen. */
  day: string | null;
}

export interface Lifecycle {
  stage: LifecycleStage;
  since: string | null;
  /** Oldest first, ending with the present stage. */
  history: StageChange[];
}

/** The life of each customer of a page. */
export declare function lifecycles(
  context: MeasureContext,
  customerIds: readonly string[],
): Promise<Map<string, Lifecycle>>;
export declare function lifecycleProvenance(context: MeasureContext): Promise<Provenance>;
