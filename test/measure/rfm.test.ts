import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { customersPage } from '../../src/measure/customers-page.ts';
import { readThresholds } from '../../src/measure/customer-states.ts';
import { addDays } from '../../src/measure/period.ts';
import { compareGroups } from '../../src/measure/rfm/comparison.ts';
import { rfmGroups } from '../../src/measure/rfm/groups.ts';
import { rfmScores } from '../../src/measure/rfm/index.ts';
import { seeded } from '../land/shop-files.ts';
import { Shop } from './shop.ts';

const shop = await Shop.open();
const any = seeded(23);
const people = Array.from({ length: 90 }, (_, index) => `p${index}`);
const ids = people.map((name) => shop.id('identity', name));
const day = (number: number) => addDays('2024-01-01', number);

/** Few different values, so that many customers have the same. */
const orders = people.slice(5).flatMap((customer) =>
  Array.from({ length: 1 + any(5) }, (_, index) => ({
    key: `${customer}-${index}`,
    customer,
    at: `${day(any(12) * 30)}T12:00:00Z`,
    total: `${10 * (1 + any(4))}.00`,
  })),
);

beforeAll(async () => {
  await shop.addCustomers(people);
  await shop.addOrders(orders);
  await shop.dataThrough(`${day(360)}T20:00:00Z`);
  await shop.refresh();
});

describe.each([day(360), day(200), day(95), day(1)])('RFM as of %s', (asOf) => {
  it('scores by the limits that it tells: ties score the same', async () => {
    const context = await shop.context(asOf);
    const { recency, frequency, monetary, purchasers } = await readThresholds(context);
    const scores = await rfmScores(context, ids);
    expect(scores.size).toBe(purchasers);
    for (const [index, name] of people.entries()) {
      const own = orders.filter(({ customer, at }) => customer === name && at.slice(0, 10) <= asOf);
      const days = own.map(({ at }) => at.slice(0, 10)).toSorted();
      const score = scores.get(ids[index]!);
      expect(score === undefined).toBe(own.length === 0);
      if (!score) continue;
      const net = own.reduce((sum, { total }) => sum + Number(total), 0);
      const above = (limits: string[], exceeds: (limit: string) => boolean) => 1 + limits.filter(exceeds).length;
      expect(score.recency).toBe(above(recency, (limit) => days.at(-1)! > limit));
      expect(score.frequency).toBe(above(frequency, (limit) => new Set(days).size > Number(limit)));
      expect(score.monetary).toBe(above(monetary, (limit) => net > Number(limit)));
    }
  });

  it('puts every purchaser into exactly one group', async () => {
    const context = await shop.context(asOf);
    const { purchasers } = await readThresholds(context);
    const members = await Promise.all(
      rfmGroups.map(async (group) => (await customersPage(context, { first: 100, filter: { rfm: [group] } })).rows),
    );
    const all = members.flat().map(({ id }) => id);
    expect(all).toHaveLength(purchasers);
    expect(new Set(all).size).toBe(purchasers);
  });
});

it('compares its groups with those that a source tells, whatever they are called', async () => {
  expect(await compareGroups(await shop.context())).toEqual([]);
  const scores = await rfmScores(await shop.context(), ids);
  // The source tells the very same groups in words of its own, but for three customers; of some it tells nothing.
  const told = ids.slice(0, 60).map((id, index) => (index >= 20 && index < 23 ? 'G-?' : `G-${scores.get(id)?.group}`));
  await sql`
    update identities i set source_group = t.told from unnest(${ids.slice(0, 60)}::uuid[], ${told}::text[]) as t (id, told)
    where i.workspace_id = ${shop.workspaceId} and i.id = t.id`.execute(shop.store.em().getKysely());
  await shop.touch('customer', ids.slice(0, 60));
  await shop.refresh();
  const [comparison, ...others] = await compareGroups(await shop.context());
  expect(others).toEqual([]);
  expect(comparison!.customers).toBe(60);
  const strangers = new Map<string, number>();
  for (const id of ids.slice(20, 23)) {
    const group = scores.get(id)!.group;
    strangers.set(group, (strangers.get(group) ?? 0) + 1);
  }
  expect(comparison!.agreement).toBeCloseTo((57 + Math.max(...strangers.values())) / 60, 12);
  for (const { sourceGroup, group, share } of comparison!.groups.filter((cell) => cell.sourceGroup !== 'G-?')) {
    expect({ sourceGroup, share }).toEqual({ sourceGroup: group === null ? 'G-undefined' : `G-${group}`, share: 1 });
  }
});
