import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustedForHistory, type HistoricMoments } from '../../../src/measure/experiments/cuped.ts';
import { difference, type Moments, relativeDifference } from '../../../src/measure/experiments/welch.ts';
import { normalQuantile, studentQuantile, twoSided } from '../../../src/measure/student.ts';
import { chanceOf } from '../../../src/measure/value/models/chance.ts';

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
function momentsOf(values: readonly number[]): Moments {
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return { n: values.length, mean: middle, variance: squares / (values.length - 1) };
}
function historicOf(pairs: readonly (readonly [outcome: number, before: number])[]): HistoricMoments {
  const [outcome, before] = [momentsOf(pairs.map(([y]) => y)), momentsOf(pairs.map(([, x]) => x))];
  const products = pairs.reduce((sum, [y, x]) => sum + (y - outcome.mean) * (x - before.mean), 0);
  return { ...outcome, before, covariance: products / (pairs.length - 1) };
}

describe('Student’s t', () => {
  it('is that of the tables', () => {
    const tabled = [
      [0.975, 1, 12.706_204_736],
      [0.975, 4, 2.776_445_105],
      [0.975, 30, 2.042_272_456],
      [0.95, 10, 1.812_461_123],
      [0.8, 9, 0.883_403_86],
    ] as const;
    for (const [probability, freedom, value] of tabled)
      expect(studentQuantile(probability, freedom)).toBeCloseTo(value, 7);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959_964, 4);
    expect(twoSided(2.228_138_852, 10)).toBeCloseTo(0.05, 8);
    expect(twoSided(0, 5)).toBe(1);
  });
});

describe('the difference of two arms', () => {
  it('is that of R’s t.test on Student’s own sleep data', () => {
    const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
    const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const { value, low, high, pValue } = difference(momentsOf(first), momentsOf(second));
    expect(value).toBeCloseTo(-1.58, 10);
    expect(low).toBeCloseTo(-3.365_483_2, 6);
    expect(high).toBeCloseTo(0.205_483_2, 6);
    expect(pValue).toBeCloseTo(0.079_394_14, 7);
  });

  it('is relative to the control with an interval that holds zero exactly where the difference does', () => {
    const arm = fc.record({
      n: fc.integer({ min: 3, max: 5000 }),
      mean: fc.double({ min: 0.5, max: 3, noNaN: true }),
      variance: fc.double({ min: 0.01, max: 4, noNaN: true }),
    });
    const property = fc.property(arm, arm, (treated, control) => {
      const [absolute, relative] = [difference(treated, control), relativeDifference(treated, control)];
      if (!relative) return;
      expect(relative.value).toBeCloseTo(absolute.value / control.mean, 10);
      expect(relative.low).toBeLessThanOrEqual(relative.value + 1e-12);
      expect(relative.high).toBeGreaterThanOrEqual(relative.value - 1e-12);
      fc.pre(Math.min(Math.abs(absolute.low), Math.abs(absolute.high)) > 1e-9);
      expect(Math.sign(relative.low) === Math.sign(relative.high)).toBe(
        Math.sign(absolute.low) === Math.sign(absolute.high),
      );
    });
    fc.assert(property, { numRuns: 300, seed: 1 });
  });

  it('has no relative form where the control might be zero', () => {
    expect(relativeDifference({ n: 10, mean: 1, variance: 1 }, { n: 10, mean: 0.1, variance: 1 })).toBeNull();
  });
});

describe('history', () => {
  /** Outcomes that go with the past as strongly as told, in both arms. */
  function trial(seed: number, n: number, correlation: number, lift: number) {
    const { normal } = chanceOf(seed);
    const draw = (plus: number) =>
      Array.from({ length: n }, () => {
        const past = normal();
        return [plus + correlation * past + Math.sqrt(1 - correlation ** 2) * normal(), past] as const;
      });
    return { treated: historicOf(draw(lift)), control: historicOf(draw(0)) };
  }

  it.each([0.3, 0.6, 0.9])('takes away the square of the correlation %d of the variance', (correlation) => {
    const { treated, control } = trial(7, 20_000, correlation, 0.1);
    const history = adjustedForHistory(treated, control)!;
    expect(history.correlation).toBeCloseTo(correlation, 1.5);
    expect(history.varianceReduction).toBeCloseTo(correlation ** 2, 1.5);
    const [plain, adjusted] = [difference(treated, control), difference(history.treated, history.control)];
    const width = (effect: typeof plain) => effect.high - effect.low;
    expect(width(adjusted) / width(plain)).toBeCloseTo(Math.sqrt(1 - correlation ** 2), 1.5);
  });

  it('is left alone where it does not help', () => {
    const used = Array.from({ length: 300 }, (_, seed) => trial(seed + 1, 60, 0, 0)).filter(({ treated, control }) =>
      adjustedForHistory(treated, control),
    );
    expect(used.length).toBeLessThan(12);
    const constant: HistoricMoments = { n: 50, mean: 1, variance: 1, before: { mean: 0, variance: 0 }, covariance: 0 };
    expect(adjustedForHistory(constant, constant)).toBeNull();
  });

  it('changes no interval’s truth: of 1000 with a planted lift 95 % hold it, with and without', () => {
    const held = { plain: 0, adjusted: 0 };
    for (let seed = 1; seed <= 1000; seed++) {
      const { treated, control } = trial(seed, 80, 0.6, 0.4);
      const history = adjustedForHistory(treated, control)!;
      const holds = ({ low, high }: { low: number; high: number }) => Number(low <= 0.4 && high >= 0.4);
      held.plain += holds(difference(treated, control));
      held.adjusted += holds(difference(history.treated, history.control));
    }
    // Four standard deviations of a binomial with 0.95.
    for (const count of Object.values(held))
      expect(Math.abs(count - 950)).toBeLessThan(4 * Math.sqrt(1000 * 0.95 * 0.05));
  });
});

describe('of seldom purchases, as shops have them', () => {
  /** How often a purchase a month is held by the interval, planted with so much more of it. */
  function coverage(lift: number): { absolute: number; relative: number } {
    const held = { absolute: 0, relative: 0 };
    for (let seed = 1; seed <= 600; seed++) {
      const { uniform, gamma } = chanceOf(seed);
      const draw = (rate: number, n: number) =>
        momentsOf(
          Array.from({ length: n }, () => {
            let [count, passed] = [0, -Math.log(uniform())];
            for (const until = gamma(0.8) * rate; passed < until; passed -= Math.log(uniform())) count++;
            return count;
          }),
        );
      const [treated, control] = [draw(0.3 * (1 + lift), 700), draw(0.3, 300)];
      const [absolute, relative] = [difference(treated, control), relativeDifference(treated, control)!];
      held.absolute += Number(absolute.low <= 0.24 * lift && absolute.high >= 0.24 * lift);
      held.relative += Number(relative.low <= lift && relative.high >= lift);
    }
    return held;
  }

  it.each([0, 0.25])('the interval holds a lift of %d in 95 % of trials', (lift) => {
    for (const count of Object.values(coverage(lift)))
      expect(Math.abs(count - 570)).toBeLessThan(4 * Math.sqrt(600 * 0.95 * 0.05));
  });
});
