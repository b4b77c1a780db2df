import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { holdWorkspace } from '../../model/data-version.ts';

/** Customers, and orders without one, whose figures are written in one transaction. */
const chunkSize = 5000;

export interface Chunk {
  customers: string[];
  /** All orders of the customers, and the touched ones that have none. */
  orders: string[];
  /** Nothing is touched any more. */
  empty: boolean;
}

/** Takes up to so many touches and removes them with the facts that they make stale. */
export async function takeChunk(em: EntityManager, workspaceId: string): Promise<Chunk> {
  const ids = async (query: RawBuilder<{ id: string }>) =>
    (await query.execute(em.getKysely())).rows.map(({ id }) => id);

  // Where nothing is touched, nothing changes.
  if (!(await anyTouched(em, workspaceId))) return { customers: [], orders: [], empty: true };
  // Unification holds the workspace too: a batch that found its customer touched already must not lose the touch.
  await holdWorkspace(em, workspaceId);
  const touchedCustomers = await ids(sql`
    select customer_id as id from touched_customers where workspace_id = ${workspaceId}
    order by customer_id limit ${chunkSize}`);
  const touchedOrders = await ids(sql`
    select order_id as id from touched_orders where workspace_id = ${workspaceId}
    order by order_id limit ${chunkSize - touchedCustomers.length}`);
  if (touchedCustomers.length + touchedOrders.length === 0) return { customers: [], orders: [], empty: true };

  const customers = await ids(sql`
    select unnest(${touchedCustomers}::uuid[]) as id
    union select i.customer_id from orders o
    join identities i on i.workspace_id = o.workspace_id and i.id = o.identity_id
    where o.workspace_id = ${workspaceId} and o.id = any (${touchedOrders}::uuid[])
    union select customer_id from order_facts
    where workspace_id = ${workspaceId} and order_id = any (${touchedOrders}::uuid[]) and customer_id is not null`);
  const orders = await ids(sql`
    select unnest(${touchedOrders}::uuid[]) as id
    union select order_id from order_facts
    where workspace_id = ${workspaceId} and customer_id = any (${customers}::uuid[])
    union select o.id from identities i
    join orders o on o.workspace_id = i.workspace_id and o.identity_id = i.id
    where i.workspace_id = ${workspaceId} and i.customer_id = any (${customers}::uuid[])`);

  for (const table of ['order_facts', 'refund_facts', 'touch_facts', 'touched_orders']) {
    await sql`delete from ${sql.table(table)} where workspace_id = ${workspaceId} and order_id = any (${orders}::uuid[])`.execute(
      em.getKysely(),
    );
  }
  for (const table of [
    'customer_facts',
    'purchase_histories',
    'touch_facts',
    'customer_forecasts',
    'touched_customers',
  ]) {
    await sql`delete from ${sql.table(table)} where workspace_id = ${workspaceId} and customer_id = any (${customers}::uuid[])`.execute(
      em.getKysely(),
    );
  }
  return { customers, orders, empty: false };
}

async function anyTouched(em: EntityManager, workspaceId: string): Promise<boolean> {
  const { rows } = await sql<{ touched: boolean }>`
    select exists (select 1 from touched_customers where workspace_id = ${workspaceId})
      or exists (select 1 from touched_orders where workspace_id = ${workspaceId})
      or exists (select 1 from touch_origins where workspace_id = ${workspaceId} and stale) as touched`.execute(
    em.getKysely(),
  );
  return rows[0]!.touched;
}
