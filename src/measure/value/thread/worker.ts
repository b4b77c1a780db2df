import { parentPort, workerData } from 'node:worker_threads';
import { fitValue } from '../fit-value.ts';
import { meanValues } from '../mean-value.ts';
import { scoreValue } from '../score-value.ts';
import { sumValue } from '../sum-value.ts';
import type { TaskName, Tasks } from './task.ts';

const work: { [Name in TaskName]: (input: Tasks[Name]['input']) => Tasks[Name]['output'] } = {
  fit: fitValue,
  fitEach: (tasks) => tasks.map(fitValue),
  means: meanValues,
  score: scoreValue,
  sum: sumValue,
};
const { name, input } = workerData as { name: TaskName; input: never };
parentPort!.postMessage(work[name](input), []);
