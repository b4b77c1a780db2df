import { beforeAll, describe, expect, it } from 'vitest';
import { loadDemo, startApi } from './api.ts';

const api = await startApi();
const tenant = await api.tenant('Shop');
beforeAll(() => loadDemo(api.store, tenant, { seed: 3, customers: 40 }));

interface Page {
  nodes: { id: string }[];
  totalCount: number;
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
}
const fields = '{ nodes { id } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }';

const read = async (query: string, variables: Record<string, unknown>): Promise<Page> => {
  const { data, errors } = await api.ask<{ page: Page }>(tenant.secret, query, variables);
  expect(errors).toBeUndefined();
  return data!.page;
};

/** All ids of a list, page by page. */
async function walk(list: string, size: number): Promise<{ ids: string[]; total: number }> {
  const query = `query ($after: String) { page: ${list.replace('(', `(first: ${size}, after: $after, `)} ${fields} }`;
  const ids: string[] = [];
  let after: string | null = null;
  for (;;) {
    const { nodes, totalCount, pageInfo }: Page = await read(query, { after });
    expect(pageInfo.hasPreviousPage).toBe(after !== null);
    ids.push(...nodes.map(({ id }) => id));
    if (!pageInfo.hasNextPage) return { ids, total: totalCount };
    after = pageInfo.endCursor;
  }
}

describe('a list', () => {
  it.each([
    'customers(sort: { key: REVENUE })',
    'customers(sort: { key: LAST_ORDER, direction: ASC })',
    'customers(sort: { key: FIRST_SEEN })',
    'orders(status: null)',
    'products(search: null)',
  ])('%s is the same in pages of any size', async (list) => {
    const large = await walk(list, 100);
    expect(large.ids.length).toBe(large.total);
    expect(new Set(large.ids).size).toBe(large.total);
    expect(await walk(list, 7)).toEqual(large);
  });

  it('of segments ends with the last one', async () => {
    const { ids, total } = await walk('segments( )', 4);
    expect(ids.length).toBe(total);
    expect(total).toBeGreaterThan(10);
  });

  it('of customers is read backward as it is read forward', async () => {
    const forward = await walk('customers(sort: { key: ORDERS })', 100);
    const query = `query ($before: String) { page: customers(last: 9, before: $before, sort: { key: ORDERS }) ${fields} }`;
    const backward: string[] = [];
    let before: string | null = null;
    let more = true;
    while (more) {
      const { nodes, pageInfo }: Page = await read(query, { before });
      backward.unshift(...nodes.map(({ id }) => id));
      more = pageInfo.hasPreviousPage;
      before = pageInfo.startCursor;
    }
    expect(backward).toEqual(forward.ids);
  });

  it('inside a customer goes on after its own cursor', async () => {
    const query = (args: string) =>
      `{ customers(first: 1, sort: { key: ORDERS }) { nodes { timeline(${args}) ${fields} orders(${args}) ${fields} } } }`;
    type Nested = { customers: { nodes: { timeline: Page; orders: Page }[] } };
    for (const list of ['timeline', 'orders'] as const) {
      const whole = (await api.ask<Nested>(tenant.secret, query('first: 100'))).data!.customers.nodes[0]![list];
      expect(whole.nodes.length).toBe(Math.min(100, whole.totalCount));
      const start = (await api.ask<Nested>(tenant.secret, query('first: 2'))).data!.customers.nodes[0]![list];
      const next = `first: 98, after: "${start.pageInfo.endCursor}"`;
      const one = `{ customers(first: 1, sort: { key: ORDERS }) { nodes { ${list}(${next}) ${fields} } } }`;
      const rest = (await api.ask<Nested>(tenant.secret, one)).data!.customers.nodes[0]![list];
      expect([...start.nodes, ...rest.nodes]).toEqual(whole.nodes);
    }
  });

  it('refuses the cursor of another list or order', async () => {
    const { data } = await api.ask<{ orders: Page }>(tenant.secret, `{ orders(first: 1) ${fields} }`);
    for (const list of ['customers', 'products', 'segments']) {
      const query = `{ ${list}(after: "${data!.orders.pageInfo.endCursor}") { totalCount } }`;
      expect((await api.ask(tenant.secret, query)).errors?.[0]).toMatchObject({ extensions: { field: 'after' } });
    }
  });
});
