import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extremeDeviates, outliers } from '../../../src/measure/alerts/esd.ts';
import { median, midTail, normalScore, usualDistance } from '../../../src/measure/alerts/math.ts';
import { normalQuantile } from '../../../src/measure/student.ts';

/** Rosner's data as in the NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.17.3 (public domain). */
const rosner = [
  -0.25, 0.68, 0.94, 1.15, 1.2, 1.26, 1.26, 1.34, 1.38, 1.43, 1.49, 1.49, 1.55, 1.56, 1.58, 1.65, 1.69, 1.7, 1.76, 1.77,
  1.81, 1.91, 1.94, 1.96, 1.99, 2.06, 2.09, 2.1, 2.14, 2.15, 2.23, 2.24, 2.26, 2.35, 2.37, 2.4, 2.47, 2.54, 2.62, 2.64,
  2.9, 2.92, 2.92, 2.93, 3.21, 3.26, 3.3, 3.59, 3.68, 4.3, 4.64, 5.34, 5.42, 6.01,
];

describe('the generalised ESD test', () => {
  it('finds the three outliers in Rosner’s data, with the numbers that NIST prints', () => {
    const steps = extremeDeviates(rosner, 10, 0.05);
    const printed = [
      [3.118, 3.158],
      [2.942, 3.151],
      [3.179, 3.143],
      [2.81, 3.136],
      [2.815, 3.128],
      [2.848, 3.12],
      [2.279, 3.111],
      [2.31, 3.103],
      [2.101, 3.094],
      [2.067, 3.085],
    ];
    // Some of them are cut off, not rounded.
    steps.forEach(({ distance, critical }, index) => {
      expect(Math.abs(distance - printed[index]![0]!)).toBeLessThan(0.001);
      expect(Math.abs(critical - printed[index]![1]!)).toBeLessThan(0.001);
    });
    expect(outliers(steps).map(({ index }) => rosner[index])).toEqual([6.01, 5.42, 5.34]);
  });

  it('finds nothing where nothing varies, or too little is there', () => {
    expect(extremeDeviates([1, 1, 1, 1], 2, 0.05)).toEqual([]);
    expect(extremeDeviates([1, 2], 2, 0.05)).toEqual([]);
  });
});

describe('what the alarms are made of', () => {
  it('is the middle, and a distance that outliers do not move', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(usualDistance([-1, 1, -1, 1, 1000])).toBeCloseTo(1.4826, 10);
    expect(usualDistance([0, 0, 0, 4])).toBeCloseTo(Math.sqrt(Math.PI / 2), 10);
  });

  it('is a normal score as Student’s t of many degrees of freedom has it', () => {
    for (const tail of [0.5, 0.3, 0.1, 0.03, 0.02, 1e-3, 1e-6, 1e-9]) {
      expect(normalScore(1 - tail)).toBeCloseTo(normalQuantile(1 - tail), 3);
      expect(normalScore(tail)).toBeCloseTo(-normalScore(1 - tail), 6);
    }
  });

  it('is a tail that adds up what is less, and half of what is the same', () => {
    // 0 of 2 and 1 of 2 at a chance of one half: 1/4 and 1/2.
    expect(midTail(0, 2, 0.5)).toBeCloseTo(0.125, 12);
    expect(midTail(1, 2, 0.5)).toBeCloseTo(0.5, 12);
    expect(midTail(2, 2, 0.5)).toBeCloseTo(0.875, 12);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (total, share) => {
          const tails = Array.from({ length: total + 1 }, (_, part) => midTail(part, total, share));
          // The mean of mid-P values is one half, whatever the chance.
          let log = total * Math.log1p(-share);
          let mean = 0;
          tails.forEach((tail, part) => {
            mean += Math.exp(log) * tail;
            log += Math.log((total - part) / (part + 1)) + Math.log(share / (1 - share));
          });
          expect(mean).toBeCloseTo(0.5, 8);
          expect(tails).toEqual(tails.toSorted((one, other) => one - other));
        },
      ),
      { seed: 1 },
    );
  });
});
