import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { afterBusinessMinutes, type Calendar, calendarsOf } from '../../../connectors/demo/world/business-hours.ts';
import { spanUntil } from '../../../connectors/demo/world/clock.ts';
import { openSeconds, openUntil } from '../../../src/measure/business-time.ts';
import { OwnCalendar, type Schedule } from '../../../src/model/calendar.ts';
import { BusinessCalendar } from '../../../src/model/support.ts';
import { upsert } from '../../../src/store/upsert.ts';
import { Shop } from '../shop.ts';
import { countMinutes } from './clock.ts';

const shop = await Shop.open({ timeZone: 'Europe/Rome' });
const { workspaceId } = shop;
afterAll(() => shop.store.close());

const weekdays = (...hours: [string, string][]) => Object.fromEntries('12345'.split('').map((day) => [day, hours]));
const office: Schedule = {
  timeZone: 'Europe/Rome',
  hours: weekdays(['09:00', '13:00'], ['14:00', '18:00']),
  holidays: ['2025-04-25', '2025-05-01'],
  validFrom: null,
  validTo: '2025-06-30',
};
const night: Schedule = {
  timeZone: 'America/New_York',
  hours: { ...weekdays(['18:00', '02:30']), 6: [['00:00', '24:00']] },
  holidays: ['2025-07-04'],
  validFrom: '2025-07-01',
  validTo: null,
};
const desk = [office, night];

interface Asked {
  from: string;
  to?: string;
  seconds?: number;
}
/** Open seconds to `to`, and the instant after `seconds`, of each pair. */
async function measured(asked: readonly Asked[], calendar = 'Desk') {
  const pair = sql`select n, f.at as from_at, t.at as to_at, s as seconds from unnest(
    ${asked.map(({ from }) => from)}::timestamptz[], ${asked.map(({ to, from }) => to ?? from)}::timestamptz[],
    ${asked.map(({ seconds }) => seconds ?? 0)}::float8[]) with ordinality as each (f, t, s, n),
    lateral (select f as at) f, lateral (select t as at) t`;
  const { rows } = await sql<{ open: number | null; until: Date | null }>`
    select ${openSeconds(workspaceId, calendar, sql`p.from_at`, sql`p.to_at`)} as open,
      ${openUntil(workspaceId, calendar, sql`p.from_at`, sql`p.seconds`)} as until
    from (${pair}) p order by n`.execute(shop.store.em().getKysely());
  return rows.map(({ open, until }) => ({ open, until: until?.toISOString() ?? null }));
}
const open = async (from: string, to: string) => (await measured([{ from, to }]))[0]!.open;
const until = async (from: string, seconds: number) => (await measured([{ from, seconds }]))[0]!.until;

beforeAll(async () => {
  await shop.dataThrough('2025-12-31T12:00:00Z');
  await shop.addOrders([{ key: 'first', at: '2025-01-15T12:00:00Z' }]);
  await shop.write(
    BusinessCalendar,
    desk.map((schedule, index) => ({
      workspaceId,
      id: shop.id('calendar', `${index}`),
      name: 'Desk',
      ...schedule,
      ...shop.lineage('calendar', `${index}`),
    })),
  );
  await shop.refresh();
});

describe('business time', () => {
  it('counts the hours of a day once, from whatever is open to whatever is open', async () => {
    expect(await open('2025-03-03T08:00:00Z', '2025-03-03T17:00:00Z')).toBe(8 * 3600);
    expect(await open('2025-03-03T10:30:00Z', '2025-03-03T10:30:01.25Z')).toBe(1.25);
    expect(await open('2025-03-03T10:30:00Z', '2025-03-03T10:30:00Z')).toBe(0);
    expect(await open('2025-03-03T17:00:00Z', '2025-03-03T08:00:00Z')).toBe(-8 * 3600);
  });

  it('does not count nights, week-ends and holidays, whenever the request came', async () => {
    expect(await open('2025-03-07T20:00:00Z', '2025-03-10T08:00:00Z')).toBe(0);
    expect(await open('2025-04-24T12:00:00Z', '2025-04-28T07:00:00Z')).toBe(4 * 3600);
  });

  it('keeps the hours on the wall over the changes of the clock', async () => {
    expect(await open('2025-03-28T16:00:00Z', '2025-03-31T08:00:00Z')).toBe(2 * 3600);
    // In New York the clock is set back on Sunday, November 2, when Saturday's hours are over.
    expect(await open('2025-11-01T04:00:00Z', '2025-11-03T23:00:00Z')).toBe((24 + 2.5 - 2.5) * 3600);
  });

  it('adds up over a change of schedules, each by its own clock', async () => {
    // Monday 12:00 to 18:00 in Rome without the break, then Tuesday 18:00 to 20:00 in New York.
    expect(await open('2025-06-30T10:00:00Z', '2025-07-02T00:00:00Z')).toBe((5 + 2) * 3600);
  });

  it('ends a limit with the last second of a day, not with the first of the next', async () => {
    expect(await until('2025-03-03T08:00:00Z', 8 * 3600)).toBe('2025-03-03T17:00:00.000Z');
    expect(await until('2025-03-03T08:00:00Z', 8 * 3600 + 1)).toBe('2025-03-04T08:00:01.000Z');
    expect(await until('2025-03-01T12:00:00Z', 3600)).toBe('2025-03-03T09:00:00.000Z');
    expect(await until('2025-03-01T12:00:00Z', 0)).toBe('2025-03-01T12:00:00.000Z');
    expect(await until('2025-03-01T12:00:00Z', -1)).toBeNull();
  });

  it('knows nothing of what lies outside of the data, nor of a calendar that does not exist', async () => {
    expect(await open('2024-12-31T22:00:00Z', '2025-01-02T12:00:00Z')).toBeNull();
    expect(await open('2025-01-02T12:00:00Z', '2028-01-02T12:00:00Z')).toBeNull();
    expect(await until('2027-12-30T12:00:00Z', 30 * 86_400)).toBeNull();
    const [nothing] = await measured(
      [{ from: '2025-03-03T08:00:00Z', to: '2025-03-03T17:00:00Z', seconds: 60 }],
      'Shop',
    );
    expect(nothing).toEqual({ open: null, until: null });
  });

  it('agrees with minutes counted one by one, adds up over a split, and undoes itself', async () => {
    const minute = 60_000;
    const first = Date.parse('2025-03-20T00:00:00Z');
    const spot = fc.record({
      start: fc.nat(120 * 1440),
      length: fc.nat(2 * 1440),
      split: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(spot, { minLength: 10, maxLength: 10 }), async (spots) => {
        const at = spots.map(({ start, length, split }) => {
          const [from, middle, to] = [0, Math.floor(length * split), length].map(
            (more) => first + (start + more) * minute,
          );
          return { from: from!, middle: middle!, to: to! };
        });
        const iso = (instant: number) => new Date(instant).toISOString();
        const whole = await measured(at.map(({ from, to }) => ({ from: iso(from), to: iso(to) })));
        const before = await measured(at.map(({ from, middle }) => ({ from: iso(from), to: iso(middle) })));
        const after = await measured(at.map(({ middle, to }) => ({ from: iso(middle), to: iso(to) })));
        const back = await measured(at.map(({ from }, index) => ({ from: iso(from), seconds: whole[index]!.open! })));
        at.forEach(({ from, to }, index) => {
          expect(whole[index]!.open).toBe(countMinutes(desk, from, to) * 60);
          expect(before[index]!.open! + after[index]!.open!).toBe(whole[index]!.open);
          expect(Date.parse(back[index]!.until!)).toBeLessThanOrEqual(to);
          expect(countMinutes(desk, Date.parse(back[index]!.until!), to)).toBe(0);
        });
      }),
      { numRuns: 8, seed: 1 },
    );
  });
});

describe('the calendars of the demo business', () => {
  const span = spanUntil('2025-12-31');
  const minutes = [1, 235, 240, 245, 1200, 2595];

  it('reach so many minutes when the business that was simulated says, as long as it lives', async () => {
    await upsert(shop.store.em(), OwnCalendar, [
      { workspaceId, name: 'Helpdesk', schedules: schedulesOf(calendarsOf(span)), updatedAt: new Date() },
    ]);
    await shop.addOrders([{ key: 'of the first day', at: new Date(span.start).toISOString() }]);
    await shop.refresh();
    const length = span.end - span.start;
    // Spread by the golden ratio over all days and hours.
    const at = Array.from({ length: 600 }, (_, index) => span.start + Math.floor(((index * 0.618034) % 1) * length));
    const asked = at.map((from, index) => ({ from, minutes: minutes[index % minutes.length]! }));
    const found = await measured(
      asked.map((each) => ({ from: new Date(each.from).toISOString(), seconds: each.minutes * 60 })),
      'Helpdesk',
    );
    const expected = asked.map((each) => afterBusinessMinutes(span, each.from, each.minutes));
    const compared = found.filter((_, index) => expected[index]! < span.end);
    expect(compared.length).toBeGreaterThan(590);
    expect(compared.map(({ until: reached }) => Date.parse(reached!))).toEqual(
      expected.filter((reached) => reached < span.end),
    );
  });
});

const schedulesOf = (all: Calendar[]): Schedule[] =>
  all.map(({ hours, holidays, validFrom, validTo }) => ({
    timeZone: 'Europe/Rome',
    hours,
    holidays,
    validFrom,
    validTo,
  }));

describe('hours worked out', () => {
  const lines = () => shop.rows('open_hours');

  it('are written anew only where a calendar or the stretch of the data has changed', async () => {
    const version = async () => (await shop.context()).version;
    const [before, counted] = [await lines(), await version()];
    await shop.refresh();
    expect(await version()).toBe(counted);
    await shop.dataThrough('2026-02-01T12:00:00Z');
    await shop.refresh();
    expect(await lines()).not.toEqual(before);
    expect(await version()).not.toBe(counted);
  });

  it('are those of a calendar of the workspace’s own where it has one of the name, and of one source where two have', async () => {
    await shop.addSource('phone');
    await shop.write(BusinessCalendar, [
      {
        workspaceId,
        id: shop.id('calendar', 'p', 'phone'),
        name: 'Desk',
        ...office,
        ...shop.lineage('calendar', 'p', 'phone'),
      },
    ]);
    await shop.refresh();
    expect((await lines()).map((row) => row.split(',')[1])).toEqual(['"Desk (phone)"', '"Desk (shop)"', 'Helpdesk']);
    await upsert(shop.store.em(), OwnCalendar, [
      {
        workspaceId,
        name: 'Desk',
        schedules: [{ ...office, validTo: null, hours: weekdays(['09:00', '10:00']) }],
        updatedAt: new Date(),
      },
    ]);
    await shop.refresh();
    expect(await lines()).toHaveLength(4);
    expect(await open('2025-03-03T00:00:00Z', '2025-03-04T00:00:00Z')).toBe(3600);
  });
});
