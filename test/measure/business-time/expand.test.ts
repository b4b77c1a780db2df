import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expandHours } from '../../../src/measure/business-time/expand.ts';
import type { Opening, Schedule } from '../../../src/model/calendar.ts';
import { countMinutes, zones } from './clock.ts';

const everyDay = (...openings: Opening[]) => Object.fromEntries('1234567'.split('').map((day) => [day, openings]));
const rome = (hours: Schedule['hours'], more: Partial<Schedule> = {}): Schedule => ({
  timeZone: 'Europe/Rome',
  hours,
  holidays: [],
  validFrom: null,
  validTo: null,
  ...more,
});
const hoursIn = (schedules: Schedule[], from: string, to = from) =>
  expandHours(schedules, { from, to })!.open.reduce((sum, [opens, closes]) => sum + (closes - opens) / 3_600_000, 0);
const shown = (schedules: Schedule[], from: string, to = from) =>
  expandHours(schedules, { from, to })!.open.map((stretch) =>
    stretch.map((at) => new Date(at).toISOString().slice(0, 16)),
  );

describe('opening hours', () => {
  it('follow the clock on the wall when it is changed', () => {
    const always = rome(everyDay(['00:00', '24:00']));
    expect(hoursIn([always], '2025-03-30')).toBe(23);
    expect(hoursIn([always], '2025-10-26')).toBe(25);
    const office = rome(everyDay(['09:00', '17:00']));
    expect(shown([office], '2025-03-29', '2025-03-30')).toEqual([
      ['2025-03-29T08:00', '2025-03-29T16:00'],
      ['2025-03-30T07:00', '2025-03-30T15:00'],
    ]);
    expect(shown([rome(everyDay(['02:30', '06:00']))], '2025-03-30')).toEqual([
      ['2025-03-30T01:00', '2025-03-30T04:00'],
    ]);
    expect(hoursIn([rome(everyDay(['02:00', '03:00']))], '2025-10-26')).toBe(2);
  });

  it('are one stretch where they never end', () => {
    expect(
      expandHours([rome(everyDay(['00:00', '24:00']))], { from: '2020-01-01', to: '2029-12-31' })!.open,
    ).toHaveLength(1);
  });

  it('run past midnight into the next day, also into the first that is told of', () => {
    const night = rome({ 5: [['22:00', '02:00']] });
    expect(shown([night], '2025-01-10', '2025-01-11')).toEqual([['2025-01-10T21:00', '2025-01-11T01:00']]);
    expect(shown([night], '2025-01-11')).toEqual([['2025-01-10T23:00', '2025-01-11T01:00']]);
    expect(shown([{ ...night, holidays: ['2025-01-11'] }], '2025-01-10', '2025-01-11')).toEqual([
      ['2025-01-10T21:00', '2025-01-10T23:00'],
    ]);
    expect(hoursIn([{ ...night, holidays: ['2025-01-10'] }], '2025-01-10', '2025-01-11')).toBe(0);
  });

  it('are those of the schedule that began last, closed between two, and unknown beyond them', () => {
    const early = rome(everyDay(['09:00', '10:00']), { validTo: '2025-01-03' });
    const late = rome(everyDay(['09:00', '17:00']), { validFrom: '2025-01-06', validTo: '2025-01-07' });
    expect(hoursIn([early, late], '2025-01-01', '2025-01-31')).toBe(3 + 2 * 8);
    const { known } = expandHours([early, late], { from: '2025-01-01', to: '2025-01-31' })!;
    expect(known.map((at) => new Date(at).toISOString())).toEqual([
      '2024-12-31T23:00:00.000Z',
      '2025-01-07T23:00:00.000Z',
    ]);
    const overlapping = { ...late, validFrom: '2025-01-02' };
    expect(hoursIn([overlapping, early], '2025-01-01', '2025-01-07')).toBe(1 + 6 * 8);
    expect(expandHours([early], { from: '2025-02-01', to: '2025-02-02' })).toBeNull();
    expect(expandHours([], { from: '2025-02-01', to: '2025-02-02' })).toBeNull();
  });
});

const time = fc.integer({ min: 0, max: 95 }).map((quarter) => {
  const minutes = quarter * 15;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
});
const opening = fc.tuple(time, time).filter(([from, to]) => from !== to);
const days = fc
  .integer({ min: 0, max: 9 })
  .map((more) => new Date(Date.UTC(2025, 2, 24 + more)).toISOString().slice(0, 10));
const schedule: fc.Arbitrary<Schedule> = fc.record({
  timeZone: fc.constantFrom(...zones),
  hours: fc.dictionary(fc.constantFrom(...'1234567'), fc.array(opening, { maxLength: 3 })),
  holidays: fc.array(days, { maxLength: 3 }),
  validFrom: fc.option(days),
  validTo: fc.constant(null),
});
const asked = { from: '2025-03-24', to: '2025-04-02' };

describe('opening hours of any calendar', () => {
  it('have as many minutes as the clock on the wall counts', () => {
    fc.assert(
      fc.property(
        fc.array(schedule, { minLength: 1, maxLength: 2 }),
        fc.integer({ min: 0, max: 6000 }),
        (schedules, minute) => {
          const expanded = expandHours(schedules, asked)!;
          const from = Math.max(expanded.known[0], Date.UTC(2025, 2, 26) + minute * 60_000);
          const to = Math.min(expanded.known[1], from + 3 * 86_400_000);
          const within = expanded.open.map(([opens, closes]) =>
            Math.max(0, Math.min(closes, to) - Math.max(opens, from)),
          );
          expect(within.reduce((sum, each) => sum + each, 0) / 60_000).toBe(countMinutes(schedules, from, to));
        },
      ),
      { numRuns: 60, seed: 1 },
    );
  });

  it('are never more for a day that is closed as well', () => {
    fc.assert(
      fc.property(schedule, days, (calendar, closed) => {
        const before = hoursIn([calendar], asked.from, asked.to);
        const { holidays } = calendar;
        expect(hoursIn([{ ...calendar, holidays: [...holidays, closed] }], asked.from, asked.to)).toBeLessThanOrEqual(
          before,
        );
      }),
      { seed: 2 },
    );
  });
});
