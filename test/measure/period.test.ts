import { describe, expect, it } from 'vitest';
import { buckets, durationDays, previousPeriod, resolvePeriod } from '../../src/measure/period.ts';

describe('a period', () => {
  it('ends on the as-of day when it is a length', () => {
    expect(resolvePeriod({ last: 'P1D' }, '2024-03-10')).toEqual({ from: '2024-03-10', to: '2024-03-10' });
    expect(resolvePeriod({ last: 'P365D' }, '2024-12-31')).toEqual({ from: '2024-01-02', to: '2024-12-31' });
    expect(resolvePeriod({ last: 'P12M' }, '2024-06-30')).toEqual({ from: '2023-07-01', to: '2024-06-30' });
  });

  it.each([
    [{ last: 'P0D' }, 'period.last'],
    [{ last: 'PT24H' }, 'period.last'],
    [{ last: 'a year' }, 'period.last'],
    [{ between: { from: '2024-02-30', to: '2024-03-01' } }, 'period.between.from'],
    [{ between: { from: '2024-03-02', to: '2024-03-01' } }, 'ends (2024-03-01) before it starts (2024-03-02)'],
  ])('%o is refused with its place', (input, place) => {
    expect(() => resolvePeriod(input, '2024-03-10')).toThrow(place);
  });

  it('counts the days of a length back from a day', () => {
    expect(durationDays('P0D', '2024-03-10', 'horizon')).toBe(0);
    expect(durationDays('P1Y', '2024-03-10', 'horizon')).toBe(366);
  });
});

describe('the period before', () => {
  it.each([
    ['2024-03-01', '2024-03-31', '2024-12-31', '2024-02-01', '2024-02-29'],
    ['2024-01-01', '2024-12-31', '2025-12-31', '2023-01-01', '2023-12-31'],
    ['2024-03-05', '2024-03-11', '2024-12-31', '2024-02-27', '2024-03-04'],
    ['2024-03-01', '2024-03-31', '2024-03-10', '2024-02-01', '2024-02-10'],
    ['2024-03-01', '2024-03-31', '2024-03-30', '2024-02-01', '2024-02-29'],
  ])('of %s to %s as of %s is %s to %s', (from, to, asOf, start, end) => {
    expect(previousPeriod({ from, to }, asOf)).toEqual({ from: start, to: end });
  });
});

describe('buckets', () => {
  it('are ISO weeks, whole or cut by the period and the present', () => {
    expect(buckets({ from: '2024-12-25', to: '2025-01-15' }, 'WEEK', '2025-01-06')).toEqual([
      { start: '2024-12-23', days: { from: '2024-12-25', to: '2024-12-29' }, complete: false },
      { start: '2024-12-30', days: { from: '2024-12-30', to: '2025-01-05' }, complete: true },
      { start: '2025-01-06', days: { from: '2025-01-06', to: '2025-01-12' }, complete: false },
      { start: '2025-01-13', days: { from: '2025-01-13', to: '2025-01-15' }, complete: false },
    ]);
  });

  it('cover every day once', () => {
    for (const grain of ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'] as const) {
      const found = buckets({ from: '2023-11-15', to: '2025-02-03' }, grain, '2025-02-03');
      const days = found.map((bucket) => buckets(bucket.days, 'DAY', '2025-02-03').length);
      expect(days.reduce((sum, count) => sum + count)).toBe(447);
    }
  });

  it('are not more than a chart can show', () => {
    expect(() => buckets({ from: '1990-01-01', to: '2024-01-01' }, 'DAY', '2024-01-01')).toThrow(
      'more than 1500 points',
    );
  });
});
