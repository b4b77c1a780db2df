import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseModel } from '../../../src/measure/value/models/choose-model.ts';
import { PurchaseForecast } from '../../../src/measure/value/models/expected-purchases.ts';
import { expectedValue, valueInterval } from '../../../src/measure/value/models/future-value.ts';
import type { SpendParameters } from '../../../src/measure/value/models/gamma-gamma.ts';
import type { Histories, PurchaseParameters } from '../../../src/measure/value/models/purchase-likelihood.ts';
import { betaShare } from '../../../src/measure/value/models/special.ts';
import { type Person, simulate } from './simulation.ts';
import { hasReference, historiesOf, referenceOf, scoredCustomers } from './reference.ts';

const bgnbd = { k: 1, fromStart: false, leaves: true };

const of = (people: Person[]): Histories => ({
  ...historiesOf(people),
  logGaps: Float64Array.from(people, (p) => p.logGap),
});
const spend: SpendParameters = { p: 6.25, q: 3.74, v: 15.44 };
const parameters: PurchaseParameters = { r: 0.6, alpha: 6, a: 0.8, b: 2.5 };

describe.skipIf(!hasReference)('on CDNOW (skipped without ../shared)', () => {
  it('gives the lifetime values of the lifetimes package', () => {
    interface Reference {
      bgnbd: { params: PurchaseParameters };
      gamma_gamma: { params: SpendParameters };
      clv: { sum_clv_12m_1pct: number };
    }
    const reference = referenceOf<Reference>('cdnow.json');
    const purchases = new PurchaseForecast(bgnbd, reference.bgnbd.params);
    let sum = 0;
    for (const customer of scoredCustomers()) {
      const value = (steps: number, length: number, discount: number) =>
        expectedValue(purchases, reference.gamma_gamma.params, customer, { steps, length, discount });
      const year = value(12, 4.345, 0.01);
      sum += year;
      expect(Math.abs(year / customer.clv12 - 1)).toBeLessThan(1e-3);
      expect(Math.abs(value(52, 1, 1.15 ** (1 / 52) - 1) / customer.clv52 - 1)).toBeLessThan(1e-3);
    }
    expect(sum).toBeCloseTo(reference.clv.sum_clv_12m_1pct, 2);
  });
});

it('gives an interval that holds what comes as often as it says', () => {
  const people = simulate(3000, parameters, { leaves: true, k: 1, ahead: 30, seed: 5 }, spend);
  const purchases = new PurchaseForecast(bgnbd, parameters);
  let held = 0;
  for (const person of people) {
    const { low, high } = valueInterval([{ purchases, spend }], person, 30, 0.8);
    if (person.laterSpend >= low && person.laterSpend <= high * (1 + 1e-6)) held++;
  }
  // A little more, for customers who will hardly come again have nothing that could be left out.
  expect(held / people.length).toBeGreaterThan(0.78);
  expect(held / people.length).toBeLessThan(0.86);
});

it('finds the parameters again with which customers were made, within three standard errors', () => {
  const people = simulate(6000, parameters, { leaves: true, k: 1, ahead: 0, seed: 9 }, spend);
  const { name, model, churnIdentifiable } = chooseModel(of(people));
  expect({ name, churnIdentifiable }).toEqual({ name: 'BG/NBD', churnIdentifiable: true });
  for (const parameter of ['r', 'alpha', 'a', 'b'] as const) {
    const off = Math.abs(model.parameters[parameter] - parameters[parameter]) / model.errors![parameter]!;
    expect({ parameter, withinThree: off < 3 }).toEqual({ parameter, withinThree: true });
  }
});

it('says that churn is not identifiable where nobody leaves', () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const people = simulate(1500, { ...parameters, r: 2, alpha: 20 }, { leaves: false, k: 1, ahead: 0, seed }, spend);
    expect(chooseModel(of(people))).toMatchObject({ name: 'NBD', churnIdentifiable: false });
  }
});

it('sees that customers buy regularly', () => {
  const people = simulate(1500, { r: 3, alpha: 6, a: 0.5, b: 6 }, { leaves: true, k: 3, ahead: 0, seed: 3 }, spend);
  const { name, candidates } = chooseModel(of(people));
  expect(name).toBe('MBG/CNBD-3');
  expect(candidates.length).toBeGreaterThan(4);
});

it('works out shares of Beta distributions', () => {
  const positive = fc.double({ min: 0.1, max: 80, noNaN: true });
  const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
  fc.assert(
    fc.property(positive, positive, share, (a, b, x) => {
      expect(betaShare(x, a, b) + betaShare(1 - x, b, a)).toBeCloseTo(1, 10);
      expect(betaShare(x, 1, b)).toBeCloseTo(1 - (1 - x) ** b, 10);
      expect(betaShare(x, a, 1)).toBeCloseTo(x ** a, 10);
    }),
  );
  expect(betaShare(0.5, 2, 3)).toBeCloseTo(0.6875, 12);
});
