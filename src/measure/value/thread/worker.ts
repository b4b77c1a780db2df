import { parentPort, workerData } from 'node:worker_threads';
import { fitValue } from '../fit-value.ts';
import { scoreValue } from '../score-value.ts';
import { sumValue } from '../sum-value.ts';
import type { TaskName, Tasks } from './task.ts';

const work: { [Name in TaskName]: (input: Tasks[Name]['input']) => Tasks[Name]['output'] } = {
  fit: fitValue,
  score: scoreValue,
  sum: sumValue,
};
const { name, input } = workerData as { name: TaskName; input: never };
parentPort!.postMessage(work[name](input), []);
