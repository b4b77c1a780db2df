import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { driftOf, FieldLog } from '../../src/land/drift.ts';
import type { Payload, Stream } from '../../src/sdk/index.ts';
import { openModel, openSource } from './one-stream.ts';

const store = await openModel();

/** A source that gives these records at every run, and how its last run says that they differ. */
async function open(records: () => Payload[]) {
  const stream: Stream = {
    ...{ entities: ['customer'], personalData: true, firstParty: true },
    async *read() {
      yield { records: records().map((payload) => ({ key: String(payload['id']), payload })), cursor: null };
    },
    map: ({ id }) => [{ type: 'customer', data: { key: String(id) } }],
  };
  const source = await openSource(store(), stream);
  return {
    ...source,
    async drift() {
      const found = await source.rows(sql<{ drift: unknown }>`
        select s.drift from run_streams s join runs r on r.workspace_id = s.workspace_id and r.id = s.run_id
        where s.workspace_id = ${source.workspaceId} order by r.started_at desc limit 1`);
      return found[0]!.drift;
    },
  };
}

const people = (count: number, fields: (id: number) => Payload): Payload[] =>
  Array.from({ length: count }, (_, id) => ({ id, ...fields(id) }));

it('reports fields that are new, missing or of another type, and goes on', async () => {
  let records = people(30, (id) => ({ total: '1.00', note: id % 2 ? 'x' : null, address: { city: 'Rome', zip: id } }));
  const source = await open(() => records);
  await source.sync();
  expect(await source.drift()).toEqual([]);
  records = people(30, () => ({ total: 1, address: { city: 'Rome', street: 'Via 1' }, tags: ['a'] }));
  expect(await source.sync()).toMatchObject({ status: 'SUCCEEDED', written: 30 });
  expect(await source.drift()).toEqual([
    { field: 'total', change: 'TYPE', types: ['number'], before: ['string'] },
    { field: 'address.street', change: 'NEW', types: ['string'], before: [] },
    { field: 'tags', change: 'NEW', types: ['array'], before: [] },
    { field: 'note', change: 'MISSING', types: [], before: ['string'] },
    { field: 'address.zip', change: 'MISSING', types: [], before: ['number'] },
  ]);
  expect(await source.sync()).toMatchObject({ written: 0 });
  expect(await source.drift()).toEqual([]);
});

it('learns silently until the stream has been read to its end once', async () => {
  let records = people(30, () => ({ a: 1 }));
  const source = await open(() => {
    if (records.length === 0) throw new Error('the line went dead');
    return records;
  });
  records = [];
  expect(await source.sync()).toMatchObject({ status: 'FAILED' });
  records = people(30, () => ({ b: 2 }));
  await source.sync();
  expect(await source.drift()).toEqual([]);
  records = people(31, () => ({ b: 2, c: null }));
  await source.sync();
  expect(await source.drift()).toEqual([{ field: 'c', change: 'NEW', types: [], before: [] }]);
});

it('says nothing of records that are like those before', () => {
  const value = fc.oneof(
    fc.constant(null),
    fc.integer(),
    fc.string(),
    fc.dictionary(fc.constantFrom('x', 'y'), fc.nat()),
  );
  const record = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), value);
  fc.assert(
    fc.property(fc.array(record, { minLength: 20, maxLength: 40 }), (records) => {
      const [before, now] = [new FieldLog(), new FieldLog()];
      for (const one of records) before.see(one as Payload);
      for (const one of records) now.see(one as Payload);
      expect(driftOf(before, now)).toEqual([]);
    }),
  );
});
