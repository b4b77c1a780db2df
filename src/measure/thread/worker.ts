import { parentPort, workerData } from 'node:worker_threads';
import { estimateEffect } from '../breach-effect/estimate.ts';
import { fitValue } from '../value/fit-value.ts';
import { meanValues } from '../value/mean-value.ts';
import { scoreValue } from '../value/score-value.ts';
import { sumValue } from '../value/sum-value.ts';
import type { TaskName, Tasks } from './task.ts';

const work: { [Name in TaskName]: (input: Tasks[Name]['input']) => Tasks[Name]['output'] } = {
  breachEffect: estimateEffect,
  fit: fitValue,
  fitEach: (tasks) => tasks.map(fitValue),
  means: meanValues,
  score: scoreValue,
  sum: sumValue,
};
const { name, input } = workerData as { name: TaskName; input: never };
parentPort!.postMessage(work[name](input), []);
