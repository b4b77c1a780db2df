import { middle95 } from './math.ts';

/** How long something lasted, and whether its end was seen; where not, it lasted at least that long. */
export interface Duration {
  time: number;
  ended: boolean;
  /** How many had that very duration; one where left out. */
  count?: number;
}

/** One step of a survival curve. */
export interface SurvivalStep {
  time: number;
  atRisk: number;
  events: number;
  censored: number;
  /** The share that lasts longer than `time`. */
  survival: number;
  /** Greenwood's standard error of it. */
  error: number;
  /** 95 % interval, from the logarithm of the share as R's survival package has it by default. */
  low: number;
  high: number;
}

/** The share that lasts longer, by time (Kaplan and Meier 1958): what has not ended yet counts for as long as it was seen. */
export function survivalCurve(durations: readonly Duration[]): SurvivalStep[] {
  const byTime = new Map<number, { events: number; censored: number }>();
  let atRisk = 0;
  for (const { time, ended, count = 1 } of durations) {
    const at = byTime.get(time) ?? { events: 0, censored: 0 };
    at[ended ? 'events' : 'censored'] += count;
    byTime.set(time, at);
    atRisk += count;
  }
  let [survival, variance] = [1, 0];
  return [...byTime]
    .toSorted(([a], [b]) => a - b)
    .map(([time, { events, censored }]) => {
      survival *= 1 - events / atRisk;
      variance += events / (atRisk * (atRisk - events));
      const spread = middle95 * Math.sqrt(variance);
      const step = {
        time,
        atRisk,
        events,
        censored,
        survival,
        error: survival === 0 ? 0 : survival * Math.sqrt(variance),
        low: survival === 0 ? 0 : survival * Math.exp(-spread),
        high: survival === 0 ? 0 : Math.min(1, survival * Math.exp(spread)),
      };
      atRisk -= events + censored;
      return step;
    });
}

/** The share that lasts longer than `time`. */
export function survivalAt(curve: readonly SurvivalStep[], time: number): number {
  return curve.findLast((step) => step.time <= time)?.survival ?? 1;
}

/** The time by which a share has ended; null where so many have not. */
export function timeUntil(curve: readonly SurvivalStep[], share: number): number | null {
  // Shares are products of many factors: what is as small as their rounding counts as reached.
  return curve.find(({ survival }) => survival <= 1 - share + 1e-12)?.time ?? null;
}
