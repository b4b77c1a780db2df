import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { listCpis } from '../../../src/measure/cpi/list.ts';
import { refreshOutcomes } from '../../../src/measure/cpi/refresh.ts';
import { openContext } from '../../../src/measure/context.ts';
import { refresh } from '../../../src/refresh.ts';
import { loadDemo, startApi } from '../../serve/api.ts';

const api = await startApi();
const tenant = await api.tenant('Demo');
const { workspaceId } = tenant;
const run = async (statement: ReturnType<typeof sql<{ row: string }>>) =>
  (await statement.execute(api.store.em().getKysely())).rows;
const outcomes = async () =>
  (await run(sql`select o::text as row from cpi_outcomes o where workspace_id = ${workspaceId} order by 1`)).map(
    ({ row }) => row,
  );
const written = async () => {
  const cpis = await listCpis(await openContext(api.store.em(), workspaceId));
  return cpis.filter(({ versions }) => versions.every((version) => version.written)).length;
};

/** Everything worked out from nothing. */
async function fromScratch(): Promise<string[]> {
  await run(sql`delete from cpi_outcomes where workspace_id = ${workspaceId}`);
  await run(sql`delete from cpi_fills where workspace_id = ${workspaceId}`);
  await refreshOutcomes(api.store, workspaceId);
  return outcomes();
}

describe('the outcomes of promises', () => {
  beforeAll(() => loadDemo(api.store, tenant, { seed: 2, customers: 150 }));

  it('are written for every CPI as soon as data is read', async () => {
    expect(await written()).toBe(18);
    const rows = await outcomes();
    expect(rows.length).toBeGreaterThan(2000);
    expect(await fromScratch()).toEqual(rows);
  });

  it('are the same, to the row, whether what changes is worked out alone or all anew', async () => {
    // The demo's own connector brings what others changed: a longer business has more of everything.
    await loadDemo(api.store, tenant, { seed: 2, customers: 260 });
    const kept = await outcomes();
    expect(await fromScratch()).toEqual(kept);
  });

  it('follow people who turn out to be one, and what they buy from then on', async () => {
    const [cart] = await run(sql`
      select c.identity_id::text as row from carts c join identities i on i.workspace_id = c.workspace_id and i.id = c.identity_id
      where c.workspace_id = ${workspaceId} and c.completed_at is null
        and not exists (select from order_facts o where o.workspace_id = i.workspace_id and o.customer_id = i.customer_id)
      order by c.id limit 1`);
    const [buyer] = await run(sql`
      select i.customer_id::text as row from orders o join identities i on i.workspace_id = o.workspace_id and i.id = o.identity_id
      where o.workspace_id = ${workspaceId} order by o.placed_at desc, o.id limit 1`);
    const before = await outcomes();
    await run(sql`
      with moved as (
        update identities set customer_id = ${buyer!.row}::uuid where workspace_id = ${workspaceId} and id = ${cart!.row}::uuid
        returning workspace_id)
      insert into touched_customers (workspace_id, customer_id) select workspace_id, ${buyer!.row}::uuid from moved
      on conflict do nothing`);
    await refresh(api.store, workspaceId);
    const kept = await outcomes();
    expect(await fromScratch()).toEqual(kept);
    expect(kept).not.toEqual(before);
  });

  it('go on where they were stopped', async () => {
    await run(sql`delete from cpi_outcomes where workspace_id = ${workspaceId}`);
    await run(sql`delete from cpi_fills where workspace_id = ${workspaceId}`);
    const stop = new AbortController();
    const seen: number[] = [];
    const onProgress = (done: number) => {
      seen.push(done);
      if (seen.length === 5) stop.abort();
    };
    await expect(refreshOutcomes(api.store, workspaceId, { onProgress, signal: stop.signal })).rejects.toThrow(
      'aborted',
    );
    const half = await written();
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(18);
    await refreshOutcomes(api.store, workspaceId);
    expect(await written()).toBe(18);
    const rows = await outcomes();
    expect(await fromScratch()).toEqual(rows);
  });

  it('are worked out anew where the opening hours change', async () => {
    await run(sql`update open_hours set digest = 'other' where workspace_id = ${workspaceId}`);
    expect(await written()).toBe(14);
    await refreshOutcomes(api.store, workspaceId);
    expect(await written()).toBe(18);
  });
});
