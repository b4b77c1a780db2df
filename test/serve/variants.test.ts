import { beforeAll, expect, it } from 'vitest';
import { loadDemo, startApi } from './api.ts';

const api = await startApi();
const tenant = await api.tenant('Shop');
beforeAll(() => loadDemo(api.store, tenant, { seed: 1, customers: 25 }));

interface Point {
  value: string | null;
}
interface Revenue {
  metric: { total: Point; series: Point[] };
}

it('answers the same however the query is written', async () => {
  const fields = 'total { value } series { value }';
  const days = 'between: { from: "2025-01-01", to: "2025-06-30" }';
  const args = `key: "revenue", period: { ${days} }, grain: MONTH, filter: { orders: { gte: 1 } }`;
  const plain = await api.ask<Revenue>(tenant.secret, `{ metric(${args}) { ${fields} } }`);
  expect(plain.errors).toBeUndefined();
  expect(plain.data!.metric.series).toHaveLength(6);
  expect(Number(plain.data!.metric.total.value)).toBeGreaterThan(0);

  const between = { from: '2025-01-01', to: '2025-06-30' };
  const variables = { key: 'revenue', period: { between }, grain: 'MONTH', filter: { orders: { gte: 1 } } };
  const declared = '$key: String!, $period: PeriodInput!, $grain: Grain, $filter: CustomerFilterInput';
  const call = 'metric(key: $key, period: $period, grain: $grain, filter: $filter)';
  const variants: [string, Record<string, unknown>?][] = [
    [`query (${declared}) { ${call} { ${fields} } }`, variables],
    [`query ($to: Date!) { metric(${args.replace('"2025-06-30"', '$to')}) { ${fields} } }`, { to: '2025-06-30' }],
    [`{ metric(${args}) { ...Parts } } fragment Parts on MetricResult { ${fields} }`],
    [`{ ...All } fragment All on Query { metric(${args}) { ... on MetricResult { ${fields} } } }`],
    [`{ metric(${args}) { total { value } } metric(${args}) { series { value } } }`],
    [`query Other { workspace { id } } query Mine { metric(${args}) { ${fields} } }`],
  ];
  for (const [query, given] of variants) {
    const operationName = query.includes('Mine') ? 'Mine' : undefined;
    const response = await api.post({ query, variables: given, operationName }, tenant.secret);
    expect({ query, ...((await response.json()) as object) }).toEqual({ query, ...plain });
  }

  const june = args.replace('2025-01-01', '2025-06-01');
  const aliased = await api.ask<Record<'one' | 'two', Revenue['metric']>>(
    tenant.secret,
    `{ one: metric(${args}) { ${fields} } two: metric(${june}) { ${fields} } }`,
  );
  expect(aliased.data!.one).toEqual(plain.data!.metric);
  expect(aliased.data!.two.series).toEqual(plain.data!.metric.series.slice(-1));
});
