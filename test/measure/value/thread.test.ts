import { expect, it } from 'vitest';
import type { FitTask } from '../../../src/measure/value/fit-value.ts';
import { runTask } from '../../../src/measure/thread/run.ts';

/** So many that no thread is done with them before it is stopped. */
const many = 300_000;
const task: FitTask = {
  histories: {
    repeats: Int32Array.from({ length: many }, (_, i) => i % 7),
    firstDay: Int32Array.from({ length: many }, (_, i) => 18_000 + (i % 701)),
    lastDay: Int32Array.from({ length: many }, (_, i) => 18_000 + (i % 701) + (i % 7) * (1 + (i % 97))),
    meanSpend: Float64Array.from({ length: many }, (_, i) => (i % 7 === 0 ? Number.NaN : 10 + (i % 503))),
    logGaps: Float64Array.from({ length: many }, (_, i) => (i % 7) * Math.log(1 + (i % 97))),
  },
  asOf: 20_000,
  repeatsByWeek: [],
  holdOut: null,
};

it('ends a thread at once when its work is wanted no more', async () => {
  const controller = new AbortController();
  const fitting = runTask('fit', task, controller.signal);
  controller.abort(new Error('enough'));
  await expect(fitting).rejects.toThrow('enough');
  await expect(runTask('fit', task, controller.signal)).rejects.toThrow('enough');
});
