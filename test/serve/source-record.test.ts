import { beforeAll, expect, it } from 'vitest';
import { loadDemo, newKey, startApi } from './api.ts';

const api = await startApi();
const tenant = await api.tenant('Shop');
beforeAll(() => loadDemo(api.store, tenant, { seed: 1, customers: 25 }));

const record =
  'sourceRecords { stream key payload position landedAt source { id name } run { id status source { id } } }';
interface SourceRecord {
  stream: string;
  key: string | null;
  payload: Record<string, unknown> | null;
  source: { id: string };
  run: { status: string; source: { id: string } };
}
interface Everything {
  orders: { nodes: { number: string; sourceRecords: SourceRecord[] }[] };
  customers: { nodes: { sourceRecords: SourceRecord[] }[] };
  products: { nodes: { title: string; sourceRecords: SourceRecord[]; category: { sourceRecords: SourceRecord[] } }[] };
}
const query = `{
  orders(first: 20) { nodes { number ${record} } }
  customers(first: 20) { nodes { ${record} } }
  products(first: 5) { nodes { title ${record} category { ${record} } } }
}`;

it('shows the records that orders, customers and products came from, as the source gave them', async () => {
  const { data, errors } = await api.ask<Everything>(tenant.secret, query);
  expect(errors).toBeUndefined();
  for (const { number, sourceRecords } of data!.orders.nodes) {
    const order = sourceRecords.find(({ payload }) => JSON.stringify(payload).includes(JSON.stringify(number)));
    expect(order).toMatchObject({ run: { status: 'SUCCEEDED', source: { id: order!.source.id } } });
  }
  const products = data!.products.nodes;
  for (const { title, sourceRecords, category } of products) {
    expect(JSON.stringify(sourceRecords)).toContain(JSON.stringify(title));
    expect(category.sourceRecords).toHaveLength(1);
  }
  for (const { sourceRecords } of data!.customers.nodes) expect(sourceRecords.length).toBeGreaterThan(0);
});

it('does not show what people are called to keys that may not read it', async () => {
  const secret = await newKey(api.store, tenant.workspaceId, ['READ_METRICS', 'READ_CUSTOMERS']);
  const { data, errors } = await api.ask<Everything>(secret, query);
  for (const { sourceRecords } of data!.customers.nodes)
    for (const { key, payload } of sourceRecords) expect([key, payload]).toEqual([null, null]);
  expect(new Set(errors!.map(({ extensions }) => extensions.field))).toEqual(
    new Set(['SourceRecord.key', 'SourceRecord.payload']),
  );
  const products = data!.products.nodes;
  for (const { title, sourceRecords } of products) expect(JSON.stringify(sourceRecords)).toContain(title);
});
