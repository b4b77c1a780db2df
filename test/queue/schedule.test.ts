import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { nextTime, pauseSource, resumeSource, scheduleSource } from '../../src/land/queue/schedule.ts';
import type { SourceKey } from '../../src/land/source.ts';
import { Worker } from '../../src/worker.ts';
import { FakeClock } from '../land/http/vendor.ts';
import { onePage, openPlace } from './place.ts';

const place = await openPlace('Europe/Rome');
const { store } = place;
const hour = 3_600_000;
const minute = 60_000;

const iso = (schedule: string, zone: string, id: string, after: string) =>
  nextTime(schedule, zone, id, new Date(after)).toISOString();

/** This id's share of the delay is almost nothing. */
const prompt = 'source 17493';

it('comes by the clock of the zone, in summer and in winter, and once where the clock is put forward', () => {
  const [winter, summer] = ['2030-01-07T12:00:00Z', '2030-07-07T12:00:00Z'];
  expect(iso('0 3 * * *', 'Europe/Rome', prompt, winter)).toMatch(/^2030-01-08T02:00/);
  expect(iso('0 3 * * *', 'Europe/Rome', prompt, summer)).toMatch(/^2030-07-08T01:00/);
  expect(iso('30 2 * * *', 'Europe/Rome', prompt, '2030-03-30T12:00:00Z')).toMatch(/^2030-03-31T01:/);
  expect(iso('30 2 * * *', 'Europe/Rome', prompt, '2030-03-31T01:10:00Z')).toMatch(/^2030-04-01T00:30/);
  expect(iso('30 2 * * *', 'Europe/Rome', prompt, '2030-10-26T12:00:00Z')).toMatch(/^2030-10-27T00:30/);
  expect(iso('30 2 * * *', 'Europe/Rome', prompt, '2030-10-27T00:45:00Z')).toMatch(/^2030-10-28T01:30/);
});

it('comes later than the time it is asked at, at the first time there is, and at most five minutes late', () => {
  const schedules = fc.constantFrom('*/10 * * * *', '0 * * * *', '17 3 * * *', '0 6 * * 1', '30 2 1 * *');
  const instants = fc.date({ min: new Date('2026-01-01'), max: new Date('2036-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(schedules, fc.uuid(), instants, (schedule, id, after) => {
      const due = nextTime(schedule, 'UTC', id, after);
      const onTime = (time: Date) => nextTime(schedule, 'UTC', prompt, new Date(time.getTime() - 5 * minute - 1));
      expect(due.getTime()).toBeGreaterThan(after.getTime());
      expect(nextTime(schedule, 'UTC', id, new Date(due.getTime() - 1))).toEqual(due);
      expect(due.getTime() - onTime(due).getTime()).toBeLessThanOrEqual(5 * minute);
    }),
    { numRuns: 300 },
  );
});

it('spreads sources over the delay, each always by the same', () => {
  const ids = Array.from({ length: 200 }, (_, i) => `source ${i}`);
  const times = ids.map((id) => nextTime('0 * * * *', 'UTC', id, new Date('2030-01-07T12:30:00Z')).getTime());
  const late = times.map((time) => time - Date.parse('2030-01-07T13:00:00Z'));
  expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...late)).toBeLessThanOrEqual(5 * minute);
  expect(Math.max(...late) - Math.min(...late)).toBeGreaterThan(4 * minute);
  expect(new Set(times).size).toBeGreaterThan(190);
});

it.each([
  ['never', /^schedule "never" is no cron text \(.*five.*\): minute, hour, .* such as "0 3 \* \* \*"/],
  ['61 * * * *', /^schedule "61 \* \* \* \*" is no cron text \(Invalid value for minute: 61\)/],
  ['* * * * * *', /requires exactly 5 parts/],
  ['0 3 30 2 *', /^schedule "0 3 30 2 \*" names a time that never comes\.$/],
])('refuses %s and says what is expected', async (schedule, message) => {
  const source = await place.source();
  await expect(scheduleSource(store, source, schedule)).rejects.toThrow(message);
});

async function scheduled(schedule: string, start: string) {
  const source = await place.source();
  const clock = new FakeClock(start);
  await scheduleSource(store, source, schedule, new Date(clock.now()));
  let reading = () => Promise.resolve();
  const worker = new Worker(store, {
    access: place.access(async function* (...args) {
      await reading();
      yield* onePage(...args);
    }),
    clock,
  });
  onTestFinished(() => worker.stop());
  return {
    ...{ source, clock, worker },
    /** How many runs there are, after as many looks as there are hours. */
    async after(hours: number): Promise<number> {
      for (let passed = 0; passed < hours; passed++) {
        clock.advance(hour);
        await worker.look();
        await worker.idle();
      }
      return (await place.runs(source)).length;
    },
    block(until: Promise<void>) {
      reading = () => until;
    },
  };
}

const nextOf = async ({ sourceId }: SourceKey): Promise<Date | null> => {
  const { rows } = await sql<{ next: Date | null }>`
    select next_run_at as next from sources where id = ${sourceId}`.execute(store.em().getKysely());
  return rows[0]!.next;
};

it('reads a source at its times, makes up once for those that were missed, and ends when it is told to', async () => {
  const { source, clock, worker, after } = await scheduled('0 * * * *', '2030-01-07T12:30:00Z');
  expect(await after(3)).toBe(3);
  expect((await place.runs(source)).map(({ trigger, status }) => `${trigger} ${status}`)).toEqual(
    Array(3).fill('SCHEDULE SUCCEEDED'),
  );
  clock.advance(12 * hour);
  expect(await after(1)).toBe(4);
  expect((await nextOf(source))!.getTime()).toBeGreaterThan(clock.now());
  await scheduleSource(store, source, null);
  expect(await nextOf(source)).toBeNull();
  expect(await after(3)).toBe(4);
  await worker.stop();
});

it('asks a source once, however many workers there are', async () => {
  const { source, clock, worker } = await scheduled('0 * * * *', '2030-01-07T12:30:00Z');
  const others = [1, 2, 3].map(() => new Worker(store, { access: place.access(onePage), clock }));
  for (let turn = 0; turn < 4; turn++) {
    clock.advance(hour);
    await Promise.all([worker, ...others].map((each) => each.look()));
    await Promise.all([worker, ...others].map((each) => each.idle()));
  }
  expect((await place.runs(source)).map(({ status }) => status)).toEqual(Array(4).fill('SUCCEEDED'));
});

it('does not start a source that is still read', async () => {
  const { source, clock, worker, block } = await scheduled('0 * * * *', '2030-01-07T12:30:00Z');
  let release = () => {};
  block(new Promise<void>((resolve) => (release = resolve)));
  for (let turn = 0; turn < 4; turn++) {
    clock.advance(hour);
    await worker.look();
  }
  release();
  await worker.idle();
  await worker.look();
  await worker.idle();
  expect(await place.runs(source)).toHaveLength(1);
});

it('lets a paused source rest, and makes up for it once', async () => {
  const { source, after } = await scheduled('0 * * * *', '2030-01-07T12:30:00Z');
  await pauseSource(store, source);
  expect(await after(5)).toBe(0);
  await resumeSource(store, source);
  expect(await after(1)).toBe(1);
});
