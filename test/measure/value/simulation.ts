import { chanceOf } from '../../../src/measure/value/models/chance.ts';
import type { Customer } from '../../../src/measure/value/models/future-value.ts';
import type { SpendParameters } from '../../../src/measure/value/models/gamma-gamma.ts';
import type { PurchaseParameters } from '../../../src/measure/value/models/purchase-likelihood.ts';

export interface Person extends Customer {
  logGap: number;
  later: number;
  laterSpend: number;
}

/** Customers who behave as the models say, watched for `tenure` and then for `ahead`. */
export function simulate(
  size: number,
  { r, alpha, a, b }: PurchaseParameters,
  { leaves, k, ahead, seed }: { leaves: boolean; k: number; ahead: number; seed: number },
  spend: SpendParameters,
): Person[] {
  const { uniform, gamma } = chanceOf(seed);
  const beta = (one: number, other: number): number => {
    const x = gamma(one);
    return x / (x + gamma(other));
  };
  return Array.from({ length: size }, () => {
    const tenure = 20 + 30 * uniform();
    const [rate, leave, spendRate] = [gamma(r) / alpha, leaves ? beta(a, b) : 0, gamma(spend.q) / spend.v];
    const person = { repeats: 0, recency: 0, tenure, meanSpend: 0, logGap: 0, later: 0, laterSpend: 0 };
    let total = 0;
    for (let time = 0; ;) {
      if (time > 0 && uniform() < leave) break;
      const gap = gamma(k) / rate;
      time += gap;
      if (time > tenure + ahead) break;
      const amount = gamma(spend.p) / spendRate;
      if (time > tenure) {
        person.later++;
        person.laterSpend += amount;
        continue;
      }
      person.repeats++;
      person.logGap += Math.log(gap);
      person.recency = time;
      total += amount;
    }
    person.meanSpend = person.repeats === 0 ? 0 : total / person.repeats;
    return person;
  });
}
