import { median, midTail, normalScore, signedRoot, usualDistance } from './math.ts';

/** A day, week or month that is over and on which it was open. */
export interface Observed {
  /** Units of one group are like each other, as Mondays are. */
  group: number;
  /** A share of `total`, or an amount. */
  value: number;
  /** How many the share is of; null for an amount. */
  total: number | null;
}

/**
 * How far each unit departs from what is usual in its group, in usual distances: negative where it is less. A share of few
 * varies by more than one of many, as chance has it; what varies more than that has a larger usual distance. Amounts are
 * compared by their roots.
 */
export function departures(units: readonly Observed[]): number[] {
  const shares = units.every(({ total }) => total !== null);
  const heights = shares ? chances(units) : units.map(({ value }) => signedRoot(value));
  const middles = new Map(
    [...Map.groupBy(heights.keys(), (index) => units[index]!.group)].map(([group, members]) => [
      group,
      median(members.map((index) => heights[index]!)),
    ]),
  );
  const apart = heights.map((height, index) => height - middles.get(units[index]!.group)!);
  const usual = Math.max(usualDistance(apart), shares ? 1 : 0);
  return usual > 0 ? apart.map((distance) => distance / usual) : apart;
}

/** Larger numbers than these are normal enough. */
const exactUpTo = 2000;
const leastTail = 1e-12;

/** Where each share lies among those that chance alone would make of its group's, on the scale of the normal distribution. */
function chances(units: readonly Observed[]): number[] {
  const sums = new Map<number, { part: number; total: number }>();
  for (const { group, value, total } of units) {
    const sum = sums.get(group) ?? { part: 0, total: 0 };
    sums.set(group, { part: sum.part + value * total!, total: sum.total + total! });
  }
  return units.map(({ group, value, total }) => {
    const { part, total: all } = sums.get(group)!;
    const share = part / all;
    if (share <= 0 || share >= 1) return 0;
    if (total! > exactUpTo) return (value - share) / Math.sqrt((share * (1 - share)) / total!);
    const below = midTail(Math.round(value * total!), total!, share);
    return normalScore(Math.min(1 - leastTail, Math.max(leastTail, below)));
  });
}
