import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { activeSeconds, activeUntil, type TicketClock } from '../../../src/measure/ticket-time.ts';
import type { Schedule } from '../../../src/model/calendar.ts';
import { BusinessCalendar, Ticket, TicketEvent } from '../../../src/model/support.ts';
import { Shop } from '../shop.ts';
import { isOpenAt } from './clock.ts';

const shop = await Shop.open();
const { workspaceId } = shop;
afterAll(() => shop.store.close());

const week = (weekdays: string, ...hours: [string, string][]): Schedule => ({
  timeZone: 'UTC',
  hours: Object.fromEntries(weekdays.split('').map((day) => [day, hours])),
  holidays: [],
  validFrom: null,
  validTo: null,
});
/**
 * As in the worked example of fivetran/dbt_zendesk, DECISIONLOG.md at d4a8aa3: minutes of a week that begins on Sunday, in
 * UTC. Chicago is open 720-1560, 2160-3000 …, San Francisco 2340-2910, 3780-4350 ….
 */
const calendars: Record<string, Schedule> = {
  Chicago: week('1234567', ['12:00', '02:00']),
  'San Francisco': week('12345', ['15:00', '00:30']),
  Office: { ...week('12345', ['09:00', '17:00']), timeZone: 'Europe/Rome', holidays: ['2020-10-12'] },
};

/** The instant that the example calls so many minutes of the week. */
const weekMinute = (minute: number) => new Date(Date.UTC(2020, 8, 27) + Math.round(minute * 60_000)).toISOString();
const opened = '2020-09-29T17:01:38Z';
type Event = [at: string, kind: string, value: string];
const tickets: Record<string, Event[]> = {
  941606: [['2020-09-30T19:01:25Z', 'SCHEDULE', 'San Francisco']],
  'as in the example': [[weekMinute(5461.25), 'SCHEDULE', 'San Francisco']],
  plain: [],
  astray: [['2020-09-30T07:30:00Z', 'SCHEDULE', 'Nowhere']],
  waiting: [
    ['2020-09-29T18:00:00Z', 'STATUS', 'PENDING'],
    ['2020-09-30T08:00:00Z', 'STATUS', 'OPEN'],
    ['2020-09-30T09:00:00Z', 'STATUS', 'HOLD'],
  ],
};

async function addTickets(all: Record<string, Event[]>): Promise<void> {
  const ticketId = (key: string) => shop.id('ticket', key);
  await shop.write(
    Ticket,
    Object.keys(all).map((key) => ({
      workspaceId,
      id: ticketId(key),
      status: 'OPEN',
      openedAt: new Date(opened),
      ...shop.lineage('ticket', key),
    })),
  );
  await shop.write(
    TicketEvent,
    Object.entries(all).flatMap(([key, events]) =>
      events.map(([at, kind, value], index) => ({
        workspaceId,
        id: shop.id('ticketEvent', `${key}-${index}`),
        ticketId: ticketId(key),
        at: new Date(at),
        kind,
        actor: 'SYSTEM',
        public: false,
        value,
        ...shop.lineage('ticketEvent', `${key}-${index}`),
      })),
    ),
  );
}

beforeAll(async () => {
  await shop.dataThrough('2020-12-31T12:00:00Z');
  await shop.write(
    BusinessCalendar,
    Object.entries(calendars).map(([name, schedule]) => ({
      workspaceId,
      id: shop.id('calendar', name),
      name,
      ...schedule,
      ...shop.lineage('calendar', name),
    })),
  );
  await addTickets(tickets);
  await shop.refresh();
});

type Choice = Omit<TicketClock, 'workspaceId' | 'ticketId'>;
interface Clocked {
  seconds: number | null;
  until: Date | number | null;
}
async function clocked(key: string, choice: Choice, to: string, seconds = 0, from = opened): Promise<Clocked> {
  const clock = { workspaceId, ticketId: sql`t.id`, ...choice };
  const { rows } = await sql<Clocked>`
    select ${activeSeconds(clock, sql`a.start`, sql`a.stop`)} as seconds,
      ${activeUntil(clock, sql`a.start`, sql`a.seconds`)} as until
    from tickets t, (select ${from}::timestamptz as start, ${to}::timestamptz as stop, ${seconds}::float8 as seconds) a
    where t.workspace_id = ${workspaceId} and t.id = ${shop.id('ticket', key)}`.execute(shop.store.em().getKysely());
  return rows[0]!;
}
const minutes = async (...asked: Parameters<typeof clocked>) => (await clocked(...asked)).seconds! / 60;

describe('the clock of a ticket', () => {
  const [sum, last] = [{ calendar: 'Chicago' }, { calendar: 'Chicago', changes: 'LAST' as const }];

  it('counts the example of dbt_zendesk by both conventions', async () => {
    const [from, to] = [weekMinute(3902), weekMinute(5461.46)];
    expect(await minutes('as in the example', sum, to, 0, from)).toBeCloseTo(959.46, 9);
    expect(await minutes('as in the example', last, to, 0, from)).toBeCloseTo(689.46, 9);
  });

  it('counts the seconds of that ticket, which the example rounds and writes behind the point', async () => {
    const replied = '2020-09-30T19:01:46Z';
    expect(await minutes('941606', sum, replied, 0, '2020-09-29T17:02:00Z')).toBeCloseTo(959 + 46 / 60, 9);
    expect(await minutes('941606', last, replied, 0, '2020-09-29T17:02:00Z')).toBeCloseTo(689 + 46 / 60, 9);
    expect(await minutes('941606', sum, replied)).toBeCloseTo(960 + 8 / 60, 9);
  });

  it('is that of its calendar alone where it never moved', async () => {
    expect(await minutes('plain', { calendar: 'Office' }, '2020-09-30T10:00:00Z')).toBe(180);
    expect(await minutes('plain', { calendar: 'Office', changes: 'LAST' }, '2020-09-30T10:00:00Z')).toBe(180);
    expect(await minutes('astray', { calendar: 'Office' }, '2020-09-30T10:00:00Z')).toBe(180);
    expect(await minutes('plain', { calendar: null }, '2020-09-29T18:01:38Z')).toBe(60);
    expect((await clocked('plain', { calendar: 'Nowhere' }, '2020-09-30T10:00:00Z')).seconds).toBeNull();
  });

  it('stands still in the states named, and for ever in the last', async () => {
    const waits = { calendar: null, pausedIn: ['PENDING', 'HOLD'] };
    const running = 58 * 60 + 22 + 3600;
    expect((await clocked('waiting', waits, '2020-10-15T00:00:00Z')).seconds).toBe(running);
    expect((await clocked('waiting', waits, '2020-09-29T19:00:00Z')).seconds).toBe(58 * 60 + 22);
    const reached = async (seconds: number) => (await clocked('waiting', waits, opened, seconds)).until;
    expect(await reached(60)).toEqual(new Date('2020-09-29T17:02:38Z'));
    expect(await reached(running - 3600 + 60)).toEqual(new Date('2020-09-30T08:01:00Z'));
    expect(await reached(running)).toEqual(new Date('2020-09-30T09:00:00Z'));
    expect(await reached(running + 1)).toBe(Infinity);
    const nobody = { calendar: 'Office', pausedIn: ['PENDING', 'HOLD'] };
    expect((await clocked('waiting', nobody, '2020-10-15T00:00:00Z', 3600)).seconds).toBe(3600);
    expect((await clocked('waiting', nobody, opened, 3601)).until).toBe(Infinity);
  });

  it('runs for the minutes, counted one by one, in which its calendar is open and it is in none of the states', async () => {
    const [minute, first, hours] = [60_000, Date.parse('2020-10-08T00:00:00Z'), 140];
    const states = ['OPEN', 'PENDING', 'HOLD'];
    const step = fc.tuple(fc.nat(hours * 60), fc.constantFrom('STATUS', 'SCHEDULE'), fc.nat(2));
    let lives = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(step, { maxLength: 6, selector: ([at]) => at }),
        fc.boolean(),
        async (steps, moves) => {
          const events = steps
            .filter(([, kind]) => moves || kind === 'STATUS')
            .toSorted(([one], [other]) => one - other)
            .map(([at, kind, value]): Event => {
              const to = kind === 'STATUS' ? states[value]! : Object.keys(calendars)[value]!;
              return [new Date(first + at * minute).toISOString(), kind, to];
            });
          const key = `life ${++lives}`;
          await addTickets({ [key]: events });
          const runs = (at: number) => {
            const so = (kind: string) =>
              events.findLast((event) => event[1] === kind && Date.parse(event[0]) <= at)?.[2];
            return (so('STATUS') ?? 'OPEN') === 'OPEN' && isOpenAt([calendars[so('SCHEDULE') ?? 'Office']!], at);
          };
          const counted = Array.from({ length: hours * 60 }, (_, index) => runs(first + index * minute));
          const total = counted.filter(Boolean).length;
          const [from, to] = [first, first + hours * 60 * minute].map((at) => new Date(at).toISOString());
          const choice = { calendar: 'Office', pausedIn: ['PENDING', 'HOLD'] };
          const { seconds, until } = await clocked(key, choice, to!, Math.max(1, total) * 60, from);
          expect(seconds).toBe(total * 60);
          if (total === 0) return;
          expect(until).toEqual(new Date(first + (counted.lastIndexOf(true) + 1) * minute));
        },
      ),
      { numRuns: 15, seed: 1 },
    );
  });
});
