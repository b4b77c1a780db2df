import { sql } from 'kysely';
import { expect, it } from 'vitest';
import demo from '../connectors/demo/index.ts';
import { connectSource } from '../src/land/source.ts';
import type { RefreshProgress } from '../src/refresh.ts';
import { syncSource } from '../src/sync.ts';
import { startApi } from './serve/api.ts';

const api = await startApi();
const tenant = await api.tenant('Stopped');
const { workspaceId } = tenant;

const count = async (table: string): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${sql.table(table)} where workspace_id = ${workspaceId}`.execute(
    api.store.em().getKysely(),
  );
  return rows[0]!.count;
};

it('stops at once while models are fitted, and goes on with the next run', async () => {
  const config = demo.parse({ seed: 1, customers: 60, endsOn: '2025-06-30' });
  const sourceId = await connectSource(api.store, { workspaceId, connector: 'demo', name: 'Demo', settings: config });
  const interrupted = new AbortController();
  const seen: RefreshProgress[] = [];
  const run = { workspaceId, sourceId, connector: demo, config };
  const stopped = await syncSource(api.store, {
    ...run,
    signal: interrupted.signal,
    onRefresh: (progress) => {
      seen.push(progress);
      if (progress.step === 'MODEL') interrupted.abort();
    },
  });
  expect(stopped).toMatchObject({ status: 'SUCCEEDED', refreshed: false });
  expect([...new Set(seen.map(({ step }) => step))]).toEqual(['FIGURES', 'OUTCOMES', 'MODEL']);
  expect([await count('value_models'), await count('customer_forecasts')]).toEqual([0, 0]);
  const buyers = await count('purchase_histories');
  expect(seen.at(-1)!.count).toBe(buyers);

  const finished = await syncSource(api.store, { ...run, onRefresh: (progress) => void seen.push(progress) });
  expect(finished).toMatchObject({ status: 'SUCCEEDED', written: 0, refreshed: true });
  expect(seen.at(-1)).toEqual({ step: 'SCORES', count: buyers });
  expect([await count('value_models'), await count('customer_forecasts')]).toEqual([1, buyers]);
});

it('says of a run whether its figures are still to come', async () => {
  const ask = async () => {
    const { data } = await api.ask<{ sources: { lastRun: { status: string; figuresPending: boolean } }[] }>(
      tenant.secret,
      '{ sources { lastRun { status figuresPending } } }',
    );
    return data!.sources[0]!.lastRun;
  };
  expect(await ask()).toEqual({ status: 'SUCCEEDED', figuresPending: false });
  await sql`
    insert into touched_customers (workspace_id, customer_id)
    select workspace_id, id from customers where workspace_id = ${workspaceId} limit 1`.execute(
    api.store.em().getKysely(),
  );
  expect(await ask()).toEqual({ status: 'SUCCEEDED', figuresPending: true });
});
