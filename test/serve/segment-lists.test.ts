import { beforeAll, describe, expect, it } from 'vitest';
import { loadDemo, startApi } from './api.ts';

const api = await startApi();
const tenant = await api.tenant('Shop');
const other = await api.tenant('Elsewhere');
beforeAll(async () => {
  await loadDemo(api.store, tenant, { seed: 1, customers: 25 });
  await loadDemo(api.store, other, { seed: 2, customers: 3 });
});

interface Payload {
  segment: { id: string; kind: string; filter: unknown; size: number; customers: { nodes: { id: string }[] } } | null;
  deletedSegmentId?: string | null;
  userErrors: { code: string; message: string; field: string[] }[];
}
const errors = 'userErrors { code message field }';
const fields = `segment { id kind filter size customers { nodes { id } } } ${errors}`;

async function change(name: string, input: object, selection = fields): Promise<Payload> {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { change: ${name}(input: $input) { ${selection} } }`;
  const answer = await api.ask<{ change: Payload }>(tenant.secret, query, { input });
  expect(answer.errors).toBeUndefined();
  return answer.data!.change;
}
const customersOf = async (secret: string, filter = '{ orders: { gte: 1 } }') => {
  const query = `{ customers(first: 5, filter: ${filter}) { totalCount nodes { id } } }`;
  const { data } = await api.ask<{ customers: { totalCount: number; nodes: { id: string }[] } }>(secret, query);
  return { count: data!.customers.totalCount, ids: data!.customers.nodes.map(({ id }) => id) };
};

describe('a list of customers', () => {
  it('holds those named, and changes by hand', async () => {
    const { ids } = await customersOf(tenant.secret);
    const { segment } = await change('createSegment', { name: 'Panel', customers: ids.slice(0, 3) });
    expect(segment).toMatchObject({ kind: 'LIST', filter: null, size: 3 });
    expect(segment!.customers.nodes.map(({ id }) => id).toSorted()).toEqual(ids.slice(0, 3).toSorted());
    const changed = await change('changeSegmentMembers', { id: segment!.id, add: ids.slice(2, 5), remove: [ids[0]] });
    expect(changed.segment!.customers.nodes.map(({ id }) => id).toSorted()).toEqual(ids.slice(1, 5).toSorted());
    const { data } = await api.ask<{ metric: { total: { value: string } } }>(
      tenant.secret,
      'query ($id: ID!) { metric(key: "customers", period: { last: "P10Y" }, filter: { segment: $id }) { total { value } } }',
      { id: segment!.id },
    );
    expect(data!.metric.total.value).toBe('4');
    const refused = await change('updateSegment', { id: segment!.id, filter: { orders: { gte: 1 } } });
    expect(refused.userErrors[0]).toMatchObject({ code: 'CONFLICT', field: ['input', 'filter'] });
  });

  it('can be what a filter finds now, and is not moved by what it finds later', async () => {
    const { count } = await customersOf(tenant.secret, '{ orders: { gte: 2 } }');
    const { segment } = await change('createSegment', { name: 'Frozen', snapshotOf: { orders: { gte: 2 } } });
    expect(segment).toMatchObject({ kind: 'LIST', size: count });
    const dynamic = await change('createSegment', { name: 'Live', filter: { orders: { gte: 2 } } });
    expect(dynamic.segment).toMatchObject({ kind: 'FILTER', size: count });
    const refused = await change('changeSegmentMembers', { id: dynamic.segment!.id, add: [] });
    expect(refused.userErrors[0]).toMatchObject({ code: 'CONFLICT', field: ['input', 'id'] });
  });

  it('is refused where it is neither one thing nor the other, or names a stranger', async () => {
    const error = async (input: object) => (await change('createSegment', { name: 'X', ...input })).userErrors[0]!;
    expect((await error({})).field).toEqual(['input', 'filter']);
    expect((await error({ filter: { orders: { gte: 1 } }, customers: [] })).field).toEqual(['input', 'filter']);
    const { ids } = await customersOf(other.secret);
    expect(await error({ customers: [ids[0]] })).toMatchObject({
      code: 'INVALID',
      field: ['input', 'customers', '0'],
      message: expect.stringContaining('names no Customer of this workspace'),
    });
    expect((await error({ customers: Array.from({ length: 1001 }, () => ids[0]) })).message).toContain('1000');
    expect((await error({ snapshotOf: { segment: 'nonsense' } })).field).toEqual(['input', 'snapshotOf', 'segment']);
  });
});

describe('a segment that others rest on', () => {
  it('tells them, and is not deleted before they are', async () => {
    const inner = (await change('createSegment', { name: 'Inner', filter: { orders: { gte: 1 } } })).segment!;
    const nested = { any: [{ country: ['XX'] }, { not: { segment: inner.id } }] };
    const outer = (await change('createSegment', { name: 'Outer', filter: nested })).segment!;
    const { data } = await api.ask<{ segment: { usedBy: { name: string }[] } }>(
      tenant.secret,
      'query ($id: ID!) { segment(id: $id) { usedBy { name } } }',
      { id: inner.id },
    );
    expect(data!.segment.usedBy).toEqual([{ name: 'Outer' }]);
    const remove = (id: string) => change('deleteSegment', { id }, `deletedSegmentId ${errors}`);
    const refused = await remove(inner.id);
    expect(refused).toMatchObject({
      deletedSegmentId: null,
      userErrors: [{ code: 'CONFLICT', field: ['input', 'id'] }],
    });
    expect(refused.userErrors[0]!.message).toContain('"Outer"');
    expect((await remove(outer.id)).deletedSegmentId).toBe(outer.id);
    expect((await remove(inner.id)).deletedSegmentId).toBe(inner.id);
  });
});
