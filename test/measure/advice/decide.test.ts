import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/measure/advice/decide.ts';
import type { Economy } from '../../../src/measure/advice/economy.ts';

const sure = (value: number) => ({ value, error: value / 1000 });
/** 100 customers a month at 20 each, the next one at 40; one may cost 30 and brings 90. */
const economy: Economy = {
  spend: 2000,
  customers: 100,
  counted: 1e6,
  elasticity: sure(0.5),
  limit: sure(30),
  value: sure(90),
  usualValue: sure(90),
  range: { low: 0.2, high: 4 },
};
const only = (steps: ReturnType<typeof decide>) => {
  expect(steps).toHaveLength(1);
  return steps[0]!;
};

describe('a budget', () => {
  it('is moved to where the next customer costs as much as one may', () => {
    const lower = only(decide(economy));
    // 20 / 0.5 × factor ^ 0.5 = 30.
    const factor = (30 / 40) ** 2;
    expect(lower.action).toBe('LOWER_BUDGET');
    expect(lower.shift!.budget).toBeCloseTo(2000 * (factor - 1), 6);
    const fewer = 100 * (Math.sqrt(factor) - 1);
    expect(lower.shift!.customers.expected).toBeCloseTo(fewer, 1);
    expect(lower.shift!.value.expected).toBeCloseTo(fewer * 90, 0);
    expect(lower.shift!.gain.expected).toBeCloseTo(fewer * 30 - 2000 * (factor - 1), 0);
    const raise = only(decide({ ...economy, limit: sure(50) }));
    expect(raise).toMatchObject({ action: 'RAISE_BUDGET' });
    expect(raise.shift!.budget).toBeCloseTo(2000 * ((50 / 40) ** 2 - 1), 6);
  });

  it('is changed no farther than was tried, nor more than doubled or halved, nor for a trifle', () => {
    expect(only(decide({ ...economy, limit: sure(200) })).shift!.budget).toBeCloseTo(2000, 6);
    const narrow = { ...economy, limit: sure(200), range: { low: 0.9, high: 1.3 } };
    expect(only(decide(narrow)).shift!.budget).toBeCloseTo(600, 6);
    expect(only(decide({ ...economy, limit: sure(12) })).shift!.budget).toBeCloseTo(-1000, 6);
    expect(decide({ ...economy, limit: sure(41) })).toEqual([]);
    expect(decide({ ...narrow, range: { low: 0.95, high: 1.05 } })).toEqual([]);
  });

  it('stays where doubt remains, or nobody knows how customers grow with it', () => {
    expect(decide({ ...economy, elasticity: { value: 0.5, error: 0.2 } })).toEqual([]);
    expect(decide({ ...economy, counted: 20 })).toEqual([]);
    expect(decide({ ...economy, elasticity: null, limit: sure(5) })).toEqual([]);
  });

  it('is withdrawn where no budget that was tried would pay', () => {
    const pause = only(decide({ ...economy, value: sure(8), limit: sure(3), usualValue: null }));
    expect(pause.action).toBe('PAUSE');
    expect(pause.shift!.budget).toBe(-2000);
    expect(pause.shift!.customers.expected).toBeCloseTo(-100, 1);
    expect(pause.shift!.gain.expected).toBeCloseTo(2000 - 300, 0);
    // At a fifth of the budget a customer would cost 20 × 0.2 ^ 0.5.
    expect(only(decide({ ...economy, value: sure(10), limit: sure(4), usualValue: null })).action).toBe('LOWER_BUDGET');
    expect(only(decide({ ...economy, elasticity: null, value: sure(15), usualValue: null })).action).toBe('PAUSE');
  });
});

describe('another audience', () => {
  it('is looked for where customers are worth clearly less than usual', () => {
    const steps = decide({ ...economy, value: sure(60) });
    expect(steps.map(({ action }) => action)).toEqual(['LOWER_BUDGET', 'CHANGE_AUDIENCE']);
    expect(steps[1]!.shift).toBeNull();
    const vague = decide({ ...economy, value: { value: 60, error: 30 } });
    expect(vague.map(({ action }) => action)).toEqual(['LOWER_BUDGET']);
  });
});

describe('any advice', () => {
  const amount = (most: number) => fc.double({ min: 1, max: most, noNaN: true });
  const estimate = (most: number) =>
    fc
      .tuple(amount(most), fc.double({ min: 0.001, max: 0.4, noNaN: true }))
      .map(([value, part]) => ({ value, error: value * part }));
  const anyEconomy: fc.Arbitrary<Economy> = fc.record({
    spend: amount(50_000),
    customers: amount(1000),
    counted: fc.integer({ min: 20, max: 5000 }),
    elasticity: fc.option(
      fc.record({
        value: fc.double({ min: 0.2, max: 1.1, noNaN: true }),
        error: fc.double({ min: 0.01, max: 0.1, noNaN: true }),
      }),
    ),
    limit: estimate(200),
    value: estimate(600),
    usualValue: fc.option(estimate(600)),
    range: fc.record({
      low: fc.double({ min: 0.1, max: 1, noNaN: true }),
      high: fc.double({ min: 1, max: 5, noNaN: true }),
    }),
  });

  it('gains throughout its interval, points the right way, and is the same in another currency', () => {
    const property = fc.property(anyEconomy, (given) => {
      const steps = decide(given);
      for (const { action, shift } of steps) {
        if (!shift) continue;
        const sign = action === 'RAISE_BUDGET' ? 1 : -1;
        expect(Math.sign(shift.budget)).toBe(sign);
        expect(Math.sign(shift.customers.expected)).toBe(sign);
        expect(action === 'PAUSE' || shift.gain.low > 0).toBe(true);
      }
      const yen = (value: { value: number; error: number }) => ({ value: value.value * 160, error: value.error * 160 });
      const abroad = decide({
        ...given,
        spend: given.spend * 160,
        limit: yen(given.limit),
        value: yen(given.value),
        usualValue: given.usualValue && yen(given.usualValue),
      });
      expect(abroad.map(({ action }) => action)).toEqual(steps.map(({ action }) => action));
    });
    fc.assert(property, { numRuns: 100, seed: 8 });
  });
});
