import type { MeasureContext } from '../context.ts';
import type { CustomerFilter } from '../filter.ts';

export interface SegmentDefinition {
  /** A built-in one's id is a key such as "vip-and-frequent-buyer", a saved one's a UUID. */
  id: string;
  name: string;
  /** The rule in words. */
  description: string;
  filter: CustomerFilter;
  builtIn: boolean;
}

/** Built-in segments first, then saved ones by name. */
export declare function listSegments(context: MeasureContext): Promise<SegmentDefinition[]>;
export declare function findSegment(context: MeasureContext, id: string): Promise<SegmentDefinition | null>;
/** How many customers are in each, in the order asked. */
export declare function segmentSizes(
  context: MeasureContext,
  segments: readonly SegmentDefinition[],
): Promise<number[]>;
/** The segments that each customer of a page is in. */
export declare function segmentsOf(
  context: MeasureContext,
  customerIds: readonly string[],
): Promise<Map<string, SegmentDefinition[]>>;
/** Fails with BAD_INPUT where a filter cannot be saved under `id`: it is malformed or leads back to itself. */
export declare function checkSegmentFilter(
  context: MeasureContext,
  filter: CustomerFilter,
  id: string | null,
): Promise<void>;
