import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeySet } from '../../src/land/key-set.ts';
import type { DeclaredStream, Page, Payload, Stream } from '../../src/sdk/index.ts';
import { startVendor } from './http/vendor.ts';
import { openModel, openSource } from './one-stream.ts';

const store = await openModel();
const open = (stream: Stream | DeclaredStream, vendorUrl?: string) => openSource(store(), stream, vendorUrl);

const common = {
  ...{ entities: ['customer'], personalData: true, firstParty: true },
  map: ({ id, name }: Payload) => [
    { type: 'customer' as const, data: { key: String(id), ...(name ? { name: String(name) } : {}) } },
  ],
} satisfies Partial<Stream>;

/** A list that is read whole each time. */
const tokens: DeclaredStream = {
  ...common,
  request: { path: '/people' },
  records: 'items',
  key: ({ id }) => String(id),
  paging: { kind: 'token', at: 'next', in: 'after' },
  cursor: 'scan',
  deletes: 'scan',
};

/** A vendor whose list leads from page to page by tokens; `broken` is asked before every answer. */
async function peopleVendor(ids: Set<string>, broken: (page: number) => boolean = () => false) {
  return startVendor(({ query }) => {
    const from = Number(query.get('after') ?? 0);
    if (broken(from / 2)) return { status: 400, body: { error: 'cannot' } };
    const list = [...ids].toSorted();
    const next = from + 2 < list.length ? from + 2 : null;
    return { body: { items: list.slice(from, from + 2).map((id) => ({ id })), next } };
  });
}

describe('a record that is missing from a list that was read whole', () => {
  it('is gone, kept raw, and comes back when it is listed again', async () => {
    const ids = new Set(['1', '2', '3', '4', '5']);
    const source = await open(tokens, (await peopleVendor(ids)).url);
    await source.sync();
    ids.delete('2');
    expect(await source.sync()).toMatchObject({ status: 'SUCCEEDED', written: 0, deleted: 1 });
    expect(await source.keys('identities')).toBe('1 3 4 5');
    expect(await source.kept()).toEqual({ rows: '4', raw: 5 });
    expect(await source.sync()).toMatchObject({ deleted: 0 });
    ids.add('2');
    expect(await source.sync()).toMatchObject({ written: 1, deleted: 0 });
    expect(await source.keys('identities')).toBe('1 2 3 4 5');
    expect(await source.kept()).toEqual({ rows: '5', raw: 5 });
  });

  it.each([
    ['was interrupted and went on', [1]],
    ['began again midway', [1, 1]],
  ])('stays where the reading %s', async (_, refusals) => {
    const ids = new Set(['1', '2', '3', '4', '5', '6']);
    let refused: number[] = [];
    const vendor = await peopleVendor(ids, (page) => page === refused[0] && refused.shift() !== undefined);
    const source = await open(tokens, vendor.url);
    await source.sync();
    ids.delete('1');
    refused = [...refusals];
    expect(await source.sync()).toMatchObject({ status: 'FAILED', deleted: 0 });
    expect(await source.sync()).toMatchObject({ status: 'SUCCEEDED', deleted: 0 });
    expect(refused).toEqual([]);
    expect(await source.keys('identities')).toBe('1 2 3 4 5 6');
    expect(await source.sync()).toMatchObject({ deleted: 1 });
  });

  it('is removed after all where the process dies before its facts are', async () => {
    const ids = new Set(['1', '2', '3']);
    const source = await open(tokens, (await peopleVendor(ids)).url);
    await source.sync();
    ids.delete('3');
    await source.land();
    expect(await source.keys('identities')).toBe('1 2 3');
    await source.sync();
    expect(await source.keys('identities')).toBe('1 2');
  });

  it('is looked for once more where the list has numbered pages, for it may only have moved', async () => {
    let ids = ['1', '2', '3', '4', '5'];
    const toCome: string[][] = [];
    let answers = Infinity;
    const vendor = await startVendor(({ query }) => {
      if (answers-- === 0) return { status: 400, body: { error: 'cannot' } };
      const from = 2 * (Number(query.get('page')) - 1);
      const body = ids.slice(from, from + 2).map((id) => ({ id }));
      ids = toCome.shift() ?? ids;
      return { body };
    });
    const paged = { ...tokens, records: '', paging: { kind: 'page', in: 'page', size: { in: 'size', max: 2 } } };
    const source = await open(paged as DeclaredStream, vendor.url);
    await source.sync();
    toCome.push(['2', '3', '4', '5']);
    expect(await source.sync()).toMatchObject({ deleted: 0 });
    expect(await source.keys('identities')).toBe('1 2 3 4 5');
    // Where it cannot be looked for, it stays.
    answers = 4;
    expect(await source.sync()).toMatchObject({ status: 'FAILED', deleted: 0, failures: [{ kind: 'data' }] });
    answers = Infinity;
    expect(await source.sync()).toMatchObject({ deleted: 0 });
    const before = vendor.asked.length;
    expect(await source.sync()).toMatchObject({ deleted: 1 });
    expect(await source.keys('identities')).toBe('2 3 4 5');
    expect(await source.sync()).toMatchObject({ deleted: 0 });
    // Three pages, and again for what is missing, but not where nothing is.
    expect(vendor.asked.length - before).toBe(9);
  });

  it('stays where part of the list could not be read', async () => {
    const records: (Payload | string)[] = [{ id: '1' }, { id: '2' }];
    const vendor = await startVendor(() => ({ body: { items: records, next: null } }));
    const source = await open(tokens, vendor.url);
    await source.sync();
    records[1] = 'half a reco';
    expect(await source.sync()).toMatchObject({ deleted: 0, rejected: 1 });
    expect(await source.keys('identities')).toBe('1 2');
  });

  it('never removes what is there, and in the end leaves nothing else, wherever readings are interrupted', async () => {
    const step = fc.record({
      toggle: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }),
      pages: fc.option(fc.integer({ min: 1, max: 5 }), { nil: Infinity }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const ids = new Set(['1', '2', '3', '4']);
        const always = new Set(ids);
        const source = await open(tokens, (await peopleVendor(ids)).url);
        await source.sync();
        for (const { toggle, pages } of steps) {
          for (const id of toggle.map(String)) {
            if (!ids.delete(id)) ids.add(id);
            else always.delete(id);
          }
          await source.syncUntil(pages);
          const found = new Set((await source.keys('identities')).split(' '));
          expect([...always].filter((id) => !found.has(id))).toEqual([]);
        }
        // The first may only end what was interrupted.
        await source.sync();
        await source.sync();
        expect(await source.keys('identities')).toBe([...ids].toSorted().join(' '));
      }),
      { numRuns: 10 },
    );
  }, 180_000);
});

describe('a stream that reads by its own code', () => {
  const reading = (read: (cursor: number | null) => Page[], more: Partial<Stream> = {}): Stream => ({
    ...common,
    ...more,
    async *read(cursor) {
      yield* read(cursor as number | null);
    },
  });
  const records = (...ids: string[]) => ids.map((id) => ({ key: id, payload: { id } }));

  it('tells which records are gone', async () => {
    const source = await open(
      reading((cursor) =>
        cursor === null
          ? [{ records: records('1', '2', '3'), cursor: 1 }]
          : [{ records: records('4'), deleted: ['2', 'unknown'], cursor: 2 }],
      ),
    );
    await source.sync();
    expect(await source.sync()).toMatchObject({ written: 1, deleted: 1 });
    expect(await source.keys('identities')).toBe('1 3 4');
  });

  it('shows all that there is only where it begins at the start', async () => {
    let ids = ['1', '2', '3'];
    let restart = false;
    const pages = (from: number) => ids.slice(from).map((id, i) => ({ records: records(id), cursor: from + i + 1 }));
    const source = await open(
      reading((cursor) => (restart ? pages(0).map((page, i) => ({ ...page, restart: i === 0 })) : pages(cursor ?? 0)), {
        deletes: 'scan',
      }),
    );
    await source.sync();
    ids = ['1', '3', '4', '5'];
    expect(await source.sync()).toMatchObject({ read: 1, deleted: 0 });
    restart = true;
    expect(await source.sync()).toMatchObject({ read: 4, deleted: 1 });
    expect(await source.keys('identities')).toBe('1 3 4 5');
  });
});

it('keeps a record that says itself that it is gone, but maps it no more', async () => {
  let list: Payload[] = [{ id: '1', name: 'Ada' }, { id: '2' }];
  const vendor = await startVendor(() => ({ body: { items: list, next: null } }));
  const source = await open({ ...tokens, deletes: { gone: ({ trashed }) => trashed === true } }, vendor.url);
  await source.sync();
  list = [{ id: '1', trashed: true }];
  expect(await source.sync()).toMatchObject({ written: 1, deleted: 1, rejected: 0 });
  expect(await source.keys('identities')).toBe('2');
  list = [{ id: '1', name: 'Ada' }];
  expect(await source.sync()).toMatchObject({ written: 1, deleted: 0 });
  expect(await source.keys('identities')).toBe('1 2');
});

it('holds any number of keys', () => {
  const set = new KeySet();
  for (let key = 0; key < 50_000; key++) set.add(`key ${key % 40_000}`);
  expect(set.size).toBe(40_000);
  const wrong = Array.from({ length: 80_000 }, (_, key) => key).filter((key) => set.has(`key ${key}`) !== key < 40_000);
  expect(wrong).toEqual([]);
});
