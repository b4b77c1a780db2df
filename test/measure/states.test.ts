import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { customerSortKeys } from '../../src/measure/customers-order.ts';
import { customersPage, type CustomersPageQuery } from '../../src/measure/customers-page.ts';
import { stageHistory, stageOn } from '../../src/measure/lifecycle/math.ts';
import { lifecycles } from '../../src/measure/lifecycle/index.ts';
import { wilson } from '../../src/measure/math.ts';
import { measureMetric } from '../../src/measure/measure.ts';
import { rfmGroup, rfmGroups } from '../../src/measure/rfm/groups.ts';
import { rfmProvenance, rfmScores } from '../../src/measure/rfm/index.ts';
import { listSegments, segmentSizes, segmentsOf } from '../../src/measure/segments/index.ts';
import { addDays } from '../../src/measure/period.ts';
import { Shop } from './shop.ts';

const shop = await Shop.open();
const origin = '2023-01-01';
const people = Array.from({ length: 40 }, (_, index) => `p${index}`);
const idOf = (name: string) => shop.id('identity', name);
const ids = people.map(idOf);

/** A fixed crowd: p0 to p2 never bought, the others on pseudo-random days. */
const purchases = people.slice(3).flatMap((customer, person) =>
  Array.from({ length: 1 + ((person * 7) % 6) }, (_, index) => ({
    key: `${customer}-${index}`,
    customer,
    at: `${addDays(origin, (person * 37 + index * index * 41) % 700)}T12:00:00Z`,
    total: `${10 + ((person * 13 + index * 5) % 90)}.00`,
  })),
);

beforeAll(async () => {
  await shop.addCustomers(people.slice(0, 20), { country: 'DE', firstSeenAt: new Date('2022-12-01T00:00:00Z') });
  await shop.addCustomers(people.slice(20), { country: 'FR' });
  await shop.addOrders(purchases);
  await shop.refresh();
});

describe('RFM', () => {
  it('gives each of the 125 cells a group, and every group a cell', () => {
    const scores = [1, 2, 3, 4, 5];
    const found = scores.flatMap((r) => scores.flatMap((f) => scores.map((m) => rfmGroup(r, f, m))));
    expect(found).toHaveLength(125);
    expect(new Set(found)).toEqual(new Set(rfmGroups));
    expect([rfmGroup(5, 5, 5), rfmGroup(1, 5, 5), rfmGroup(5, 1, 1), rfmGroup(1, 1, 1)]).toEqual([
      'CHAMPION',
      'CANNOT_LOSE',
      'NEW',
      'LOST',
    ]);
  });

  it('scores equal values equally and larger ones never lower', async () => {
    const context = await shop.context('2024-12-31');
    const scores = await rfmScores(context, ids);
    expect(scores.size).toBe(37);
    const facts = people.slice(3).map((name) => {
      const own = purchases.filter(({ customer }) => customer === name);
      const days = new Set(own.map(({ at }) => at));
      const value = own.reduce((sum, { total }) => sum + Number(total), 0);
      return { last: [...days].toSorted().at(-1)!, days: days.size, value, score: scores.get(idOf(name))! };
    });
    const unfair = facts.filter((one) =>
      facts.some(
        (other) =>
          (one.last >= other.last && one.score.recency < other.score.recency) ||
          (one.days >= other.days && one.score.frequency < other.score.frequency) ||
          (one.value >= other.value && one.score.monetary < other.score.monetary),
      ),
    );
    expect(unfair).toEqual([]);
    const grouped = facts.map(({ score }) => rfmGroup(score.recency, score.frequency, score.monetary));
    expect(facts.map(({ score }) => score.group)).toEqual(grouped);
    expect(Math.max(...facts.map(({ score }) => score.monetary))).toBe(5);
  });

  it('says where too few different values leave scores unused', async () => {
    const { notes } = await rfmProvenance(await shop.context('2023-03-01'));
    expect(notes).toContain('Many customers share the same frequency: it has at most 2 different scores.');
  });
});

describe('the life cycle', () => {
  const rules = { newForDays: 30, churnAfterDays: 100, loyalAfterOrders: 3, vipValue: 50 };

  it('runs from new to churned and back', () => {
    const bought = [0, 40, 60, 300, 320].map((day) => ({ day, orders: 1, value: 15 }));
    expect(stageHistory(bought, rules, 500).map(({ day, stage }) => [day, stage])).toEqual([
      [0, 'NEW'],
      [30, 'ONE_TIME'],
      [40, 'ACTIVE'],
      [60, 'LOYAL'],
      [110, 'AT_RISK'],
      [160, 'CHURNED'],
      [300, 'WON_BACK'],
      [320, 'VIP'],
      [370, 'AT_RISK'],
      [420, 'CHURNED'],
    ]);
  });

  it('changes on no other day than its history says', () => {
    const days = fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        days,
        fc.integer({ min: 1, max: 250 }),
        fc.integer({ min: 1, max: 60 }),
        (drawn, churnAfterDays, newForDays) => {
          const bought = drawn.toSorted((one, other) => one - other).map((day) => ({ day, orders: 1, value: 20 }));
          const own = { ...rules, churnAfterDays, newForDays };
          const history = stageHistory(bought, own, 700);
          for (let day = bought[0]!.day; day <= 700; day++) {
            expect(history.findLast((change) => change.day <= day)?.stage).toBe(stageOn(day, bought, own));
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it.each(['2023-02-01', '2023-09-15', '2024-06-30', '2024-12-31'])(
    'is on %s for each customer what it is for all of them together',
    async (asOf) => {
      const context = await shop.context(asOf);
      const found = await lifecycles(context, ids);
      const stages = new Map<string, number>();
      for (const { stage, since, history } of found.values()) {
        stages.set(stage, (stages.get(stage) ?? 0) + 1);
        expect(history.at(-1)).toEqual({ stage, day: since });
      }
      const period = { from: addDays(asOf, -30), to: asOf };
      const { groups } = await measureMetric(context, 'customers', { period, breakdown: 'lifecycle_stage' });
      expect(new Map(groups.map(({ key, total }) => [key, Number(total.value)]))).toEqual(stages);
      expect([...stages.values()].reduce((sum, count) => sum + count)).toBe(people.length);
      for (const stage of stages.keys()) {
        const filtered = await customersPage(context, { filter: { stage: [stage as 'NEW'] }, first: 100 });
        expect(filtered.rows.map(({ id }) => id).toSorted()).toEqual(
          ids.filter((id) => found.get(id)!.stage === stage).toSorted(),
        );
      }
    },
  );
});

describe('segments', () => {
  it('count their members, and members know them', async () => {
    const context = await shop.context('2024-12-31');
    const segments = await listSegments(context);
    const sizes = await segmentSizes(context, segments);
    const memberships = await segmentsOf(context, ids);
    segments.forEach(({ id, name }, index) => {
      const members = [...memberships.values()].filter((own) => own.some((segment) => segment.id === id));
      expect([name, members.length]).toEqual([name, sizes[index]]);
    });
    const rfm = segments.map(({ id }, index) => (id.startsWith('rfm-') ? sizes[index]! : 0));
    expect(rfm.reduce((sum, size) => sum + size, 0)).toBe(37);
    const once = people.filter((name) => purchases.filter(({ customer }) => customer === name).length === 1);
    expect(sizes[segments.findIndex(({ id }) => id === 'one-time-buyer')]).toBe(once.length);
  });
});

describe('a list of customers', () => {
  it('walks all of them once, forwards and backwards, by every key', async () => {
    const context = await shop.context('2024-12-31');
    for (const key of customerSortKeys) {
      for (const direction of ['ASC', 'DESC'] as const) {
        const walk = async (size: Pick<CustomersPageQuery, 'first' | 'last'>) => {
          const found: string[] = [];
          let cursor: string | undefined;
          for (let more = true; more;) {
            const from = cursor === undefined ? {} : size.first ? { after: cursor } : { before: cursor };
            const page = await customersPage(context, { sort: { key, direction }, ...size, ...from });
            const own = page.rows.map(({ id }) => id);
            if (size.first) found.push(...own);
            else found.unshift(...own);
            more = size.first ? page.hasNextPage : page.hasPreviousPage;
            cursor = (size.first ? page.rows.at(-1) : page.rows[0])?.cursor;
          }
          return found;
        };
        const forwards = await walk({ first: 7 });
        expect([key, forwards.toSorted()]).toEqual([key, ids.toSorted()]);
        expect([key, direction, await walk({ last: 7 })]).toEqual([key, direction, forwards]);
      }
    }
  });

  it('puts unknown values last, whichever end comes first', async () => {
    const context = await shop.context('2024-12-31');
    for (const direction of ['ASC', 'DESC'] as const) {
      const { rows } = await customersPage(context, { sort: { key: 'LAST_ORDER', direction }, first: 100 });
      expect(new Set(rows.slice(-3).map(({ id }) => id))).toEqual(new Set(ids.slice(0, 3)));
    }
  });

  it('counts what matches, and refuses a cursor that is none', async () => {
    const context = await shop.context('2024-12-31');
    const page = await customersPage(context, { filter: { country: ['fr'] }, first: 5 });
    expect([page.rows.length, await page.totalCount(), page.hasNextPage, page.hasPreviousPage]).toEqual([
      5,
      20,
      true,
      false,
    ]);
    await expect(customersPage(context, { first: 5, after: 'nonsense' })).rejects.toThrow('after is no cursor');
  });
});

it('a share has the interval of Wilson', () => {
  const rounded = ({ low, high }: { low: number; high: number }) => [low.toFixed(3), high.toFixed(3)];
  expect(rounded(wilson(9, 10))).toEqual(['0.596', '0.982']);
  expect(rounded(wilson(0, 5))).toEqual(['0.000', '0.434']);
});
