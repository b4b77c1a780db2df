import { sql } from 'kysely';
import { expect, it, onTestFinished, vi } from 'vitest';
import { cancelRun, requestRun } from '../../src/land/queue/run-queue.ts';
import { pauseSource, resumeSource } from '../../src/land/queue/schedule.ts';
import { entities } from '../../src/model/entities.ts';
import { SourceError } from '../../src/sdk/index.ts';
import { openStore } from '../../src/store/store.ts';
import { Worker } from '../../src/worker.ts';
import { FakeClock } from '../land/http/vendor.ts';
import { onePage, openPlace, people, type Read } from './place.ts';

const place = await openPlace();
const { store } = place;
const manual = 'MANUAL' as const;
const later = '2100-01-01T00:00:00Z';

function workerOf(read: Read, { clock = new FakeClock(later), atOnce = 2 } = {}): Worker {
  const worker = new Worker(store, { access: place.access(read), clock, atOnce });
  onTestFinished(() => worker.stop());
  return worker;
}

async function workOff(worker: Worker): Promise<void> {
  await worker.look();
  await worker.idle();
}

/** A stream that gives a page as often as it is let, and how many read it. */
function gated() {
  const readers: string[] = [];
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  const read: Read = async function* (name, { signal }) {
    readers.push(name);
    yield people(['Ada']);
    const ended = new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    await Promise.race([opened, ended]);
    yield people(['Ada', 'Grace']);
  };
  const begun = (count: number) => vi.waitUntil(() => readers.length >= count, { timeout: 10_000, interval: 5 });
  return { read, readers, open, begun };
}

it('starts what waits; who asks twice gets the same run', async () => {
  const source = await place.source();
  const first = await requestRun(store, { ...source, trigger: manual });
  expect(await requestRun(store, { ...source, trigger: 'WEBHOOK' })).toBe(first);
  await workOff(workerOf(onePage));
  expect(await place.runs()).toMatchObject([{ id: first, status: 'SUCCEEDED', trigger: manual, read: 2, written: 2 }]);
  const second = await requestRun(store, { ...source, trigger: manual });
  expect(second).not.toBe(first);
});

it('reads a source once, however many workers look for work', async () => {
  const counts = new Map<string, number>();
  const read: Read = async function* (name) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
    yield people(['Ada']);
  };
  const other = await openStore({ url: place.url, entities });
  onTestFinished(() => other.close());
  const names = Array.from({ length: 8 }, (_, i) => `source ${i}`);
  for (const name of names) await requestRun(store, { ...(await place.source(name)), trigger: manual });
  const clock = new FakeClock(later);
  const workers = [store, other].map((each) => new Worker(each, { access: place.access(read), clock, atOnce: 3 }));
  for (let turn = 0; turn < 8; turn++) {
    await Promise.all(workers.map((worker) => worker.look()));
    await Promise.all(workers.map((worker) => worker.idle()));
  }
  expect(Object.fromEntries(counts)).toEqual(Object.fromEntries(names.map((name) => [name, 1])));
  expect((await place.runs()).map(({ status }) => status)).toEqual(names.map(() => 'SUCCEEDED'));
});

it('lets a run wait while its source is read, and as many sources as are allowed be read at once', async () => {
  const { read, readers, begun, open } = gated();
  const [one, two, three] = [await place.source('one'), await place.source('two'), await place.source('three')];
  for (const source of [one, two, three]) await requestRun(store, { ...source, trigger: manual });
  const worker = workerOf(read);
  await worker.look();
  await begun(2);
  await requestRun(store, { ...one, trigger: manual });
  const another = workerOf(read, { atOnce: 5 });
  await worker.look();
  expect(readers.toSorted()).toEqual(['one', 'two']);
  await another.look();
  await begun(3);
  expect(readers.slice(2)).toEqual(['three']);
  open();
  await worker.idle();
  await another.idle();
  await workOff(worker);
  expect(readers.slice(2)).toEqual(['three', 'one']);
});

it('ends a run that waits at once, and one under way at its page', async () => {
  const { read, begun } = gated();
  const source = await place.source();
  const waiting = await requestRun(store, { ...source, trigger: manual });
  await cancelRun(store, { workspaceId: source.workspaceId, runId: waiting });
  expect(await place.runs()).toMatchObject([{ status: 'CANCELLED' }]);
  const runId = await requestRun(store, { ...source, trigger: manual });
  const worker = workerOf(read);
  await worker.look();
  await begun(1);
  await cancelRun(store, { workspaceId: source.workspaceId, runId });
  await worker.idle();
  await workOff(worker);
  expect(await place.runs()).toMatchObject([{ status: 'CANCELLED' }, { id: runId, status: 'CANCELLED' }]);
  await expect(cancelRun(store, { workspaceId: source.workspaceId, runId: source.sourceId })).rejects.toThrow('no run');
});

it('goes on after a stop where it was stopped', async () => {
  const { read, begun } = gated();
  const source = await place.source();
  await requestRun(store, { ...source, trigger: 'WEBHOOK' });
  const worker = workerOf(read);
  await worker.look();
  await begun(1);
  await worker.stop();
  expect(await place.runs()).toMatchObject([
    { status: 'CANCELLED', attempt: 1, error: expect.stringContaining('the next run goes on there') as string },
    { status: 'QUEUED', attempt: 1, trigger: 'WEBHOOK' },
  ]);
  const cursors: unknown[] = [];
  await workOff(
    workerOf(async function* (_, __, cursor) {
      cursors.push(cursor);
      yield people(['Ada', 'Grace', 'Mary']);
    }),
  );
  expect(cursors).not.toContain(null);
  expect((await place.runs()).at(-1)).toMatchObject({ status: 'SUCCEEDED' });
});

it('takes up a run whose process has died, a few times', async () => {
  const source = await place.source();
  const die = () =>
    sql`update runs set status = 'RUNNING', started_at = requested_at where status = 'QUEUED'`.execute(
      store.em().getKysely(),
    );
  await requestRun(store, { ...source, trigger: 'SCHEDULE' });
  for (let attempt = 1; attempt < 5; attempt++) {
    await die();
    await workerOf(onePage, { atOnce: 0 }).look();
    expect((await place.runs()).at(-1)).toMatchObject({ status: 'QUEUED', trigger: 'SCHEDULE', attempt: attempt + 1 });
  }
  await workOff(workerOf(onePage));
  const interrupted = { status: 'FAILED', error: 'interrupted' };
  const expected = [interrupted, interrupted, interrupted, interrupted, { status: 'SUCCEEDED', error: null }];
  expect(await place.runs()).toMatchObject(expected);
  await requestRun(store, { ...source, trigger: manual });
  await sql`update runs set attempt = 5 where status = 'QUEUED'`.execute(store.em().getKysely());
  await die();
  await workOff(workerOf(onePage));
  expect((await place.runs()).filter(({ status }) => status === 'QUEUED')).toEqual([]);
});

it('tries again what may pass, later and later, and nothing else', async () => {
  const clock = new FakeClock(later);
  let kind: 'transient' | 'auth' = 'transient';
  const worker = workerOf(
    async function* () {
      yield* [];
      throw new SourceError(kind, 'The vendor does not answer');
    },
    { clock },
  );
  const source = await place.source();
  await requestRun(store, { ...source, trigger: 'SCHEDULE' });
  const pauses: number[] = [];
  for (let attempt = 1; attempt <= 5; attempt++) {
    await workOff(worker);
    const last = (await place.runs(source)).at(-1)!;
    if (last.status !== 'QUEUED') break;
    expect(last).toMatchObject({ trigger: 'SCHEDULE', attempt: attempt + 1 });
    const pause = last.dueAt.getTime() - clock.now();
    pauses.push(pause / 60_000);
    clock.advance(pause - 1);
    await workOff(worker);
    expect((await place.runs(source)).at(-1)!.status).toBe('QUEUED');
    clock.advance(1);
  }
  expect(pauses).toEqual([1, 5, 15, 60]);
  expect((await place.runs(source)).map(({ status }) => status)).toEqual(Array(5).fill('FAILED'));
  kind = 'auth';
  await requestRun(store, { ...source, trigger: manual });
  await workOff(worker);
  expect((await place.runs(source)).at(-1)).toMatchObject({
    status: 'FAILED',
    error: 'people: The vendor does not answer. Give the source new credentials.',
  });
});

it('reads everything again where that is asked for, which changes nothing', async () => {
  const cursors: unknown[] = [];
  const read: Read = async function* (_, __, cursor) {
    cursors.push(cursor);
    yield people(['Ada', 'Grace'], 2);
  };
  const source = await place.source();
  const worker = workerOf(read);
  for (const full of [false, false, true]) {
    await requestRun(store, { ...source, trigger: manual, full });
    await workOff(worker);
  }
  expect(cursors).toEqual([null, 2, null]);
  expect((await place.runs()).map(({ written }) => written)).toEqual([2, 0, 0]);
});

it('starts nothing of a paused source, and says how to resume it', async () => {
  const source = await place.source();
  await requestRun(store, { ...source, trigger: manual });
  await pauseSource(store, source);
  const worker = workerOf(onePage);
  await workOff(worker);
  expect(await place.runs()).toMatchObject([{ status: 'QUEUED' }]);
  await expect(requestRun(store, { ...source, trigger: manual })).rejects.toThrow(
    'The source "list" is paused. To resume it: npx clientela sources resume "list"',
  );
  await resumeSource(store, source);
  await workOff(worker);
  expect(await place.runs()).toMatchObject([{ status: 'SUCCEEDED' }]);
});

it('tells why a run could not begin, where its source has no connector here', async () => {
  await requestRun(store, { ...(await place.source()), trigger: manual });
  const access = { ...place.access(onePage), connectors: [] };
  await workOff(new Worker(store, { access, clock: new FakeClock(later) }));
  const error = 'There is no connector "list" here, which the source "list" is read by. Install it.';
  expect(await place.runs()).toMatchObject([{ status: 'FAILED', error }]);
});
