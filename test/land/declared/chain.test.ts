import { expect, it } from 'vitest';
import type { ChildListing, Cursor, Listing } from '../../../src/sdk/index.ts';
import { type Asked, connectTo, startVendor } from '../http/vendor.ts';
import { instantAt, Kept, payloadOf, Shelf } from './shelf.ts';

const since = (instant: string) => ({ query: { since: instant } });

function listing(cursor: Pick<Cursor, 'order'> & Partial<Cursor>): Listing {
  return {
    request: { path: '/items' },
    records: 'items',
    key: ({ id }) => String(id),
    paging: { kind: 'token', at: 'next', in: 'after' },
    cursor: { field: 'updated', step: 's', ...cursor } as Cursor,
  };
}

/** Pages of five of a snapshot that is taken when the first of them is asked for. */
async function snapshotVendor(shelf: Shelf, order: 'asc' | 'desc') {
  let snapshot = shelf.sorted(order);
  const vendor = await startVendor(({ query }: Asked) => {
    const from = Number(query.get('after') ?? 0);
    const least = query.get('since');
    if (from === 0)
      snapshot = shelf.sorted(order).filter((item) => least === null || String(payloadOf(item)['updated']) >= least);
    return {
      body: {
        items: snapshot.slice(from, from + 5).map(payloadOf),
        next: from + 5 < snapshot.length ? from + 5 : null,
      },
    };
  });
  return { ...vendor, connection: connectTo({ baseUrl: vendor.url }) };
}

function shelfOf(count: number): Shelf {
  const shelf = new Shelf();
  for (let id = 1; id <= count; id++) shelf.add(String(id));
  return shelf;
}

it('goes on after every page of a list that is sorted by change', async () => {
  const shelf = shelfOf(30);
  const { connection, asked } = await snapshotVendor(shelf, 'asc');
  const list = listing({ order: 'asc', since });
  const kept = new Kept();
  await kept.read(connection, list, 3);
  shelf.edit('2');
  await kept.read(connection, list);
  expect(kept.missed(shelf)).toEqual([]);
  expect(asked[3]!.query.get('since')).toBe('2026-05-01T00:00:15Z');
});

it('moves the cursor of a list that comes newest first at its end only', async () => {
  const shelf = shelfOf(30);
  const { connection } = await snapshotVendor(shelf, 'desc');
  const list = listing({ order: 'desc', since });
  const kept = new Kept();
  await kept.read(connection, list, 3);
  shelf.edit('20');
  await kept.read(connection, list);
  expect(kept.missed(shelf)).toEqual([]);
  expect(kept.cursor).toEqual({ through: '2026-05-01T00:00:31.000000Z' });
});

it('moves the cursor of a list in no order at its end only, and asks from there', async () => {
  const shelf = shelfOf(12);
  const mixed = [...shelf.items.values()].toSorted((a, b) => (a.changed % 5) - (b.changed % 5));
  const vendor = await startVendor(({ query }) => {
    const from = Number(query.get('after') ?? 0);
    return { body: { items: mixed.slice(from, from + 5).map(payloadOf), next: from + 5 < 12 ? from + 5 : null } };
  });
  const connection = connectTo({ baseUrl: vendor.url });
  const list = listing({ order: 'none', since, exclusive: true });
  const kept = new Kept();
  await kept.read(connection, list, 2);
  await kept.read(connection, list);
  expect(vendor.asked.map(({ query }) => query.get('since'))).toEqual(Array(5).fill(null));
  expect(kept.missed(shelf)).toEqual([]);
  await kept.read(connection, list, 1);
  expect(vendor.asked.at(-1)!.query.get('since')).toBe('2026-05-01T00:00:11Z');
});

it('asks again for what changed behind its back in a list in no order', async () => {
  const shelf = shelfOf(30);
  let first = true;
  const vendor = await startVendor(({ query }) => {
    // The list goes by names; something changes between all pages.
    if (!first) for (const id of ['1', '2', '30']) shelf.edit(id);
    first = false;
    const from = Number(query.get('after') ?? 0);
    const least = query.get('since');
    const found = [...shelf.items.values()]
      .toSorted((a, b) => Number(a.id) - Number(b.id))
      .filter((item) => Number(item.id) > from && (least === null || String(payloadOf(item)['updated']) >= least));
    const items = found.slice(0, 10);
    const headers = { date: new Date(instantAt(shelf.clock)).toUTCString() };
    return {
      headers,
      body: { items: items.map(payloadOf), next: found.length > 10 ? Number(items.at(-1)!.id) : null },
    };
  });
  const connection = connectTo({ baseUrl: vendor.url });
  const list = listing({ order: 'none', since });
  const kept = new Kept();
  await kept.read(connection, list);
  first = true;
  await kept.read(connection, list);
  expect(kept.missed(shelf)).toEqual([]);
});

it('reads newest first without a filter, down to where it was', async () => {
  const shelf = shelfOf(30);
  const { connection, asked } = await snapshotVendor(shelf, 'desc');
  const list = listing({ order: 'desc' });
  const kept = new Kept();
  await kept.read(connection, list);
  for (let id = 31; id <= 37; id++) shelf.add(String(id));
  const before = asked.length;
  await kept.read(connection, list);
  expect(kept.missed(shelf)).toEqual([]);
  expect(asked.length - before).toBe(2);
});

it('does not trust a list that is said to be sorted and is not', async () => {
  const shelf = shelfOf(30);
  const { connection } = await snapshotVendor(shelf, 'desc');
  const list = listing({ order: 'asc', since });
  const kept = new Kept();
  await kept.read(connection, list, 3);
  await kept.read(connection, list);
  expect(kept.missed(shelf)).toEqual([]);
});

it('reads the children of what changed, and moves on once all of them are there', async () => {
  const shelf = shelfOf(12);
  const vendor = await startVendor((asked) => {
    if (asked.path === '/items') return { body: shelf.page(asked) };
    const id = asked.path.split('/')[2]!;
    if (id === '7') return { status: 404 };
    return { body: [1, 2].map((part) => ({ id: `${id}.${part}`, version: shelf.items.get(id)!.version })) };
  });
  const parts: ChildListing = {
    parent: {
      request: { path: '/items' },
      records: '',
      key: ({ id }) => String(id),
      paging: { kind: 'keyset', size: { in: 'limit', max: 5 }, offset: 'offset' },
      cursor: { field: 'updated', step: 's', exclusive: true, order: 'asc', since },
      children: ({ id }) => (id === '9' ? null : { path: `/items/${String(id)}/parts` }),
      inherit: ({ id }) => ({ item: id! }),
    },
    records: '',
    key: ({ item, id }) => `${String(item)}/${String(id)}`,
    paging: { kind: 'none' },
  };
  const connection = connectTo({ baseUrl: vendor.url });
  const kept = new Kept();
  await kept.read(connection, parts, 1);
  shelf.edit('3');
  await kept.read(connection, parts);
  expect(kept.versions.size).toBe(20);
  expect(kept.versions.get('3/3.2')).toBe(1);
  const before = vendor.asked.length;
  await kept.read(connection, parts);
  expect(vendor.asked.length - before).toBe(2);
});

it('does not ask again for windows that were read to their end, whether they held anything or not', async () => {
  const shelf = new Shelf();
  const vendor = await startVendor((asked) => ({ body: { items: shelf.page(asked), next: null } }));
  const connection = connectTo({ baseUrl: vendor.url });
  const between = (from: string, to: string) => ({ query: { since: from, until: to } });
  const window = { between, windowDays: 10, start: '2026-01-01T00:00:00Z' };
  const list = listing({ order: 'none', exclusive: true, ...window });
  const kept = new Kept();
  await kept.read(connection, list, 5);
  await kept.read(connection, list);
  expect(vendor.asked.map(({ query }) => query.get('since')!.slice(0, 10))).toEqual([
    ...['2025-12-31', '2026-01-10', '2026-01-20', '2026-01-30', '2026-02-09'],
    ...['2026-02-09', '2026-02-19', '2026-03-01', '2026-03-11', '2026-03-21', '2026-03-31'],
    ...['2026-04-10', '2026-04-20', '2026-04-30', '2026-05-10', '2026-05-20', '2026-05-30'],
  ]);
  const before = vendor.asked.length;
  shelf.add('1', 30 * 86_400);
  await kept.read(connection, list);
  expect(kept.missed(shelf)).toEqual([]);
  expect(vendor.asked.length - before).toBe(1);
});
