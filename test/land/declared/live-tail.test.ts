import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Connection } from '../../../src/land/http/connection.ts';
import { type Json, type Listing, type Page, type ReadContext, SourceError } from '../../../src/sdk/index.ts';
import { connectTo, FakeClock, startVendor } from '../http/vendor.ts';
import { instantAt, Kept, payloadOf, Shelf } from './shelf.ts';

const list: Listing = {
  request: { path: '/items' },
  records: '',
  key: ({ id }) => String(id),
  paging: { kind: 'keyset', size: { in: 'limit', max: 2 }, offset: 'offset' },
  cursor: {
    ...{ field: 'updated', step: 's', exclusive: true, order: 'asc' },
    since: (instant) => ({ query: { since: instant } }),
  },
};

/** A shelf of things that have not changed for long, behind a vendor that takes its time over every answer. */
async function slowVendor(
  count: number,
  { seconds = 25, between }: { seconds?: number; between?(shelf: Shelf): void } = {},
) {
  const shelf = new Shelf();
  for (let id = 1; id <= count; id++) shelf.add(String(id));
  shelf.clock = 100_000;
  const clock = new FakeClock(instantAt(shelf.clock));
  const vendor = await startVendor((asked) => {
    clock.advance(seconds * 1000);
    shelf.clock += seconds;
    between?.(shelf);
    return { body: shelf.page(asked), headers: { date: new Date(clock.now()).toUTCString() } };
  });
  // Our own clock is a day ahead, and goes as fast.
  const ours = new FakeClock(instantAt(shelf.clock + 86_400));
  const now = () => clock.now() + 86_400_000;
  Object.assign(ours, { now, sleep: clock.sleep.bind(clock) });
  return { shelf, clock, asked: vendor.asked, connection: connectTo({ baseUrl: vendor.url }, { clock: ours }) };
}

/** The list with an export of what there was when it was asked for, in pages of three. */
function exported(shelf: Shelf, clock: FakeClock, { jobPauses = 0, files = new Map<number, Json[]>() } = {}): Listing {
  async function* backfill(cursor: Json, context: ReadContext): AsyncGenerator<Page> {
    const place = (cursor ?? { file: files.size, at: 0 }) as { file: number; at: number };
    if (cursor === null) {
      await context.send({ path: '/items', query: { limit: 0 } });
      files.set(place.file, shelf.sorted('desc').map(payloadOf));
      yield { records: [], cursor: place };
      for (let pause = 0; pause < jobPauses; pause++) await context.sleep(30_000);
    }
    const file = files.get(place.file);
    if (!file) throw new SourceError('gone', 'The export was removed');
    for (let at = place.at; at < file.length; at += 3) {
      clock.advance(25_000);
      const records = file.slice(at, at + 3).map((payload) => ({
        key: String((payload as { id: string }).id),
        payload: payload as { id: string },
      }));
      yield { records, cursor: { file: place.file, at: at + 3 } };
    }
  }
  return { ...list, backfill };
}

it('tells what changes while the history is read, and goes on by the list alone in the end', async () => {
  const { shelf, connection } = await slowVendor(100);
  const kept = new Kept();
  await kept.read(connection, list, 4);
  shelf.edit('1');
  await kept.read(connection, list, 8);
  expect(kept.versions.get('1')).toBe(1);
  expect(kept.versions.size).toBeLessThan(30);
  expect(kept.cursor).toHaveProperty('tail');
  await kept.read(connection, list);
  expect(kept.missed(shelf)).toEqual([]);
  expect(kept.cursor).not.toHaveProperty('tail');
});

it('asks nothing in between where the reading takes less than a minute', async () => {
  const { connection, asked } = await slowVendor(8, { seconds: 5 });
  const kept = new Kept();
  await kept.read(connection, list);
  expect(asked.map(({ query }) => query.get('since'))).toEqual([
    ...[null, instantAt(1), instantAt(2), instantAt(3), instantAt(4), instantAt(5), instantAt(6), instantAt(7)],
  ]);
});

it('follows the list while the vendor works on an export', async () => {
  const { shelf, clock, connection } = await slowVendor(30);
  const kept = new Kept();
  const both = exported(shelf, clock, { jobPauses: 10 });
  await kept.read(connection, both, 1);
  shelf.edit('1');
  const reading = new Kept();
  await reading.read(connection, both, 6);
  expect(reading.versions.get('1')).toBe(1);
  expect(reading.versions.size).toBeLessThan(30);
});

it('begins an export again that the vendor has removed meanwhile', async () => {
  const { shelf, clock, connection } = await slowVendor(12);
  const files = new Map<number, Json[]>();
  const both = exported(shelf, clock, { files });
  const kept = new Kept();
  await kept.read(connection, both, 2);
  files.set(files.size, files.get(0)!).delete(0);
  await kept.read(connection, both);
  expect(kept.missed(shelf)).toEqual([]);
});

const steps = fc.array(
  fc.record({ edit: fc.array(fc.integer({ min: 1, max: 14 }), { maxLength: 2 }), add: fc.boolean() }),
  { maxLength: 25 },
);
const kills = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 5 });

/** Reads with kills until everything that is to happen has, and once more. */
async function readOut(connection: Connection, read: Listing, killsAfter: number[], over: () => boolean) {
  const kept = new Kept();
  for (const killAfter of killsAfter) await kept.read(connection, read, killAfter);
  do await kept.read(connection, read);
  while (!over());
  await kept.read(connection, read);
  return kept;
}

it.each(['the list', 'an export'])(
  'misses nothing of a history read by %s, whatever changes meanwhile and wherever it is killed',
  async (way) => {
    await fc.assert(
      fc.asyncProperty(steps, kills, fc.nat({ max: 3 }), async (happenings, killsAfter, jobPauses) => {
        const toCome = [...happenings];
        const { shelf, clock, connection } = await slowVendor(12, {
          between(onShelf) {
            const next = toCome.shift();
            for (const id of next?.edit ?? []) onShelf.edit(String(id));
            if (next?.add) onShelf.add(String(onShelf.items.size + 1));
          },
        });
        const read = way === 'the list' ? list : exported(shelf, clock, { jobPauses });
        const kept = await readOut(connection, read, killsAfter, () => toCome.length === 0);
        expect(kept.missed(shelf)).toEqual([]);
        expect(Object.keys(kept.cursor as object)).toEqual(['through']);
      }),
      { numRuns: 60 },
    );
  },
);
