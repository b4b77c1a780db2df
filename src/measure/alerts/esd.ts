import { studentQuantile } from '../student.ts';
import { meanAndDeviation } from './math.ts';

/** One step of the test: the value farthest from the mean of those that are left. */
export interface EsdStep {
  /** Its place in the list. */
  index: number;
  /** How many standard deviations it lies from the mean. */
  distance: number;
  /** What chance alone does not exceed. */
  critical: number;
}

/**
 * The generalised extreme studentised deviate test of Rosner (1983) for up to `most` outliers among roughly normal values;
 * `alpha` is the chance of finding any where there is none. It holds from 15 values on, and well from 25.
 */
export function extremeDeviates(values: readonly number[], most: number, alpha: number): EsdStep[] {
  const left = values.map((value, index) => ({ value, index }));
  const steps: EsdStep[] = [];
  while (steps.length < most && left.length > 2) {
    const { mean, deviation } = meanAndDeviation(left.map(({ value }) => value));
    if (!(deviation > 0)) break;
    const distances = left.map(({ value }) => Math.abs(value - mean));
    const place = distances.indexOf(Math.max(...distances));
    const critical = criticalDistance(left.length, alpha);
    steps.push({ index: left[place]!.index, distance: distances[place]! / deviation, critical });
    left.splice(place, 1);
  }
  return steps;
}

/** Those of the steps that are outliers: all up to the last that exceeds chance. */
export function outliers(steps: readonly EsdStep[]): EsdStep[] {
  return steps.slice(0, steps.findLastIndex(({ distance, critical }) => distance > critical) + 1);
}

const known = new Map<string, number>();

/** Remembers what it was asked: the same few numbers of values come again and again. */
function criticalDistance(count: number, alpha: number): number {
  const name = `${count} ${alpha}`;
  const remembered = known.get(name);
  if (remembered !== undefined) return remembered;
  const freedom = count - 2;
  const t = studentQuantile(1 - alpha / (2 * count), freedom);
  const critical = ((count - 1) * t) / Math.sqrt((freedom + t * t) * count);
  known.set(name, critical);
  return critical;
}
