import type { CustomerFilter } from './filter.ts';

/** A filter as a sentence. `segmentName` tells the names of the segments it refers to. */
export declare function describeFilter(
  filter: CustomerFilter,
  segmentName?: (id: string) => string | undefined,
): string;
