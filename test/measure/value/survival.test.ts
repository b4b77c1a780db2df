import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Duration, survivalAt, survivalCurve, timeUntil } from '../../../src/measure/survival.ts';

const folder = join(import.meta.dirname, '../../../../shared/data');

/** A CSV file's rows as numbers; text is NaN. */
const rows = (file: string): number[][] =>
  readFileSync(join(folder, file), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.split(',').map(Number));

describe.skipIf(!existsSync(folder))('as R’s survival package has it (skipped without ../shared)', () => {
  const curveOf = (input: string) => {
    const header = readFileSync(join(folder, input), 'utf8').split('\n')[0]!.replaceAll('"', '').split(',');
    const [time, event] = [header.indexOf('time'), Math.max(header.indexOf('status'), header.indexOf('event'))];
    // In `lung` 2 is a death and 1 is none.
    const seen = header.includes('status') ? 2 : 1;
    return survivalCurve(rows(input).map((row) => ({ time: row[time]!, ended: row[event] === seen })));
  };
  const lung = 'survival/lung.csv';
  const secondPurchase = 'reference/km_cdnow_second_purchase_input.csv';

  it.each([
    ['km_lung', lung],
    ['km_cdnow_second_purchase', secondPurchase],
  ])('%s', (reference, input) => {
    const curve = curveOf(input);
    const expected = rows(`reference/${reference}.csv`);
    expect(curve).toHaveLength(expected.length);
    for (const [i, [at, atRisk, events, censored, survival, error, low, high]] of expected.entries()) {
      const step = curve[i]!;
      expect([step.time, step.atRisk, step.events, step.censored]).toEqual([at, atRisk, events, censored]);
      for (const [found, wanted] of [
        [step.survival, survival],
        [step.error, error],
        [step.low, low],
        [step.high, high],
      ])
        expect(Math.abs(found! - wanted!)).toBeLessThan(1e-9);
    }
  });

  it('tells by when half has ended, and which share lasts', () => {
    expect(timeUntil(curveOf(lung), 0.5)).toBe(310);
    const curve = curveOf(secondPurchase);
    expect([30, 90, 365].map((day) => survivalAt(curve, day).toFixed(3))).toEqual(['0.826', '0.709', '0.544']);
    expect(timeUntil(curve, 0.99)).toBeNull();
  });
});

const durations = fc.array(
  fc.record({ time: fc.integer({ min: 1, max: 50 }), ended: fc.boolean(), count: fc.integer({ min: 1, max: 4 }) }),
  { minLength: 1, maxLength: 60 },
);

it('falls from one, does not depend on the order, and counts like rows do', () => {
  fc.assert(
    fc.property(durations, (some: Duration[]) => {
      const curve = survivalCurve(some);
      expect(curve.every((step, i) => step.survival <= (curve[i - 1]?.survival ?? 1))).toBe(true);
      const unpacked = some
        .toReversed()
        .flatMap(({ time, ended, count = 1 }) => Array.from({ length: count }, () => ({ time, ended })));
      expect(survivalCurve(unpacked)).toEqual(curve);
    }),
  );
});

it('is the plain share of those who last where every end was seen', () => {
  fc.assert(
    fc.property(durations, (some) => {
      const each = some.flatMap(({ time, count }) => Array.from({ length: count }, () => ({ time, ended: true })));
      for (const { time, survival } of survivalCurve(each))
        expect(survival).toBeCloseTo(each.filter((one) => one.time > time).length / each.length, 12);
    }),
  );
});
