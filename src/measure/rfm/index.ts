import type { MeasureContext } from '../context.ts';
import type { Provenance } from '../metric.ts';
import type { RfmGroup } from './groups.ts';

export interface RfmScore {
  /** 1 to 5, 5 the most recent, frequent or valuable. */
  recency: number;
  frequency: number;
  monetary: number;
  group: RfmGroup;
}

/** The scores of a page of customers; a customer without a purchase has no entry. */
export declare function rfmScores(
  context: MeasureContext,
  customerIds: readonly string[],
): Promise<Map<string, RfmScore>>;
export declare function rfmProvenance(context: MeasureContext): Promise<Provenance>;
