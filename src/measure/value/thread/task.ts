import type { FitTask } from '../fit-value.ts';
import type { FittedValue } from '../fitted.ts';
import type { MeanValue, MeanValueTask, NoMeanValue } from '../mean-value.ts';
import type { Scores, ScoreTask } from '../score-value.ts';
import type { SumTask, ValueSum } from '../sum-value.ts';

/** What can be worked out beside the thread that serves, and what comes of it. */
export interface Tasks {
  fit: { input: FitTask; output: FittedValue | null };
  /** One after another. */
  fitEach: { input: readonly FitTask[]; output: (FittedValue | null)[] };
  means: { input: MeanValueTask; output: (MeanValue | NoMeanValue)[] };
  sum: { input: SumTask; output: ValueSum | null };
  score: { input: ScoreTask; output: Scores };
}
export type TaskName = keyof Tasks;
