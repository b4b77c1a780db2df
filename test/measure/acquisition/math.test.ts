import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AgeValue, bounds, estimateOf, maximumCost, paybackOf } from '../../../src/measure/acquisition/math.ts';

const curveOf = (...values: number[]): AgeValue[] => values.map((value, months) => ({ months, value }));
const values = fc.array(fc.double({ min: -100, max: 500, noNaN: true }), { minLength: 1, maxLength: 24 });
const cost = fc.double({ min: 0.01, max: 400, noNaN: true });

describe('payback', () => {
  it.each([
    ['at once, where the first purchase left enough', curveOf(30, 31), 30, { months: 0, recovered: 31 / 30 }],
    ['within the second month, in proportion', curveOf(10, 14, 22, 25), 20, { months: 1.75, recovered: 1.25 }],
    ['not yet, with what has come back', curveOf(10, 14, 16), 20, { months: null, recovered: 0.8 }],
    [
      'at the last crossing, where a refund took it below',
      curveOf(10, 24, 18, 22),
      20,
      { months: 2.5, recovered: 1.1 },
    ],
    ['not, where a refund took it below for good', curveOf(10, 24, 18), 20, { months: null, recovered: 0.9 }],
    ['at once, of what costs nothing', curveOf(0, 5), 0, { months: 0, recovered: null }],
  ])('is reached %s', (_, curve, cac, wanted) => {
    const { months, recovered } = paybackOf(curve, cac)!;
    expect(months === null ? null : Number(months.toFixed(9))).toBe(wanted.months);
    expect(recovered === null ? null : Number(recovered.toFixed(9))).toBe(
      wanted.recovered === null ? null : Number(wanted.recovered.toFixed(9)),
    );
  });

  it('is unknown without a point', () => expect(paybackOf([], 10)).toBeNull());

  it('takes longer, the more a customer cost', () =>
    fc.assert(
      fc.property(values, cost, cost, (all, one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        const [soon, late] = [paybackOf(curveOf(...all), less)!, paybackOf(curveOf(...all), more)!];
        expect(soon.months ?? Infinity).toBeLessThanOrEqual(late.months ?? Infinity);
      }),
      { seed: 1 },
    ));

  it('does not depend on the unit of money', () =>
    fc.assert(
      fc.property(values, cost, fc.integer({ min: 0, max: 8 }), (all, each, power) => {
        const unit = 2 ** power;
        const [one, other] = [
          paybackOf(curveOf(...all), each)!,
          paybackOf(curveOf(...all.map((v) => v * unit)), each * unit)!,
        ];
        expect(other.recovered).toBeCloseTo(one.recovered!, 9);
        expect(other.months ?? -1).toBeCloseTo(one.months ?? -1, 9);
      }),
      { seed: 2 },
    ));

  it('is reached exactly where the last value is enough, and nothing after it is below', () =>
    fc.assert(
      fc.property(values, cost, (all, each) => {
        const { months, recovered } = paybackOf(curveOf(...all), each)!;
        expect(months !== null).toBe(all.at(-1)! >= each);
        expect(recovered).toBeCloseTo(all.at(-1)! / each, 9);
        if (months === null) return;
        const after = all.filter((_, month) => month >= months);
        expect(after.every((value) => value >= each)).toBe(true);
        const before = all[Math.ceil(months) - 1];
        expect(before === undefined || before < each).toBe(true);
      }),
      { seed: 3 },
    ));
});

describe('the most that a customer may cost', () => {
  it.each([
    ['by the ratio', { LTV_RATIO: 120 / 3, PAYBACK: 55, CASH_CAP: 60 }, 40, 'LTV_RATIO'],
    ['by the months allowed', { LTV_RATIO: 120 / 3, PAYBACK: 25, CASH_CAP: null }, 25, 'PAYBACK'],
    ['by the cash at hand', { LTV_RATIO: 40, PAYBACK: 25, CASH_CAP: 20 }, 20, 'CASH_CAP'],
    ['nothing, where customers bring less than nothing', { LTV_RATIO: -4, PAYBACK: 3, CASH_CAP: 20 }, -4, 'LTV_RATIO'],
  ] as const)('is set %s', (_, limits, value, binding) => {
    expect(maximumCost(limits)).toEqual({ value, binding });
  });

  const amount = fc.double({ min: -50, max: 500, noNaN: true });
  it('is one of its limits and above none, and grows with each of them', () =>
    fc.assert(
      fc.property(amount, amount, fc.option(amount), fc.nat(100), (ratio, payback, cap, more) => {
        const limits = { LTV_RATIO: ratio, PAYBACK: payback, CASH_CAP: cap };
        const { value, binding } = maximumCost(limits);
        expect(value).toBe(limits[binding]);
        for (const bound of bounds) {
          const limit = limits[bound];
          expect(value).toBeLessThanOrEqual(limit ?? Infinity);
          const wider = { ...limits, [bound]: limit === null ? null : limit + more };
          expect(maximumCost(wider).value).toBeGreaterThanOrEqual(value);
        }
      }),
      { seed: 4 },
    ));
});

it('an estimate lies in the middle of its interval, the tenth percentile between its lower end and itself', () => {
  const { low, high, p10 } = estimateOf(100, 10);
  expect([low, p10, high].map((value) => value.toFixed(3))).toEqual(['80.400', '87.184', '119.600']);
});
