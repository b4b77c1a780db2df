import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Cursor, Listing } from '../../../src/sdk/index.ts';
import { connectTo, FakeClock, startVendor } from '../http/vendor.ts';
import { instantAt, Kept, Shelf } from './shelf.ts';

type Keyset = Extract<Listing, { paging: { kind: 'keyset' } }>;

function listing(pageSize: number, more: Partial<Omit<Cursor, 'order' | 'since'>> = {}): Keyset {
  return {
    request: { path: '/items' },
    records: '',
    key: ({ id }) => String(id),
    paging: { kind: 'keyset', size: { in: 'limit', max: pageSize }, offset: 'offset' },
    cursor: {
      field: 'updated',
      step: 's',
      exclusive: true,
      order: 'asc',
      since: (instant) => ({ query: { since: instant } }),
      ...more,
    } as Keyset['cursor'],
  };
}

/** A shelf behind a vendor; `between` runs before every answer but the first. */
async function shelfVendor(shelf: Shelf, { exclusive = true, between = () => undefined as void } = {}) {
  let first = true;
  const vendor = await startVendor((asked) => {
    if (!first) between();
    first = false;
    return { body: shelf.page(asked, { exclusive }) };
  });
  return { ...vendor, connection: connectTo({ baseUrl: vendor.url }) };
}

it.each([true, false])(
  'reads more records of one instant than a page holds, the filter exclusive: %s',
  async (exclusive) => {
    const shelf = new Shelf();
    for (let id = 1; id <= 25; id++) shelf.add(String(id), id <= 3 ? id : 7);
    const { connection } = await shelfVendor(shelf, { exclusive });
    const kept = new Kept();
    await kept.read(connection, listing(4, { exclusive }));
    expect(kept.missed(shelf)).toEqual([]);
  },
);

it('notices that an instant it counts through has lost a record', async () => {
  const shelf = new Shelf();
  for (let id = 1; id <= 25; id++) shelf.add(String(id), 7);
  let edited = 0;
  // Two at a time: one alone would hide in the overlap.
  const between = () => {
    for (let turn = 0; turn < 2 && edited < 10; turn++) shelf.edit(String(++edited));
  };
  const { connection } = await shelfVendor(shelf, { between });
  const kept = new Kept();
  await kept.read(connection, listing(4));
  expect(kept.missed(shelf)).toEqual([]);
});

/** For vendors that know numbers of pages alone. */
const byNumber = (pageSize: number): Keyset => ({
  ...listing(pageSize),
  paging: { kind: 'keyset', size: { in: 'limit', max: pageSize }, page: 'page' },
});

it('goes through an instant by the numbers of pages, each overlapping the last, while the instant loses records', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 20, max: 30 }),
      fc.integer({ min: 20, max: 400 }),
      fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 9 }),
      fc.integer({ min: 1, max: 5 }),
      async (pageSize, tied, edits, killAfter) => {
        const shelf = new Shelf();
        for (let id = 1; id <= tied; id++) shelf.add(String(id), 7);
        const toCome = [...edits];
        // Two at a time: one alone would hide in the overlap.
        const between = () => toCome.splice(0, 2).forEach((id) => shelf.edit(String(id)));
        const { connection, asked } = await shelfVendor(shelf, { between });
        const kept = new Kept();
        await kept.read(connection, byNumber(pageSize), killAfter);
        while (toCome.length > 0) await kept.read(connection, byNumber(pageSize));
        await kept.read(connection, byNumber(pageSize));
        expect(kept.missed(shelf)).toEqual([]);
        expect(Math.max(...asked.map(({ query }) => Number(query.get('limit'))))).toBe(pageSize);
        expect(asked.length).toBeLessThan(20 + (tied / pageSize) * 12);
      },
    ),
    { numRuns: 60 },
  );
});

it('finds what came later in the very second of the checkpoint', async () => {
  const shelf = new Shelf();
  shelf.add('1', 10);
  shelf.add('2', 20);
  const { connection } = await shelfVendor(shelf);
  const kept = new Kept();
  await kept.read(connection, listing(10));
  shelf.add('3', 20);
  await kept.read(connection, listing(10));
  expect(kept.missed(shelf)).toEqual([]);
});

it('asks for no more than the overlap where nothing changed', async () => {
  const shelf = new Shelf();
  for (let id = 1; id <= 100; id++) shelf.add(String(id));
  const { connection, asked } = await shelfVendor(shelf);
  const kept = new Kept();
  await kept.read(connection, listing(10));
  const before = asked.length;
  await kept.read(connection, listing(10));
  expect(asked.length - before).toBe(1);
});

it('misses nothing, whatever is edited and added between pages and wherever it is killed', async () => {
  const happening = fc.record({ edit: fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 4 }), add: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 30 }),
      fc.array(happening, { maxLength: 30 }),
      fc.integer({ min: 2, max: 5 }),
      fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 6 }),
      async (seconds, happenings, pageSize, kills) => {
        const shelf = new Shelf();
        for (const [index, second] of seconds.entries()) shelf.add(String(index + 1), second);
        const toCome = [...happenings];
        const { connection } = await shelfVendor(shelf, {
          between() {
            const next = toCome.shift();
            if (!next) return;
            for (const id of next.edit) shelf.edit(String(id));
            if (next.add) shelf.add(String(shelf.items.size + 1), shelf.clock);
          },
        });
        const kept = new Kept();
        for (const killAfter of kills) await kept.read(connection, listing(pageSize), killAfter);
        while (toCome.length > 0) await kept.read(connection, listing(pageSize));
        // What was edited after its page was asked for, the next run finds.
        await kept.read(connection, listing(pageSize));
        expect(kept.missed(shelf)).toEqual([]);
      },
    ),
    { numRuns: 100 },
  );
});

it('comes to an end even when it is killed after every single page', async () => {
  const shelf = new Shelf();
  for (let id = 1; id <= 40; id++) shelf.add(String(id), id <= 20 ? 5 : id);
  const { connection } = await shelfVendor(shelf);
  const kept = new Kept();
  for (let run = 0; run < 25; run++) await kept.read(connection, listing(5), 1);
  expect(kept.missed(shelf)).toEqual([]);
});

it('asks for smaller pages where the vendor cannot give so much', async () => {
  const shelf = new Shelf();
  for (let id = 1; id <= 30; id++) shelf.add(String(id), id <= 10 ? 3 : id);
  const vendor = await startVendor((asked) =>
    Number(asked.query.get('limit')) > 6 ? { status: 500, body: 'null' } : { body: shelf.page(asked) },
  );
  const connection = connectTo({
    baseUrl: vendor.url,
    retryable: ({ status }) => (status === 500 ? 'shrink' : undefined),
  });
  const kept = new Kept();
  await kept.read(connection, listing(20));
  expect(kept.missed(shelf)).toEqual([]);
  expect(vendor.asked.map(({ query }) => query.get('limit')).slice(0, 3)).toEqual(['20', '10', '5']);
});

it('says what is wrong where even the smallest page is too much', async () => {
  const vendor = await startVendor(() => ({ body: { error: 'reduce the amount of data' } }));
  const connection = connectTo({ baseUrl: vendor.url, retryable: () => 'shrink' });
  await expect(new Kept().read(connection, listing(8))).rejects.toThrow('even for the smallest page');
});

it('asks again for what is younger than the lag, by the vendor’s clock', async () => {
  const shelf = new Shelf();
  shelf.add('1', 10);
  shelf.add('2', 100);
  const vendor = await startVendor((asked) => ({
    body: shelf.page(asked),
    headers: { date: new Date(instantAt(105)).toUTCString() },
  }));
  // Our own clock is a month ahead.
  const connection = connectTo({ baseUrl: vendor.url }, { clock: new FakeClock() });
  const kept = new Kept();
  await kept.read(connection, listing(10, { lagSeconds: 60 }));
  // It was written at 50 but is shown only now.
  shelf.add('3', 50);
  await kept.read(connection, listing(10, { lagSeconds: 60 }));
  expect(kept.missed(shelf)).toEqual([]);
});

it('looks back as far as declared, once a run, also when it is killed meanwhile', async () => {
  const day = 86_400;
  const shelf = new Shelf();
  for (let id = 1; id <= 40; id++) shelf.add(String(id), id * day);
  const { connection, asked } = await shelfVendor(shelf);
  const kept = new Kept();
  const list = listing(5, { lookbackDays: 28 });
  await kept.read(connection, list);
  const restated = shelf.items.get('15')!;
  // Changed without saying so.
  shelf.items.set('15', { ...restated, version: 9 });
  const before = asked.length;
  for (let run = 0; run < 8; run++) await kept.read(connection, list, 1);
  expect(kept.missed(shelf)).toEqual([]);
  const since = asked.slice(before).map(({ query }) => query.get('since')!);
  expect(since[0]).toBe(new Date(Date.parse(instantAt(12 * day)) - 1000).toISOString().replace('.000', ''));
  expect(since.slice(0, 7)).toEqual(since.slice(0, 7).toSorted());
});

it('asks window by window where the vendor refuses long periods', async () => {
  const day = 86_400;
  const shelf = new Shelf();
  for (let id = 1; id <= 25; id++) shelf.add(String(id), id * day + 7);
  const vendor = await startVendor((asked) => {
    const [since, until] = [Date.parse(asked.query.get('since')!), Date.parse(asked.query.get('until')!)];
    if (!(until - since <= (10 * day + 1) * 1000)) return { status: 400, body: { error: 'at most ten days' } };
    return { body: shelf.page(asked) };
  });
  const list = listing(4, {
    ...{ windowDays: 10, start: instantAt(0) },
    between: (from: string, to: string) => ({ query: { since: from, until: to } }),
  } as Partial<Cursor>);
  const connection = connectTo({ baseUrl: vendor.url }, { clock: new FakeClock(instantAt(32 * day)) });
  const kept = new Kept();
  for (let run = 0; run < 20; run++) await kept.read(connection, list, 2);
  expect(kept.missed(shelf)).toEqual([]);
});

it('refuses pages that would hold the overlap alone', async () => {
  const vendor = await startVendor(() => ({ body: [] }));
  const connection = connectTo({ baseUrl: vendor.url });
  await expect(new Kept().read(connection, listing(1))).rejects.toThrow('asks for pages of 1');
});

it('names the record that does not say when it changed', async () => {
  const vendor = await startVendor(() => ({ body: [{ id: '7', updated: '0000-00-00 00:00:00' }] }));
  const read = new Kept().read(connectTo({ baseUrl: vendor.url }), listing(5));
  await expect(read).rejects.toMatchObject({
    kind: 'data',
    message: expect.stringContaining('Record 7 has no updated'),
  });
});

it('does not go round in circles where no record has a key', async () => {
  const vendor = await startVendor(() => ({ body: ['a', 'b', 'c'] }));
  const read = new Kept().read(connectTo({ baseUrl: vendor.url }), listing(3));
  await expect(read).rejects.toMatchObject({ kind: 'data' });
});

it('takes the first of several instants that is set', async () => {
  const items = [
    { id: '1', written: null, created: '2026-05-01T00:00:01Z' },
    { id: '2', written: '2026-05-01T00:00:05Z', created: '2026-05-01T00:00:00Z' },
  ];
  const vendor = await startVendor(({ query }) => ({ body: query.get('since') === null ? items : [items[1]!] }));
  const kept = new Kept();
  await kept.read(connectTo({ baseUrl: vendor.url }), listing(2, { field: ['written', 'created'] }));
  expect(kept.cursor).toEqual({ through: '2026-05-01T00:00:05.000000Z' });
});
