import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { onDay } from '../../src/measure/context.ts';
import type { CustomerFilter } from '../../src/measure/filter.ts';
import { customersWhere } from '../../src/measure/filter-sql.ts';
import { builtInSegments } from '../../src/measure/segments/built-in.ts';
import { type SegmentDefinition, inWords, listSegments, segmentSizes } from '../../src/measure/segments/index.ts';
import {
  conditionsOf,
  countMoves,
  movementProvenance,
  movesBetween,
  segmentDays,
} from '../../src/measure/segments/movement.ts';
import { overlapProvenance, segmentOverlap } from '../../src/measure/segments/overlap.ts';
import { crowd, settle } from './crowd.ts';
import { Shop } from './shop.ts';

const shop = await Shop.open();
beforeAll(() => settle(shop));

const ofFilter = (filter: CustomerFilter): SegmentDefinition => ({
  id: 'test',
  name: 'Test',
  description: '',
  filter,
  builtIn: false,
});
const segments = [
  ...builtInSegments.slice(0, 4),
  ofFilter({ ordered: { period: { last: 'P90D' } } }),
  ofFilter({ any: [{ consent: { channel: 'EMAIL', granted: true } }, { orders: { gte: 3 } }], country: ['DE', 'FR'] }),
  ofFilter({ not: { lastOrdered: { before: 'P100D' } } }),
  ofFilter({ firstSeen: { last: 'P30D' } }),
];
async function members(day: string, { filter }: SegmentDefinition): Promise<Set<string>> {
  const context = await shop.context(day);
  const { rows } = await sql<{ id: string }>`
    select customer_id as id from (${await customersWhere(context, filter!)}) found`.execute(context.em.getKysely());
  return new Set(rows.map(({ id }) => id));
}
const without = (some: Set<string>, others: Set<string>) => [...some].filter((id) => !others.has(id)).toSorted();

describe('the movement of a segment', () => {
  const [from, to] = ['2023-11-15', '2024-04-01'];

  it.each(segments.map((segment) => [JSON.stringify(segment.filter), segment] as const))(
    'is who came, left and stayed between two days: %s',
    async (_filter, segment) => {
      const [before, after] = [await shop.context(from), await shop.context(to)];
      const { rows } = await sql<{ id: string; move: string }>`
        select customer_id as id, move from (${await movesBetween(before, after, segment)}) m`.execute(
        after.em.getKysely(),
      );
      const [then, now] = [await members(from, segment), await members(to, segment)];
      const moved = (move: string) => rows.flatMap((row) => (row.move === move ? [row.id] : [])).toSorted();
      expect(moved('ENTERED')).toEqual(without(now, then));
      expect(moved('LEFT')).toEqual(without(then, now));
      expect(moved('STAYED')).toEqual([...now].filter((id) => then.has(id)).toSorted());
      const counts = await countMoves(before, after, segment);
      expect(counts.ENTERED + counts.LEFT + counts.STAYED).toBe(rows.length);
      expect(counts.STAYED + counts.ENTERED).toBe(now.size);
    },
  );

  it('tells which conditions turned', async () => {
    const segment = ofFilter({
      orders: { gte: 2 },
      all: [{ any: [{ country: ['DE'] }, { revenue: { gte: '100' } }] }],
    });
    const conditions = conditionsOf(segment.filter!);
    expect(await inWords(await shop.context(), conditions)).toEqual([
      'at least 2 purchases',
      'from DE',
      'at least 100 of net sales',
    ]);
    const [before, after] = [await shop.context(from), await shop.context(to)];
    const { rows } = await sql<{ id: string; held: boolean[]; holds: boolean[] }>`
      select customer_id as id, held, holds from (${await movesBetween(before, after, segment)}) m
      where move = 'ENTERED'`.execute(after.em.getKysely());
    expect(rows.length).toBeGreaterThan(2);
    for (const { id, held, holds } of rows) {
      const person = crowd.find(({ name }) => shop.id('identity', name) === id)!;
      const told = (day: string) => {
        const past = person.purchases.filter((purchase) => purchase.day <= day);
        const net = past.reduce((sum, { amount }) => sum + amount, 0);
        return [past.length >= 2, person.country === 'DE', net >= 100];
      };
      expect([held, holds]).toEqual([told(from), told(to)]);
    }
  });

  it('over many days has at each the size of that day, and what came less what left', async () => {
    const days = ['2023-06-30', '2023-09-30', '2023-12-31', '2024-03-31', '2024-12-31'];
    const context = await shop.context();
    for (const segment of segments) {
      const course = await segmentDays(
        days.map((day) => onDay(context, day)),
        segment,
      );
      const sizes = await Promise.all(days.map(async (day) => (await members(day, segment)).size));
      expect(course.map(({ size }) => size)).toEqual(sizes.slice(1));
      course.forEach(({ size, entered, left }, index) => expect(sizes[index]! + entered - left).toBe(size));
    }
    expect((await movementProvenance(context)).inputs[0]!.rows).toBeGreaterThan(50);
  });
});

describe('the overlap of segments', () => {
  it('puts every customer into one combination', async () => {
    const context = await shop.context('2024-04-01');
    const asked = [...(await listSegments(context)).slice(0, 3), ...segments.slice(4, 7)];
    const { customers, inNone, sizes, combinations } = await segmentOverlap(context, asked);
    expect(customers).toBe(crowd.length);
    expect(inNone + combinations.reduce((sum, { exactly }) => sum + exactly, 0)).toBe(customers);
    expect(sizes).toEqual(await segmentSizes(context, asked));
    const sets = await Promise.all(asked.map((segment) => members('2024-04-01', segment)));
    for (const combination of combinations) {
      const chosen = asked.map((segment) => combination.segments.includes(segment));
      const everyone = crowd.map(({ name }) => shop.id('identity', name));
      const all = everyone.filter((id) => sets.every((set, index) => !chosen[index] || set.has(id)));
      expect(combination.together).toBe(all.length);
      const only = all.filter((id) => sets.every((set, index) => chosen[index] || !set.has(id)));
      expect(combination.exactly).toBe(only.length);
    }
    expect(combinations.length).toBeGreaterThan(3);
    expect((await overlapProvenance(context)).method).toBe('segment-overlap@1');
  });
});
