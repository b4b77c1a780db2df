import { sql } from 'kysely';
import { Workspace } from '../../model/workspace.ts';
import type { Store } from '../../store/store.ts';
import { fail } from '../../errors.ts';
import { refreshOpenHours } from '../business-time/refresh.ts';
import { touchPromises } from '../cpi/touched.ts';
import { classifyStale } from '../touches/origins.ts';
import { takeChunk } from './chunk.ts';
import { writeCustomerFacts } from './customer-facts.ts';
import { writePurchaseHistories } from './purchase-histories.ts';
import { writeOrderFacts, writeRefundFacts } from './order-facts.ts';
import { writeTouchFacts } from './touch-facts.ts';

/** Touches from which a load is large. */
const largeLoad = 2000;
const written = ['order_facts', 'refund_facts', 'customer_facts', 'purchase_histories', 'touch_facts', 'touch_origins'];
const loaded = [
  'customers',
  'identities',
  'orders',
  'order_lines',
  'refunds',
  'refund_lines',
  'product_costs',
  'exchange_rates',
  'touches',
  ...written,
];

export interface Refreshed {
  customers: number;
  orders: number;
}

/**
 * Works out anew the figures of what was touched: all orders of every customer involved, and orders without a customer.
 * Where touches came from is classified anew where channels, campaigns or rules changed.
 * A chunk is one transaction that also takes its touches away, so that a killed process loses nothing; between
 * two of them `signal` stops it, and its reason is thrown.
 */
export async function refreshFigures(
  store: Store,
  workspaceId: string,
  { onProgress, signal }: { onProgress?: (done: Refreshed) => void; signal?: AbortSignal | undefined } = {},
): Promise<Refreshed> {
  const workspace = await store.em().findOne(Workspace, { id: workspaceId });
  if (!workspace) return fail('NOT_FOUND', { kind: 'workspace', id: workspaceId, wayOut: 'Create it first.' });
  await refreshOpenHours(store.em(), workspaceId);
  const large = await isLarge(store, workspaceId);
  if (large) await analyze(store, loaded);
  const done = { customers: 0, orders: 0 };
  for (;;) {
    signal?.throwIfAborted();
    const chunk = await store.repeatable(async (em) => {
      const taken = await takeChunk(em, workspaceId);
      await writeOrderFacts(em, workspace, taken.orders);
      await writeRefundFacts(em, workspace, taken.orders);
      await writeCustomerFacts(em, workspace, taken.customers);
      await writePurchaseHistories(em, workspace, taken.customers);
      await writeTouchFacts(em, workspace, taken);
      await classifyStale(em, workspaceId);
      await touchPromises(em, workspaceId, taken);
      return taken;
    });
    if (chunk.empty) break;
    done.customers += chunk.customers.length;
    done.orders += chunk.orders.length;
    onProgress?.({ ...done });
  }
  if (large) await analyze(store, written);
  return done;
}

/** Touches everything and refreshes. */
export async function recomputeAll(store: Store, workspaceId: string): Promise<Refreshed> {
  await store.transaction(async (em) => {
    await sql`
      insert into touched_customers (workspace_id, customer_id)
      select workspace_id, id from customers where workspace_id = ${workspaceId}
      union select workspace_id, customer_id from customer_facts where workspace_id = ${workspaceId}
      union select workspace_id, customer_id from touch_facts
      where workspace_id = ${workspaceId} and customer_id is not null
      on conflict do nothing`.execute(em.getKysely());
    await sql`
      insert into touched_orders (workspace_id, order_id)
      select workspace_id, id from orders where workspace_id = ${workspaceId} and identity_id is null
      union select f.workspace_id, f.order_id from order_facts f
      left join orders o on o.workspace_id = f.workspace_id and o.id = f.order_id
      where f.workspace_id = ${workspaceId} and (o.id is null or f.customer_id is null)
      on conflict do nothing`.execute(em.getKysely());
  });
  return refreshFigures(store, workspaceId);
}

async function isLarge(store: Store, workspaceId: string): Promise<boolean> {
  const { rows } = await sql<{ large: boolean }>`
    select count(*) >= ${largeLoad} as large from (
      select 1 from touched_customers where workspace_id = ${workspaceId}
      union all select 1 from touched_orders where workspace_id = ${workspaceId} limit ${largeLoad}
    ) touched`.execute(store.em().getKysely());
  return rows[0]!.large;
}

/** Right after a large load the planner still takes tables for empty, and would join them row by row. */
async function analyze(store: Store, tables: readonly string[]): Promise<void> {
  await sql`analyze ${sql.join(tables.map((table) => sql.table(table)))}`.execute(store.em().getKysely());
}
