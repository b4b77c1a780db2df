import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysIn, scheduleOf } from '../../../src/measure/experiments/design.ts';
import { flipDifference, flipRatio, type Pair } from '../../../src/measure/experiments/sign-flip.ts';
import { countryEffect, leastCountryEffect } from '../../../src/measure/experiments/windows.ts';
import { addDays } from '../../../src/measure/period.ts';
import { studentQuantile } from '../../../src/measure/student.ts';
import { chanceOf } from '../../../src/measure/value/models/chance.ts';

/** How many standard deviations of a binomial a count lies off. */
const off = (count: number, of: number, share: number) =>
  Math.abs(count - of * share) / Math.sqrt(of * share * (1 - share));

describe('a schedule', () => {
  const days = fc.record({
    from: fc.integer({ min: 0, max: 900 }).map((day) => addDays('2023-01-01', day)),
    length: fc.integer({ min: 14, max: 400 }),
    blockDays: fc.integer({ min: 1, max: 14 }),
    seed: fc.string(),
  });

  it('fills the days with pairs of stretches, of which one is treated', () => {
    const property = fc.property(days, ({ from, length, blockDays, seed }) => {
      const period = { from, to: addDays(from, length - 1) };
      const schedule = scheduleOf({ kind: 'SWITCHBACK', blockDays, seed }, period);
      expect(schedule.length).toBe(2 * Math.floor(length / (2 * blockDays)));
      schedule.forEach((stretch, index) => {
        expect(daysIn(stretch)).toBe(blockDays);
        expect(stretch.from).toBe(addDays(from, index * blockDays));
      });
      const treated = schedule.flatMap(({ arm }, index) => (arm === 'TREATED' ? [Math.floor(index / 2)] : []));
      expect(treated).toEqual(Array.from({ length: schedule.length / 2 }, (_, pair) => pair));
    });
    fc.assert(property, { numRuns: 200, seed: 2 });
  });

  it('is fair: the first of a pair is treated half the time', () => {
    const period = { from: '2023-01-01', to: '2024-12-31' };
    const seeds = Array.from({ length: 20 }, (_, seed) => `seed ${seed}`);
    const pairs = seeds.flatMap((seed) => scheduleOf({ kind: 'SWITCHBACK', blockDays: 1, seed }, period));
    const first = pairs.filter(({ arm }, index) => index % 2 === 0 && arm === 'TREATED');
    expect(off(first.length, pairs.length / 2, 0.5)).toBeLessThan(4);
  });

  it('grows with the days: what was drawn for earlier ones stays', () => {
    const design = { kind: 'SWITCHBACK', blockDays: 7, seed: 'a' } as const;
    const short = scheduleOf(design, { from: '2024-01-01', to: '2024-03-31' });
    const long = scheduleOf(design, { from: '2024-01-01', to: '2024-06-30' });
    expect(long.slice(0, short.length)).toEqual(short);
  });
});

describe('the randomisation test of pairs', () => {
  it('gives Fisher’s own probability for Darwin’s maize: 1726 of the 32768 ways to sign 15 differences', () => {
    const differences = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];
    const { value, pValue, low, high } = flipDifference(differences.map((difference): Pair => [difference, 0]));
    expect(value).toBeCloseTo(314 / 15, 10);
    // 4095 of the ways are drawn, with the one that was.
    expect(off(pValue * 4096, 4096, 1726 / 32_768)).toBeLessThan(4);
    expect(low).toBeLessThan(1);
    expect(high).toBeGreaterThan(40);
  });

  it('counts all ways where they are few: eight pairs of one sign are as rare as 2 in 256', () => {
    const pairs = [3, 5, 2, 8, 4, 6, 7, 9].map((more): Pair => [10 + more, 10]);
    const { pValue, low, high } = flipDifference(pairs);
    expect(pValue).toBe(2 / 256);
    expect(low).toBeGreaterThan(0);
    expect(high).toBeLessThan(9);
    expect(flipRatio(pairs)!.low).toBeGreaterThan(0);
  });

  it('moves with the outcomes, and shares of the control stay when both are multiplied', () => {
    const outcomes = fc.array(
      fc.tuple(fc.double({ min: 5, max: 50, noNaN: true }), fc.double({ min: 5, max: 50, noNaN: true })),
      { minLength: 6, maxLength: 9 },
    );
    const property = fc.property(outcomes, fc.double({ min: 0.5, max: 20, noNaN: true }), (pairs, factor) => {
      const [base, moved] = [
        flipDifference(pairs),
        flipDifference(pairs.map(([one, other]): Pair => [one + 3, other])),
      ];
      for (const end of ['value', 'low', 'high'] as const) expect(moved[end]).toBeCloseTo(base[end] + 3, 6);
      const scaled = flipRatio(pairs.map(([one, other]): Pair => [one * factor, other * factor]))!;
      expect(scaled.value).toBeCloseTo(flipRatio(pairs)!.value, 6);
      expect(base.low).toBeLessThanOrEqual(base.value);
      expect(base.high).toBeGreaterThanOrEqual(base.value);
    });
    fc.assert(property, { numRuns: 25, seed: 3 });
  });

  it.each([0, 0.2])('holds a planted lift of %d in at least 95 % of trials', (lift) => {
    let [held, relative] = [0, 0];
    const trials = 150;
    for (let seed = 1; seed <= trials; seed++) {
      const { normal, uniform } = chanceOf(seed);
      const pairs = Array.from({ length: 8 }, (_, pair): Pair => {
        const season = 100 + 30 * Math.sin(pair) + 5 * normal();
        const [one, other] = [season + 4 * normal(), season + 4 * normal() + 6];
        return uniform() < 0.5 ? [one + 100 * lift, other] : [other + 100 * lift, one];
      });
      const { low, high } = flipDifference(pairs);
      held += Number(low <= 100 * lift && high >= 100 * lift);
      const ratio = flipRatio(pairs)!;
      relative += Number(ratio.low <= lift && ratio.high >= lift);
    }
    for (const count of [held, relative])
      expect(count).toBeGreaterThan(trials * 0.95 - 4 * Math.sqrt(trials * 0.95 * 0.05));
    expect(held).toBeLessThanOrEqual(trials);
  });
});

describe('treated countries against others', () => {
  /** Sales of a size that follow a season together, and differ by chance. */
  function history(seed: number, count: number, noise: number, lift: number) {
    const { normal } = chanceOf(seed);
    const windows = Array.from({ length: count + 1 }, (_, index) => {
      const season = 1 + 0.5 * Math.sin(index / 2) + index / 20;
      return { treated: 300 * season * Math.exp(noise * normal()), control: 900 * season * Math.exp(noise * normal()) };
    });
    const last = windows.at(-1)!;
    return { before: windows.slice(0, -1), during: { ...last, treated: last.treated * (1 + lift) } };
  }

  it('leave out the season that both have, exactly where there is no noise but a little', () => {
    const { before, during } = history(1, 8, 1e-6, 0.3);
    expect(countryEffect(before, during)!.relative.value).toBeCloseTo(0.3, 4);
  });

  it('give the interval that a new value of the same distribution needs', () => {
    const logs = [0.1, -0.2, 0.05, 0.15, -0.1];
    const before = logs.map((log) => ({ treated: Math.exp(log), control: 1 }));
    const { relative } = countryEffect(before, { treated: Math.exp(0.9), control: 1 })!;
    const variance = logs.reduce((sum, log) => sum + log ** 2, 0) / 4;
    const reach = studentQuantile(0.975, 4) * Math.sqrt(variance * 1.2);
    expect(relative.value).toBeCloseTo(Math.exp(0.9) - 1, 10);
    expect(relative.low).toBeCloseTo(Math.exp(0.9 - reach) - 1, 10);
    expect(relative.high).toBeCloseTo(Math.exp(0.9 + reach) - 1, 10);
  });

  it.each([0, 0.15])('hold a planted lift of %d in 95 % of trials', (lift) => {
    const trials = 1000;
    const held = Array.from({ length: trials }, (_, seed) => {
      const { before, during } = history(seed + 1, 10, 0.06, lift);
      const { low, high } = countryEffect(before, during)!.relative;
      return low <= lift && high >= lift;
    }).filter(Boolean);
    expect(off(held.length, trials, 0.95)).toBeLessThan(4);
  });

  it('say so where they drifted apart before already, and nothing where too little is known', () => {
    const drifting = Array.from({ length: 10 }, (_, index) => ({
      treated: 100 * 1.05 ** index * (1 + 0.01 * Math.sin(index * 7)),
      control: 100,
    }));
    expect(countryEffect(drifting, { treated: 165, control: 100 })!.driftChance).toBeLessThan(0.01);
    const steady = Array.from({ length: 10 }, (_, index) => ({ treated: 100 + 5 * Math.sin(index * 7), control: 100 }));
    expect(countryEffect(steady, { treated: 100, control: 100 })!.driftChance).toBeGreaterThan(0.05);
    expect(countryEffect(drifting.slice(0, 3), drifting[4]!)).toBeNull();
    expect(countryEffect(drifting, { treated: 0, control: 100 })).toBeNull();
  });

  it('find the least effect that they promise to find in four of five trials', () => {
    const trials = 600;
    const found = Array.from({ length: trials }, (_, seed) => {
      const { before, during } = history(seed + 1, 40, 0.05, 0);
      const least = leastCountryEffect(before)!;
      const { low, high } = countryEffect(before, { ...during, treated: during.treated * (1 + least) })!.relative;
      return low > 0 || high < 0;
    }).filter(Boolean);
    expect(found.length / trials).toBeCloseTo(0.8, 1);
  });
});
