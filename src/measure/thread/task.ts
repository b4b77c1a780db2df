import type { Estimate, NoEstimate } from '../breach-effect/estimate.ts';
import type { Exposures } from '../breach-effect/exposures.ts';
import type { FitTask } from '../value/fit-value.ts';
import type { FittedValue } from '../value/fitted.ts';
import type { MeanValue, MeanValueTask, NoMeanValue } from '../value/mean-value.ts';
import type { Scores, ScoreTask } from '../value/score-value.ts';
import type { SumTask, ValueSum } from '../value/sum-value.ts';

/** What can be worked out beside the thread that serves, and what comes of it. */
export interface Tasks {
  breachEffect: { input: Exposures; output: Estimate | NoEstimate };
  fit: { input: FitTask; output: FittedValue | null };
  /** One after another. */
  fitEach: { input: readonly FitTask[]; output: (FittedValue | null)[] };
  means: { input: MeanValueTask; output: (MeanValue | NoMeanValue)[] };
  sum: { input: SumTask; output: ValueSum | null };
  score: { input: ScoreTask; output: Scores };
}
export type TaskName = keyof Tasks;
