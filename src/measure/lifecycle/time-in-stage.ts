import type { MeasureContext } from '../context.ts';
import type { Provenance } from '../metric.ts';
import { survivalCurve, type SurvivalStep, timeUntil } from '../survival.ts';
import { lifecycleProvenance } from './index.ts';
import { type LifecycleStage, lifecycleStages } from './stages.ts';
import { readStays, type Stays } from './stays.ts';

/** How long customers stay in a stage, and what comes after. */
export interface TimeInStage {
  stage: LifecycleStage;
  /** So many times somebody was in it, */
  stays: number;
  /** and left it. */
  ended: number;
  /** Days by which half have left it; null where half never do. */
  medianDays: number | null;
  /** The share that stays longer, by days. */
  curve: SurvivalStep[];
  /** Of those who left it, the most frequent stage first; the shares add up to 1. */
  next: { stage: LifecycleStage; customers: number; share: number }[];
}

/** For every stage that anybody has been in, by Kaplan and Meier: stays that last count for as long as they were seen. */
export async function timeInStages(context: MeasureContext): Promise<TimeInStage[]> {
  const stays = await readStays(context);
  return lifecycleStages
    .map((stage) =>
      timeIn(
        stage,
        stays.filter((stay) => stay.stage === stage),
      ),
    )
    .filter((time) => time.stays > 0);
}

function timeIn(stage: LifecycleStage, stays: readonly Stays[]): TimeInStage {
  const curve = survivalCurve(stays.map(({ days, next, count }) => ({ time: days, ended: next !== null, count })));
  const counts = new Map<LifecycleStage, number>();
  for (const { next, count } of stays) if (next) counts.set(next, (counts.get(next) ?? 0) + count);
  const ended = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return {
    stage,
    stays: stays.reduce((sum, { count }) => sum + count, 0),
    ended,
    medianDays: timeUntil(curve, 0.5),
    curve,
    next: [...counts]
      .map(([next, customers]) => ({ stage: next, customers, share: customers / ended }))
      .toSorted((one, other) => other.customers - one.customers),
  };
}

export async function timeInStageProvenance(context: MeasureContext): Promise<Provenance> {
  const { formula, ...stages } = await lifecycleProvenance(context);
  return {
    ...stages,
    method: 'time-in-stage@1',
    formula:
      'Days from entering a stage to leaving it, over all stays of all customers, by Kaplan and Meier (1958): stays that ' +
      'last count for as long as they were seen. Next stages: of the stays that ended. Who became known with a purchase, or ' +
      `on a day that nobody knows, has no stay as PROSPECT. Stages: ${formula}`,
  };
}
