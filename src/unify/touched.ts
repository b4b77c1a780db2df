import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { LandedBatch } from '../land/stream-run.ts';
import type { FactType } from './fact-types.ts';
import type { Resolution } from './identity/resolve.ts';
import type { FactRows } from './write-facts.ts';

/** Days for which an exchange rate counts, its own included: it stands in for later days that have none. */
const rateLasts = 8;
const partsOfOrders = [
  ['line', 'order_lines'],
  ['refund', 'refunds'],
  ['delivery', 'deliveries'],
] as const;

/** Marks whom a batch's lines, refunds, deliveries and touches belonged to so far. Before they are written: they may change hands. */
export async function touchFormer(em: EntityManager, { workspaceId }: LandedBatch, facts: FactRows): Promise<void> {
  for (const [type, table] of partsOfOrders) {
    const ids = valuesOf(facts, type, 'id');
    if (ids.length === 0) continue;
    await touchOrders(
      em,
      sql`select workspace_id, order_id from ${sql.table(table)}
        where workspace_id = ${workspaceId} and id = any(${ids}::uuid[])`,
    );
  }
  const touches = valuesOf(facts, 'touch', 'id');
  if (touches.length === 0) return;
  const stored = sql`touches t where t.workspace_id = ${workspaceId} and t.id = any(${touches}::uuid[])`;
  await touchOrders(em, sql`select t.workspace_id, t.order_id from ${stored} and t.order_id is not null`);
  await touchCustomers(
    em,
    sql`select i.workspace_id, i.customer_id from identities i
      where i.workspace_id = ${workspaceId} and i.id in (select t.identity_id from ${stored})`,
  );
}

/** Marks the orders and customers whose figures a batch's facts can change. `currency` is the workspace's. */
export async function touchFacts(
  em: EntityManager,
  { workspaceId }: LandedBatch,
  facts: FactRows,
  currency: string,
): Promise<void> {
  const orderIds = (['line', 'discount', 'refund', 'payment', 'delivery', 'touch'] as const).flatMap((type) =>
    valuesOf(facts, type, 'orderId'),
  );
  const named = [...new Set([...valuesOf(facts, 'order', 'id'), ...orderIds])];
  if (named.length > 0) await touchOrders(em, sql`select ${workspaceId}::uuid, unnest(${named}::uuid[])`);

  const refundIds = valuesOf(facts, 'refundLine', 'refundId');
  if (refundIds.length > 0) {
    await touchOrders(
      em,
      sql`select workspace_id, order_id from refunds
        where workspace_id = ${workspaceId} and id = any(${refundIds}::uuid[])`,
    );
  }
  const productIds = valuesOf(facts, 'cost', 'productId');
  if (productIds.length > 0) {
    await touchOrders(
      em,
      sql`select workspace_id, order_id from order_lines
        where workspace_id = ${workspaceId} and product_id = any(${productIds}::uuid[])`,
    );
  }
  const people = valuesOf(facts, 'touch', 'identityId');
  if (people.length > 0) {
    await touchCustomers(
      em,
      sql`select workspace_id, customer_id from identities
        where workspace_id = ${workspaceId} and id = any(${people}::uuid[])`,
    );
  }
  if (facts.has('channel') || facts.has('campaign')) await touchOrigins(em, workspaceId);
  const days = valuesOf(facts, 'rate', 'day');
  if (days.length > 0) await touchConverted(em, workspaceId, days, currency);
}

/** Marks where touches came from to be classified anew, for the channels and campaigns to choose from have changed. */
export async function touchOrigins(em: EntityManager, workspaceId: string): Promise<void> {
  await sql`update touch_origins set stale = true where workspace_id = ${workspaceId} and not stale`.execute(
    em.getKysely(),
  );
}

/** Orders in the span of new rates where any money is foreign; any pair of currencies may be a step on the way. */
export async function touchConverted(
  em: EntityManager,
  workspaceId: string,
  days: string[],
  currency: string,
): Promise<void> {
  const [first, last] = [days.reduce((a, b) => (a < b ? a : b)), days.reduce((a, b) => (a > b ? a : b))];
  // A day more on either side, for the workspace's zone.
  const near = (time: string) => sql`(${sql.ref(time)} >= ${first}::date - 1
    and ${sql.ref(time)} < ${last}::date + ${rateLasts + 1}::int)`;
  await touchOrders(
    em,
    sql`select o.workspace_id, o.id from orders o
      where o.workspace_id = ${workspaceId} and ${near('o.placed_at')} and (o.currency <> ${currency}
        or exists (
          select 1 from refunds r
          where r.workspace_id = o.workspace_id and r.order_id = o.id and r.currency <> ${currency})
        or exists (
          select 1 from order_lines l
          join product_costs c on c.workspace_id = l.workspace_id and c.product_id = l.product_id
          where l.workspace_id = o.workspace_id and l.order_id = o.id and c.currency <> ${currency}))
      union
      select r.workspace_id, r.order_id from refunds r
      left join orders o on o.workspace_id = r.workspace_id and o.id = r.order_id
      where r.workspace_id = ${workspaceId} and coalesce(r.currency, o.currency) <> ${currency}
        and ${near('r.refunded_at')}`,
  );
}

/** Marks customers whose identities changed, and the orders of identities that belong to another customer now. */
export async function touchResolved(em: EntityManager, workspaceId: string, resolution: Resolution): Promise<void> {
  const { customerIds, movedIdentityIds } = resolution;
  if (customerIds.length > 0) {
    await touchCustomers(em, sql`select ${workspaceId}::uuid, unnest(${customerIds}::uuid[])`);
  }
  if (movedIdentityIds.length > 0) {
    await touchOrders(
      em,
      sql`select workspace_id, id from orders
        where workspace_id = ${workspaceId} and identity_id = any(${movedIdentityIds}::uuid[])`,
    );
  }
}

/** Marks the customers that a query of (workspace_id, customer_id) finds. */
export async function touchCustomers(em: EntityManager, customers: RawBuilder<unknown>): Promise<void> {
  await sql`insert into touched_customers (workspace_id, customer_id) ${customers} on conflict do nothing`.execute(
    em.getKysely(),
  );
}

/** Marks the orders that a query of (workspace_id, order_id) finds. */
export async function touchOrders(em: EntityManager, orders: RawBuilder<unknown>): Promise<void> {
  await sql`insert into touched_orders (workspace_id, order_id) ${orders} on conflict do nothing`.execute(
    em.getKysely(),
  );
}

function valuesOf(facts: FactRows, type: FactType, column: string): string[] {
  const rows = facts.get(type)?.values() ?? [];
  return [...new Set([...rows].flatMap((row) => (typeof row[column] === 'string' ? [row[column]] : [])))];
}
