import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Histories } from '../../../src/measure/value/models/purchase-likelihood.ts';

const folder = join(import.meta.dirname, '../../../../shared/data/reference');
export const hasReference = existsSync(folder);

const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
/** Results of the field's own packages; numbers that they could not tell are null. */
export const referenceOf = <Shape>(name: string): Shape => JSON.parse(read(name).replaceAll('NaN', 'null')) as Shape;

export interface Scored {
  repeats: number;
  recency: number;
  tenure: number;
  meanSpend: number;
  clv12: number;
  clv52: number;
  spend: number;
  expected39: number;
  expected52: number;
  alive: number;
}

/** The 2,357 customers of the CDNOW sample as the lifetimes package scores them. */
export function scoredCustomers(): Scored[] {
  const rows = read('cdnow_sample_scored.csv').trim().split('\n').slice(1);
  return rows.map((row) => {
    const [, repeats, recency, tenure, meanSpend, clv12, clv52, spend, expected39, expected52, alive] = row
      .split(',')
      .map(Number) as [number, number, number, number, number, number, number, number, number, number, number];
    return { repeats, recency, tenure, meanSpend, clv12, clv52, spend, expected39, expected52, alive };
  });
}

/** One row a customer. */
export function historiesOf(customers: readonly Pick<Scored, 'repeats' | 'recency' | 'tenure'>[]): Histories {
  return {
    repeats: Int32Array.from(customers, ({ repeats }) => repeats),
    recency: Float64Array.from(customers, ({ recency }) => recency),
    tenure: Float64Array.from(customers, ({ tenure }) => tenure),
    logGaps: new Float64Array(customers.length),
    weights: new Float64Array(customers.length).fill(1),
  };
}
