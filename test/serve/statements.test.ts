import pg from 'pg';
import { beforeAll, expect, it, vi } from 'vitest';
import { loadDemo, startApi } from './api.ts';

const api = await startApi();
const tenant = await api.tenant('Shop');
beforeAll(() => loadDemo(api.store, tenant, { seed: 1, customers: 110 }));

const query = `query ($first: Int!) {
  customers(first: $first, sort: { key: FIRST_SEEN }) {
    totalCount
    nodes {
      id name email
      identities { externalId source { name lastRun { status } } }
      consents { channel source { name } }
      orders(first: 3) {
        totalCount
        nodes {
          number source { name } reportingTotal { amount } customer { id }
          lines { quantity product { title category { name } } }
          refunds { tax { amount } } payments { amount { amount } } deliveries { onTime } discounts { code }
          sourceRecords { payload source { name } run { status } }
        }
      }
      timeline(first: 3) { totalCount nodes { summary source { name } order { number } } }
      value { revenue { amount } history { tenure } provenance { formula inputs { source { name } } } }
      rfm { group provenance { method } }
      lifecycle { stage history { stage } provenance { method } }
      segments { name }
      acquisition(model: LINEAR) { channel { name } touches { credit channel { name } campaign { name } } firstOrder { attribution { credit } } }
    }
  }
}`;

/** Statements that a page of so many customers takes. */
async function statements(first: number): Promise<number> {
  const sent = vi.spyOn(pg.Client.prototype, 'query');
  const { data, errors } = await api.ask<{ customers: { nodes: unknown[] } }>(tenant.secret, query, { first });
  const count = sent.mock.calls.length;
  sent.mockRestore();
  expect(errors).toBeUndefined();
  expect(data!.customers.nodes).toHaveLength(first);
  return count;
}

it('a page of a hundred customers with all that hangs on them takes as many statements as a page of ten', async () => {
  await statements(1);
  const few = await statements(10);
  expect(few).toBeGreaterThan(5);
  expect(await statements(100)).toBe(few);
});
