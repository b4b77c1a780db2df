/** The eleven RFM groups, best first. */
export const rfmGroups = [
  'CHAMPION',
  'LOYAL',
  'POTENTIAL_LOYAL',
  'NEW',
  'PROMISING',
  'NEEDS_ATTENTION',
  'ABOUT_TO_SLEEP',
  'AT_RISK',
  'CANNOT_LOSE',
  'HIBERNATING',
  'LOST',
] as const;
export type RfmGroup = (typeof rfmGroups)[number];

type Box = readonly [group: RfmGroup, recency: string, frequency: string, monetary: string];

/** First match wins; a range such as "4-5" is of scores. The last box takes what is left. */
const boxes: readonly Box[] = [
  ['CHAMPION', '4-5', '4-5', '4-5'],
  ['LOYAL', '3-5', '4-5', '1-5'],
  ['CANNOT_LOSE', '1-2', '4-5', '4-5'],
  ['AT_RISK', '1-2', '3-5', '1-5'],
  ['AT_RISK', '1-2', '2-2', '3-5'],
  ['POTENTIAL_LOYAL', '4-5', '2-3', '1-5'],
  ['POTENTIAL_LOYAL', '4-5', '1-1', '4-5'],
  ['NEW', '5-5', '1-1', '1-3'],
  ['PROMISING', '4-4', '1-1', '1-3'],
  ['NEEDS_ATTENTION', '3-3', '2-3', '1-5'],
  ['NEEDS_ATTENTION', '3-3', '1-1', '3-5'],
  ['ABOUT_TO_SLEEP', '3-3', '1-1', '1-2'],
  ['HIBERNATING', '2-2', '1-2', '1-5'],
  ['LOST', '1-5', '1-5', '1-5'],
];

/** The group of three scores from 1 to 5. */
export function rfmGroup(recency: number, frequency: number, monetary: number): RfmGroup {
  return boxes.find(([, r, f, m]) => within(r, recency) && within(f, frequency) && within(m, monetary))![0];
}

function within(range: string, score: number): boolean {
  return score >= Number(range[0]) && score <= Number(range[2]);
}
