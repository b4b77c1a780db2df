import { type RfmGroup, rfmGroups } from '../rfm/groups.ts';
import type { CustomerFilter } from '../filter.ts';

export interface SegmentDefinition {
  /** A built-in one's id is a key such as "vip-and-frequent-buyer", a saved one's a UUID. */
  id: string;
  name: string;
  /** The rule in words. */
  description: string;
  /** Null for a list of customers. */
  filter: CustomerFilter | null;
  builtIn: boolean;
}

const rfmSegments: Record<RfmGroup, [name: string, description: string]> = {
  CHAMPION: ['Champions', 'Bought lately, often and for much.'],
  LOYAL: ['Loyal', 'Buy often, and not long ago.'],
  POTENTIAL_LOYAL: [
    'Potential loyal',
    'Bought lately and are on the way: a second purchase, or a first one of high value.',
  ],
  NEW: ['New', 'Bought for the first time, very lately.'],
  PROMISING: ['Promising', 'Bought once, lately.'],
  NEEDS_ATTENTION: ['Need attention', 'Of middling recency, and worth keeping.'],
  ABOUT_TO_SLEEP: ['About to sleep', 'Bought once, for little, some time ago.'],
  AT_RISK: ['At risk', 'Used to buy, and have not for long.'],
  CANNOT_LOSE: ['Cannot lose', 'Among the best by frequency and value, and have not bought for long.'],
  HIBERNATING: ['Hibernating', 'Bought once or seldom, long ago.'],
  LOST: ['Lost', 'Bought once or seldom, longest ago.'],
};

/** The segments that every workspace has. */
export const builtInSegments: readonly SegmentDefinition[] = [
  {
    id: 'vip-and-frequent-buyer',
    name: 'VIP and frequent buyer',
    description:
      'Active and loyal, and among the top 5 % of those by net sales; or among the most frequent and valuable by RFM.',
    filter: { any: [{ stage: ['VIP'] }, { rfm: ['CHAMPION'] }] },
    builtIn: true,
  },
  {
    id: 'loyal-customer',
    name: 'Loyal customer',
    description: 'Active, and has bought as often as the workspace asks of a loyal customer.',
    filter: { stage: ['LOYAL', 'VIP'] },
    builtIn: true,
  },
  {
    id: 'one-time-buyer',
    name: 'One-time buyer',
    description: 'Has bought exactly once.',
    filter: { orders: { gte: 1, lte: 1 } },
    builtIn: true,
  },
  ...rfmGroups.map((group) => ({
    id: `rfm-${group.toLowerCase().replaceAll('_', '-')}`,
    name: rfmSegments[group][0],
    description: `${rfmSegments[group][1]} (RFM group ${group})`,
    filter: { rfm: [group] },
    builtIn: true,
  })),
];
