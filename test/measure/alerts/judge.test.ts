import { describe, expect, it } from 'vitest';
import type { Course, CourseUnit } from '../../../src/measure/alerts/course.ts';
import { crossings, falseAlarms, unusualUnits } from '../../../src/measure/alerts/judge.ts';
import { addDays } from '../../../src/measure/period.ts';
import { Random } from '../../../connectors/demo/world/random.ts';

const first = '2024-01-01';
const holidays = ['2024-05-01', '2024-06-15'];
const weekday = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay();
const unit = (day: string, value: number | null, more: Partial<CourseUnit> = {}): CourseUnit => ({
  days: { from: day, to: day },
  settled: true,
  value,
  exact: value === null ? null : String(value),
  total: null,
  status: null,
  target: null,
  low: null,
  high: null,
  ...more,
});
const course = (units: CourseUnit[]): Course => ({
  subject: 'METRIC',
  key: 'x',
  name: 'X',
  grain: 'DAY',
  moreIsBetter: true,
  unit: 'COUNT',
  currency: null,
  units,
  provenance: () => Promise.reject(new Error('nobody asks')),
});
const days = (count: number) => Array.from({ length: count }, (_, index) => addDays(first, index));

/** Sales that are low on Mondays and high on Saturdays, nothing on Sundays and holidays. */
function sales(seed: number, count: number, change: (day: string) => number = () => 1): Course {
  const random = new Random(seed, 'alerts', 0);
  const pattern = [0, 40, 60, 60, 70, 90, 120];
  return course(
    days(count).map((day) => {
      const mean = holidays.includes(day) ? 0 : pattern[weekday(day)]! * change(day);
      const orders = Array.from({ length: 400 }).filter(() => random.chance(mean / 400)).length;
      return unit(
        day,
        Array.from({ length: orders }, () => random.gamma(4) * 12).reduce((sum, each) => sum + each, 0),
      );
    }),
  );
}

/** Shares of promises kept: few on most days, none on Sundays; worse on Mondays. */
function shares(seed: number, count: number, change: (day: string) => number = () => 1): Course {
  const random = new Random(seed, 'alerts', 1);
  return course(
    days(count).map((day) => {
      const total = weekday(day) === 0 ? 0 : random.whole(4, 30);
      const share = (weekday(day) === 1 ? 0.8 : 0.92) * change(day);
      const kept = Array.from({ length: total }).filter(() => random.chance(share)).length;
      return unit(day, total === 0 ? null : kept / total, { total });
    }),
  );
}

const unusual = (series: Course, since: string, closed = holidays, on: string | null = null, quietDays = 0) =>
  unusualUnits(series, since, new Set(closed), { on, quietDays });
const second = addDays(first, 182);

describe('what is unusual', () => {
  it.each([
    ['sales', sales],
    ['shares', shares],
  ])('is found in %s where nothing is in about as many half years as is said', (_, make) => {
    const seeds = 40;
    const alarms = Array.from({ length: seeds }, (_each, seed) => unusual(make(seed, 364), second).length);
    const rate = alarms.reduce((sum, each) => sum + each, 0) / seeds;
    // Half a year of days, each the last of its own half year: so many alarms are expected, give or take three errors.
    expect(Math.abs(rate - falseAlarms)).toBeLessThan(3 * Math.sqrt(falseAlarms / seeds));
  });

  it('is a day of little in what is otherwise as always, and by how much', () => {
    const bad = addDays(first, 298);
    for (const [seed, make] of [sales, shares, sales, shares].entries()) {
      const found = unusual(
        make(seed, 320, (day) => (day === bad ? 0.3 : 1)),
        addDays(bad, -7),
      );
      expect(found.map(({ unit: { days: at } }) => at.from)).toEqual([bad]);
      expect(found[0]!.more).toBe(false);
      expect(found[0]!.distance).toBeGreaterThan(found[0]!.critical);
      expect(found[0]!.usual).toBeGreaterThan(found[0]!.unit.value! * 1.5);
      expect(found[0]!.compared).toBeGreaterThan(140);
    }
  });

  it('is not a holiday, nor a weekday on which it is always closed, nor a day that is not over', () => {
    const series = sales(5, 300);
    const at = (day: string) => series.units.find(({ days: { from } }) => from === day)!;
    const more = [...days(300)].find((day) => day > second && weekday(day) === 3)!;
    Object.assign(at(more), { value: 0 });
    expect(unusual(series, second).map(({ unit: { days: d } }) => d.from)).toEqual([more]);
    expect(unusual(series, second, [...holidays, more])).toEqual([]);
    Object.assign(at(more), { settled: false });
    expect(unusual(series, second)).toEqual([]);
  });

  it('is not told of again for the quiet days', () => {
    const [bad, worse] = [addDays(first, 298), addDays(first, 303)];
    const series = sales(1, 320, (day) => (day === bad || day === worse ? 0.2 : 1));
    const told = (on: string | null, quiet: number) =>
      unusual(series, addDays(bad, -7), holidays, on, quiet).map(({ unit: { days: at } }) => at.from);
    expect(told(null, 5)).toEqual([bad, worse]);
    expect(told(null, 6)).toEqual([bad]);
    expect(told(addDays(bad, -1), 6)).toEqual([worse]);
  });

  it('cannot be told of too few, nor of what never changes', () => {
    expect(unusual(course(days(14).map((day, index) => unit(day, index === 13 ? 1000 : 10))), first)).toEqual([]);
    expect(unusual(course(days(60).map((day) => unit(day, 5))), first)).toEqual([]);
    const kept = days(60).map((day) => unit(day, 1, { total: 3 }));
    expect(unusual(course(kept), first)).toEqual([]);
    // One failure among so many is no more than chance, though nothing else varies.
    Object.assign(kept[50]!, { value: 2 / 3 });
    expect(unusual(course(kept), first)).toEqual([]);
  });
});

describe('a target', () => {
  const statuses = (...all: (CourseUnit['status'] | 'LATER')[]) =>
    course(
      all.map((status, index) =>
        unit(
          addDays(first, index),
          0.5,
          status === 'LATER' ? { settled: false, ...sides, status: 'MISSED' } : { ...sides, status },
        ),
      ),
    );
  const sides = { target: '0.9', low: '0.6', high: '0.8' };
  const crossed = (series: Course, since = first, wasMissed: boolean | null = null, on: string | null = null) =>
    crossings(series, since, { on, missed: wasMissed, quietDays: 5 }).map(({ unit: { days: at }, missed }) => [
      at.from,
      missed,
    ]);

  it('is crossed where it is missed after it was met, and met after it was missed; being near it is neither', () => {
    const series = statuses('MET', 'NEAR', 'MISSED', 'MISSED', 'NEAR', null, 'MISSED', 'MET', 'NEAR', 'MET');
    expect(crossed(series)).toEqual([
      ['2024-01-03', true],
      ['2024-01-08', false],
    ]);
  });

  it('is not missed where chance may have done it', () => {
    const byChance = statuses('MET', 'MISSED', 'MISSED');
    Object.assign(byChance.units[1]!, { high: '0.91' });
    expect(crossed(byChance)).toEqual([['2024-01-03', true]]);
    expect(crossed({ ...byChance, moreIsBetter: false })).toEqual([]);
  });

  it('is compared with what was told last, or else with how it stood before', () => {
    expect(crossed(statuses('MISSED', 'MISSED'))).toEqual([]);
    expect(crossed(statuses('MISSED', 'MISSED'), first, false)).toEqual([['2024-01-01', true]]);
    expect(crossed(statuses('MET', 'MISSED', 'MISSED'), '2024-01-03', true)).toEqual([]);
    expect(crossed(statuses('MET', 'MISSED', 'MISSED'), '2024-01-03')).toEqual([]);
    expect(crossed(statuses('MET', 'LATER'))).toEqual([]);
  });

  it('is not told of again for the quiet days, and then as it stands', () => {
    const missed = statuses('MISSED', 'MET', 'MET', 'MISSED', 'MET', 'MET', 'MET', 'MET');
    expect(crossed(missed, first, false)).toEqual([
      ['2024-01-01', true],
      ['2024-01-06', false],
    ]);
    expect(crossed(missed, first, false, '2023-12-30')).toEqual([['2024-01-04', true]]);
  });
});
