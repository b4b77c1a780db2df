import { defineEntity, p } from '@mikro-orm/core';
import { sql } from 'kysely';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { upsert } from '../../src/store/upsert.ts';
import { freshDatabase } from '../setup/database.ts';

const Item = defineEntity({
  name: 'Item',
  tableName: 'items',
  properties: {
    workspaceId: p.integer().primary(),
    id: p.uuid().primary(),
    name: p.text().nullable(),
    price: p.decimal('string').columnType('numeric').nullable(),
    stock: p.bigint('string').nullable(),
    tags: p.array().columnType('text[]').nullable(),
    payload: p.json<unknown>().columnType('json').nullable(),
    settings: p.json<unknown>().columnType('jsonb').nullable(),
    soldOn: p.date().columnType('date').nullable(),
    seenAt: p.datetime().columnType('timestamptz').nullable(),
    grade: p.text().nullable(),
  },
});

const url = await freshDatabase([
  {
    name: '0001-items',
    up: `create table items (
      workspace_id int, id uuid, name text, price numeric, stock bigint, tags text[], payload json, settings jsonb,
      sold_on date, seen_at timestamptz, grade text default 'new', primary key (workspace_id, id))`,
  },
]);
const store = await openStore({ url, entities: [Item] });
afterAll(() => store.close());

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
let workspace = 0;

describe('upsert', () => {
  it('writes every kind of column, and reads it back exact', async () => {
    const workspaceId = ++workspace;
    const row = {
      workspaceId,
      id: id(1),
      name: `O'Neill "the" \\ Ünïcode 🙂`,
      price: '12345678901234567890.123456789',
      stock: '9007199254740993',
      tags: ['a', 'b,c', '"'],
      payload: { z: 1, a: [null, 'x'] },
      settings: { b: '?', a: 1 },
      soldOn: '2024-02-29',
      seenAt: new Date('2024-03-31T01:30:00.123Z'),
    };
    expect(await upsert(store.em(), Item, [row])).toEqual({ inserted: 1, updated: 0, unchanged: 0 });
    const { rows } = await sql`select * from items where workspace_id = ${workspaceId}`.execute(store.em().getKysely());
    const { workspaceId: workspace_id, soldOn: sold_on, seenAt: seen_at, ...same } = row;
    expect(rows).toEqual([{ ...same, workspace_id, sold_on, seen_at, grade: 'new' }]);
    expect(await store.em().findOneOrFail(Item, { workspaceId, id: id(1) })).toMatchObject(row);
  });

  it('counts what is new, changed and the same, and touches only what differs', async () => {
    const workspaceId = ++workspace;
    const rows = [1, 2, 3].map((n) => ({ workspaceId, id: id(n), name: `n${n}`, payload: { n }, settings: { n } }));
    expect(await upsert(store.em(), Item, rows)).toEqual({ inserted: 3, updated: 0, unchanged: 0 });
    rows[1]!.payload = { n: 20 };
    const next = [...rows, { ...rows[0]!, id: id(4) }];
    expect(await upsert(store.em(), Item, next)).toEqual({ inserted: 1, updated: 1, unchanged: 2 });
    expect(await upsert(store.em(), Item, next)).toEqual({ inserted: 0, updated: 0, unchanged: 4 });
  });

  it('leaves a column alone that a row does not have, and writes null where it says null', async () => {
    const workspaceId = ++workspace;
    await upsert(store.em(), Item, [{ workspaceId, id: id(1), name: 'Ada', price: '1.50' }]);
    const rows = [
      { workspaceId, id: id(1), price: null, name: undefined },
      { workspaceId, id: id(2), name: 'Bob' },
    ];
    expect(await upsert(store.em(), Item, rows)).toEqual({ inserted: 1, updated: 1, unchanged: 0 });
    expect(await store.em().findOneOrFail(Item, { workspaceId, id: id(1) })).toMatchObject({
      name: 'Ada',
      price: null,
    });
    const bob = await store.em().findOneOrFail(Item, { workspaceId, id: id(2) });
    expect(bob).toMatchObject({ price: null, grade: 'new' });
  });

  it('lets the last of several rows with one key count', async () => {
    const workspaceId = ++workspace;
    const rows = ['first', 'second', 'last'].map((name) => ({ workspaceId, id: id(1), name }));
    expect(await upsert(store.em(), Item, rows)).toEqual({ inserted: 1, updated: 0, unchanged: 0 });
    expect(await store.em().findOneOrFail(Item, { workspaceId, id: id(1) })).toMatchObject({ name: 'last' });
  });

  it('updates only the properties it is told to', async () => {
    const workspaceId = ++workspace;
    const row = { workspaceId, id: id(1), name: 'old', grade: 'a' };
    await upsert(store.em(), Item, [row]);
    const changed = { ...row, name: 'new', grade: 'b' };
    expect(await upsert(store.em(), Item, [changed], { update: [] })).toMatchObject({ updated: 0, unchanged: 1 });
    expect(await upsert(store.em(), Item, [changed], { update: ['grade'] })).toMatchObject({ updated: 1 });
    expect(await store.em().findOneOrFail(Item, { workspaceId, id: id(1) })).toMatchObject({ name: 'old', grade: 'b' });
  });

  it('takes null for nothing said where rows are sparse, and sees no change in what only goes along', async () => {
    const workspaceId = ++workspace;
    const options = { sparse: true, along: ['grade'] };
    await upsert(store.em(), Item, [{ workspaceId, id: id(1), name: 'Ada', price: '1.50', grade: 'a' }], options);
    const same = [
      { workspaceId, id: id(1), name: 'Ada', price: null, grade: 'b' },
      { workspaceId, id: id(2), price: '2' },
    ];
    expect(await upsert(store.em(), Item, same, options)).toEqual({ inserted: 1, updated: 0, unchanged: 1 });
    const changed = [{ workspaceId, id: id(1), price: '1.60', grade: 'c' }];
    expect(await upsert(store.em(), Item, changed, options)).toEqual({ inserted: 0, updated: 1, unchanged: 0 });
    const ada = await store.em().findOneOrFail(Item, { workspaceId, id: id(1) });
    expect(ada).toMatchObject({ name: 'Ada', price: '1.60', grade: 'c' });
  });

  it('writes more rows than one statement holds, in the transaction it is in', async () => {
    const workspaceId = ++workspace;
    const rows = Array.from({ length: 12_001 }, (_, n) => ({ workspaceId, id: id(n), name: `n${n}` }));
    const failing = store.transaction(async (em) => {
      expect(await upsert(em, Item, rows)).toEqual({ inserted: 12_001, updated: 0, unchanged: 0 });
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await store.em().count(Item, { workspaceId })).toBe(0);
    await store.transaction((em) => upsert(em, Item, rows));
    expect(await store.em().count(Item, { workspaceId })).toBe(12_001);
  });

  it('names what is missing: a part of the key, a column', async () => {
    await expect(upsert(store.em(), Item, [{ id: id(1) }])).rejects.toThrow('workspaceId, id');
    const odd = { workspaceId: 1, id: id(1), colour: 'red' };
    await expect(upsert(store.em(), Item, [odd])).rejects.toThrow('"colour"');
  });

  it('ends in the same state as writing row by row, whatever comes', async () => {
    const value = fc.option(fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')));
    const row = fc.record({ n: fc.nat(5), name: value, grade: value }, { requiredKeys: ['n'] });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 12 }), fc.array(row, { maxLength: 12 }), async (first, second) => {
        const workspaceId = ++workspace;
        const expected = new Map<number, { name: string | null; grade: string | null }>();
        for (const batch of [first, second]) {
          const last = new Map(batch.map(({ n, ...rest }) => [n, rest]));
          for (const [n, rest] of last)
            expected.set(n, { ...(expected.get(n) ?? { name: null, grade: 'new' }), ...rest });
          await upsert(
            store.em(),
            Item,
            batch.map(({ n, ...rest }) => ({ workspaceId, id: id(n), ...rest })),
          );
        }
        const found = await store.em().find(Item, { workspaceId });
        const state = new Map(found.map(({ id: key, name, grade }) => [Number(key.slice(-12)), { name, grade }]));
        expect(state).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });
});
