import { beforeAll, describe, expect, it } from 'vitest';
import { loadDemo, newKey, startApi } from './api.ts';

const api = await startApi();
const tenant = await api.tenant('Shop');
beforeAll(() => loadDemo(api.store, tenant, { seed: 1, customers: 60 }));

async function ask<Data>(query: string, variables: Record<string, unknown> = {}): Promise<Data> {
  const { data, errors } = await api.ask<Data>(tenant.secret, query, variables);
  expect(errors).toBeUndefined();
  return data!;
}
const errorOf = async (query: string) => (await api.ask(tenant.secret, query)).errors?.[0];
interface Named {
  id: string;
  name: string;
}
const idsOf = async (...names: string[]) => {
  const { segments } = await ask<{ segments: { nodes: Named[] } }>('{ segments(first: 50) { nodes { id name } } }');
  return names.map((name) => segments.nodes.find((segment) => segment.name === name)!.id);
};
const period = '{ between: { from: "2025-01-01", to: "2025-03-31" } }';

describe('a filter that is not saved yet', () => {
  it('tells whom it finds, in words, in number and by a sample', async () => {
    const filter = { lastOrdered: { before: 'P90D' }, orders: { gte: 1 } };
    const { segmentPreview, customers } = await ask<{
      segmentPreview: { description: string; size: number; customers: { nodes: Named[] } };
      customers: { totalCount: number; nodes: Named[] };
    }>(
      `query ($filter: CustomerFilterInput!) {
        segmentPreview(filter: $filter) { description size customers(first: 3) { nodes { id } } }
        customers(filter: $filter, first: 3) { totalCount nodes { id } }
      }`,
      { filter },
    );
    expect(segmentPreview.description).toBe('last bought more than P90D ago, and at least 1 purchases');
    expect(segmentPreview.size).toBe(customers.totalCount);
    expect(segmentPreview.size).toBeGreaterThan(3);
    expect(segmentPreview.customers.nodes).toEqual(customers.nodes);
  });

  it('is refused with the place of what is wrong, and to whom may not search people', async () => {
    const error = await errorOf('{ segmentPreview(filter: { any: [{ sample: { seed: "a", share: 2 } }] }) { size } }');
    expect(error!.extensions).toMatchObject({ code: 'BAD_INPUT', field: 'filter.any[0].sample.share' });
    const limited = await newKey(api.store, tenant.workspaceId, ['READ_CUSTOMERS']);
    const { errors } = await api.ask(limited, '{ segmentPreview(filter: { search: "a" }) { size } }');
    expect(errors![0]!.extensions.code).toBe('FORBIDDEN');
  });
});

describe('a segment on other days', () => {
  interface Point {
    period: string;
    size: number;
    entered: number;
    left: number;
    complete: boolean;
  }
  interface Moved {
    totalCount: number;
    nodes: {
      customer: Named & { then: { id: string }[]; now: { id: string }[] };
      reasons: { condition: string; held: boolean | null; holds: boolean }[];
    }[];
  }

  it('has other members, and tells who came and went and why', async () => {
    const [id] = await idsOf('One-time buyer');
    const { segment } = await ask<{
      segment: {
        before: number;
        after: number;
        on: { totalCount: number };
        movement: {
          entered: number;
          left: number;
          stayed: number;
          in: Moved;
          out: Moved;
          provenance: { method: string };
        };
        course: Point[];
      };
    }>(
      `query ($id: ID!) { segment(id: $id) {
        before: size(asOf: "2024-12-31") after: size(asOf: "2025-03-31")
        on: customers(asOf: "2025-03-31") { totalCount }
        movement(period: ${period}) {
          entered left stayed provenance { method }
          in: customers(move: ENTERED, first: 2) { totalCount nodes { customer { id } reasons { condition held holds } } }
          out: customers(move: LEFT) { totalCount nodes {
            customer { then: segments(asOf: "2024-12-31") { id } now: segments(asOf: "2025-03-31") { id } }
            reasons { condition held holds }
          } }
        }
        course(period: ${period}, grain: MONTH) { period size entered left complete }
      } }`,
      { id },
    );
    const { movement, course, before, after } = segment;
    expect(segment.on.totalCount).toBe(after);
    expect(movement.stayed + movement.left).toBe(before);
    expect(movement.stayed + movement.entered).toBe(after);
    expect([movement.in.totalCount, movement.out.totalCount]).toEqual([movement.entered, movement.left]);
    expect(Math.min(movement.entered, movement.left)).toBeGreaterThan(0);
    expect(movement.in.nodes).toHaveLength(Math.min(2, movement.entered));
    for (const { reasons } of movement.in.nodes)
      expect(reasons).toEqual([
        { condition: 'exactly 1 purchases', held: expect.toBeOneOf([false, null]), holds: true },
      ]);
    for (const { customer, reasons } of movement.out.nodes) {
      expect(reasons).toEqual([{ condition: 'exactly 1 purchases', held: true, holds: false }]);
      expect(customer.then).toContainEqual({ id });
      expect(customer.now).not.toContainEqual({ id });
    }
    expect(movement.provenance.method).toBe('segment-movement@1');
    expect(course.map((point) => point.period)).toEqual(['2025-01-01', '2025-02-01', '2025-03-01']);
    expect(course.at(-1)).toMatchObject({ size: after, complete: true });
    expect(course.reduce((size, { entered, left }) => size + entered - left, before)).toBe(after);
    const error = await errorOf(`{ segment(id: "${id}") { course(period: { last: "P90D" }, grain: DAY) { size } } }`);
    expect(error!.extensions).toMatchObject({ code: 'BAD_INPUT', field: 'grain' });
  });
});

describe('segments together', () => {
  it('overlap', async () => {
    const ids = await idsOf('One-time buyer', 'Loyal customer', 'Champions');
    const { segmentOverlap, customers } = await ask<{
      segmentOverlap: {
        customers: number;
        inNone: number;
        segments: { segment: Named; customers: number }[];
        combinations: { segments: Named[]; exactly: number; together: number }[];
      };
      customers: { totalCount: number };
    }>(
      `query ($ids: [ID!]!) {
        segmentOverlap(ids: $ids) { customers inNone segments { segment { id } customers }
          combinations { segments { name } exactly together } }
        customers { totalCount }
      }`,
      { ids },
    );
    const { combinations, inNone } = segmentOverlap;
    expect(segmentOverlap.segments.map(({ segment }) => segment.id)).toEqual(ids);
    expect(inNone + combinations.reduce((sum, { exactly }) => sum + exactly, 0)).toBe(customers.totalCount);
    const twice = await errorOf(`{ segmentOverlap(ids: ["${ids[0]}", "${ids[0]}"]) { inNone } }`);
    expect(twice!.extensions.field).toBe('ids');
  });

  it('compare by any metrics', async () => {
    const [a, b] = await idsOf('Loyal customer', 'One-time buyer');
    type Total = { total: { value: string } };
    const { compareSegments, loyal } = await ask<{
      compareSegments: {
        a: Named;
        metrics: { a: Total & { metric: { key: string } }; b: Total; difference: { value: string } }[];
      };
      loyal: { metric: Total };
    }>(
      `query ($a: ID!, $b: ID!) {
        compareSegments(a: $a, b: $b, metrics: ["revenue", "orders"], period: { last: "P1Y" }) {
          a { name } metrics { a { metric { key } total { value } } b { total { value } } difference { value reason } }
        }
        loyal: segment(id: $a) { metric(key: "revenue", period: { last: "P1Y" }) { total { value } } }
      }`,
      { a, b },
    );
    expect(compareSegments.a.name).toBe('Loyal customer');
    expect(compareSegments.metrics.map((each) => each.a.metric.key)).toEqual(['revenue', 'orders']);
    const [revenue] = compareSegments.metrics;
    expect(revenue!.a.total.value).toBe(loyal.metric.total.value);
    const difference = Number(revenue!.a.total.value) - Number(revenue!.b.total.value);
    expect(Number(revenue!.difference.value)).toBeCloseTo(difference, 6);
    const unknown = await errorOf(
      `{ compareSegments(a: "${a}", b: "${b}", metrics: ["revenu"], period: { last: "P1Y" }) { a { id } } }`,
    );
    expect(unknown!.message).toContain('Did you mean "revenue"');
  });
});
