import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { customersPage } from '../../src/measure/customers-page.ts';
import { addToList, forgetSegment, takeOffList } from '../../src/measure/segments/list.ts';
import { findSegment, segmentSizes } from '../../src/measure/segments/index.ts';
import { Segment } from '../../src/model/segment.ts';
import { Shop } from './shop.ts';

const shop = await Shop.open();
const { workspaceId } = shop;
const list = '33333333-3333-4333-8333-333333333333';
const people = ['ada', 'bob', 'cyd', 'dan'];
const idOf = (name: string) => shop.id('identity', name);
const these = (names: string[]) => sql`select unnest(${names.map(idOf)}::uuid[])`;

async function listed(asOf?: string): Promise<string[]> {
  const { rows } = await customersPage(await shop.context(asOf), { filter: { segment: list }, first: 100 });
  return people.filter((name) => rows.some(({ id }) => id === idOf(name)));
}
const put = async (...names: string[]) => addToList(await shop.context(), list, these(names));
const take = async (...names: string[]) => takeOffList(await shop.context(), list, these(names));

/** What unify does when an identity turns out to be somebody else. */
const moveIdentity = (identity: string, customer: string) =>
  sql`update identities set customer_id = ${idOf(customer)} where id = ${idOf(identity)}`.execute(
    shop.store.em().getKysely(),
  );

beforeAll(async () => {
  await shop.addCustomers(people, { firstSeenAt: new Date('2024-01-01T00:00:00Z') });
  await shop.addOrders([{ key: '1', customer: 'ada', at: '2024-05-01T10:00:00Z', total: '10.00' }]);
  await shop.refresh();
  const at = new Date('2024-01-01T00:00:00Z');
  await shop.write(Segment, [
    { workspaceId, id: list, name: 'Guests of the fair', filter: null, createdAt: at, updatedAt: at },
  ]);
});

describe('a list of customers', () => {
  it('holds whom it was given until they are taken off, and on every day those of that day', async () => {
    await put('ada', 'bob');
    await put('bob', 'cyd');
    await take('ada', 'dan');
    expect(await listed()).toEqual(['bob', 'cyd']);
    const stood = (name: string, from: string, to: string | null) =>
      sql`update segment_members set added_at = ${from}::date, removed_at = ${to}::date
        where identity_id = ${idOf(name)}`.execute(shop.store.em().getKysely());
    await stood('ada', '2024-02-01', '2024-03-01');
    await stood('bob', '2024-02-15', null);
    expect(await listed('2024-01-31')).toEqual([]);
    expect(await listed('2024-02-01')).toEqual(['ada']);
    expect(await listed('2024-02-29')).toEqual(['ada', 'bob']);
    expect(await listed('2024-03-01')).toEqual(['bob']);
    await put('ada');
    expect(await listed()).toEqual(['ada', 'bob', 'cyd']);
    await take('ada');
    const context = await shop.context();
    const segment = (await findSegment(context, list))!;
    expect([segment.filter, await segmentSizes(context, [segment])]).toEqual([null, [2]]);
  });

  it('can be part of a filter', async () => {
    const filter = { not: { segment: list }, orders: { gte: 1 } };
    const { rows } = await customersPage(await shop.context(), { filter });
    expect(rows.map(({ id }) => id)).toEqual([idOf('ada')]);
  });

  it('survives that two customers become one, and one becomes two again', async () => {
    await moveIdentity('bob', 'dan');
    expect(await listed(), 'bob is dan now').toEqual(['cyd', 'dan']);
    await take('dan');
    expect(await listed()).toEqual(['cyd']);
    await put('dan');
    await moveIdentity('bob', 'bob');
    expect(await listed(), 'whoever dan was made of').toEqual(['bob', 'cyd', 'dan']);
  });

  it('is forgotten with its members', async () => {
    await forgetSegment(await shop.context(), list);
    expect(await findSegment(await shop.context(), list)).toBeNull();
    expect(await shop.rows('segment_members')).toEqual([]);
  });
});
