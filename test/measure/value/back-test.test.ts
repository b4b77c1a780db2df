import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backTest } from '../../../src/measure/value/models/back-test.ts';

const some = fc.array(
  fc.record({ expected: fc.double({ min: 0, max: 10, noNaN: true }), actual: fc.integer({ min: 0, max: 9 }) }),
  { minLength: 1, maxLength: 80 },
);

it('adds up, and ranks between the ideal and its reverse', () => {
  fc.assert(
    fc.property(some, (pairs) => {
      const tested = backTest(pairs);
      expect(tested.deciles.reduce((sum, { customers }) => sum + customers, 0)).toBe(pairs.length);
      const total = tested.deciles.reduce((sum, { actual, customers }) => sum + actual * customers, 0);
      expect(total).toBeCloseTo(tested.actual, 8);
      if (tested.normalisedGini === null) return;
      expect(tested.normalisedGini).toBeLessThanOrEqual(1 + 1e-9);
      expect(tested.normalisedGini).toBeGreaterThanOrEqual(-1 - 1e-9);
    }),
  );
});

it('is ideal where the order is right, and chance where all are expected alike', () => {
  const actual = [0, 0, 1, 2, 5, 9];
  const outcome = (expected: number, came: number) => ({ expected, actual: came });
  expect(backTest(actual.map((came) => outcome(came * 2, came))).normalisedGini).toBeCloseTo(1, 12);
  expect(backTest(actual.map((came) => outcome(1, came))).normalisedGini).toBeCloseTo(0, 12);
  expect(backTest(actual.map((came) => outcome(-came, came))).normalisedGini).toBeCloseTo(-1, 12);
  expect(backTest([outcome(1, 0), outcome(2, 0)])).toMatchObject({
    bias: null,
    normalisedGini: null,
    meanAbsoluteError: 1.5,
  });
});
