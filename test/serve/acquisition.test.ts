import pg from 'pg';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { loadDemo, newKey, startApi } from './api.ts';

const api = await startApi();
const tenant = await api.tenant('Shop');
const streams = ['products', 'rates', 'channels', 'ad-spend', 'customers', 'orders', 'visits'];
beforeAll(() =>
  loadDemo(api.store, tenant, { seed: 2, customers: 300, only: streams.map((name) => `simulated-${name}`) }),
);

const ask = async <Data>(query: string, variables?: Record<string, unknown>) => {
  const { data, errors } = await api.ask<Data>(tenant.secret, query, variables);
  expect(errors).toBeUndefined();
  return data!;
};

interface Page {
  list: {
    totalCount: number;
    nodes: { name: string; performance: { spend: { amount: { amount: string } } } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
}
const sorted = (root: string, key: string, more = '') => `query ($first: Int!, $after: String) {
  list: ${root}(first: $first, after: $after, sort: { key: ${key}, period: { last: "P2Y" } ${more} }) {
    totalCount
    nodes { name performance(period: { last: "P2Y" }) { spend { amount { amount } } } }
    pageInfo { hasNextPage endCursor }
  }
}`;

describe('channels and campaigns in the order of a figure', () => {
  it.each([
    ['channels', 'SPEND'],
    ['channels', 'LTV_TO_CAC'],
    ['campaigns', 'NEW_CUSTOMERS'],
    ['campaigns', 'CHURN_RATE'],
  ])('%s by %s are read page by page as in one go', async (root, key) => {
    const query = sorted(root, key);
    const whole = (await ask<Page>(query, { first: 100 })).list;
    const names: string[] = [];
    for (let after: string | null = null; ;) {
      const { list }: Page = await ask<Page>(query, { first: 2, after });
      names.push(...list.nodes.map(({ name }) => name));
      expect(list.totalCount).toBe(whole.totalCount);
      if (!list.pageInfo.hasNextPage) break;
      after = list.pageInfo.endCursor;
    }
    expect(names).toEqual(whole.nodes.map(({ name }) => name));
    expect(names).toHaveLength(whole.totalCount);
  });

  it('come from the other end too, and those of which nothing is known stand last either way', async () => {
    const spends = async (direction: string) => {
      const { list } = await ask<Page>(sorted('channels', 'SPEND', `direction: ${direction}`), { first: 100 });
      return list.nodes.map(({ performance }) => Number(performance.spend.amount.amount));
    };
    const down = await spends('DESC');
    expect(down).toEqual(down.toSorted((one, other) => other - one));
    expect(await spends('ASC')).toEqual(down.toReversed());
    const names = async (direction: string) => {
      const { list } = await ask<Page>(sorted('channels', 'CAC', `direction: ${direction}`), { first: 100 });
      return list.nodes.map(({ name }) => name);
    };
    const [up, back] = [await names('ASC'), await names('DESC')];
    const paid = ['Paid search', 'Paid social', 'Affiliate'];
    expect(new Set(back.slice(0, 3))).toEqual(new Set(paid));
    const known = up.findIndex((name) => name === back[0]) + 1;
    expect(up.slice(known)).toEqual(back.slice(known));
  });
});

const failure = async (query: string) => (await api.ask(tenant.secret, query)).errors?.[0];

it.each([
  ['targetRatio: 0', 'options.targetRatio', 'is 0; give 0.1 to 100'],
  ['paybackMonths: 61', 'options.paybackMonths', 'is 61; give 0 to 60'],
  ['marginShare: 1.2', 'options.marginShare', 'is 1.2; give 0 to 1'],
  ['horizon: "P20Y"', 'options.horizon', 'days; give 0 to 3650'],
  ['lookBack: "PT5H"', 'options.lookBack', 'give whole days'],
  ['spendLagDays: -1', 'options.spendLagDays', 'is -1 days; give 0 to 365'],
  ['cashCap: "-1"', 'options.cashCap', 'is -1; give an amount from 0 on'],
])('an option out of its range is named: %s', async (option, field, message) => {
  const error = await failure(`{ acquisition(period: { last: "P1Y" }, options: { ${option} }) { newCustomers } }`);
  expect(error).toMatchObject({ message: expect.stringContaining(message), extensions: { code: 'BAD_INPUT', field } });
});

it('a table of ten channels takes as many statements as one channel', async () => {
  // Another period each time, for what was asked before is remembered.
  const statements = async (first: number, period: string) => {
    const sent = vi.spyOn(pg.Client.prototype, 'query');
    await ask(`{ channels(first: ${first}) { nodes { name performance(period: { last: "${period}" }) {
      newCustomers loyalShare { value } topSegments { share } ltvToCac { value } payback { months } maxCac { reason }
      mer { value } curve { month } provenance { method formula } } } } }`);
    const count = sent.mock.calls.length;
    sent.mockRestore();
    return count;
  };
  await statements(1, 'P500D');
  const one = await statements(1, 'P501D');
  expect(one).toBeGreaterThan(5);
  // The origin of what fed each is read apart.
  expect((await statements(10, 'P502D')) - one).toBeLessThanOrEqual(9);
});

it('is open to keys that may read metrics alone, whichever way they come', async () => {
  const performance = 'performance(period: { last: "P1Y" }) { newCustomers }';
  const metrics = await newKey(api.store, tenant.workspaceId, ['READ_METRICS']);
  const open = await api.ask<Page>(metrics, `{ list: channels(first: 1) { nodes { id name ${performance} } } }`);
  expect(open.errors).toBeUndefined();
  const customers = await newKey(api.store, tenant.workspaceId, ['READ_CUSTOMERS']);
  const way = `{ customers(first: 50) { nodes { acquisition { channel { name ${performance} } } } } }`;
  const { errors } = await api.ask(customers, way);
  expect(new Set(errors!.map(({ extensions }) => extensions.code))).toEqual(new Set(['FORBIDDEN']));
  expect(errors![0]!.message).toContain('Channel.performance');
});
