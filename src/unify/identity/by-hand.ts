import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { fail } from '../../errors.ts';
import type { Store } from '../../store/store.ts';
import { touchResolved } from '../touched.ts';
import type { Tie } from './components.ts';
import { resolve } from './resolve.ts';

interface MemberRow {
  id: string;
  customer_id: string;
}

/**
 * Says that customers are one. The decision is kept as an identifier that their founding identities share, so it outlives
 * every later batch; `splitCustomer` takes it back. Returns the id of the customer that they are now. Ids of customers that
 * were merged before are understood.
 */
export async function mergeCustomers(
  store: Store,
  workspaceId: string,
  customerIds: readonly string[],
): Promise<string> {
  return store.transaction(async (em) => {
    await hold(em, workspaceId);
    const founders = await identitiesNamed(em, workspaceId, customerIds);
    const named = [...new Set(founders.map((founder) => founder.customer_id))];
    if (named.length < 2)
      fail('BAD_INPUT', { field: 'customerIds', reason: 'must name at least two different customers' });
    const added = await tieByHand(em, workspaceId, named);
    await settle(em, workspaceId, { added, dropped: [] });
    return (await identitiesNamed(em, workspaceId, named))[0]!.customer_id;
  });
}

/**
 * Says that some identities of a customer are somebody else: they leave together and become a customer of their own, and
 * the identifiers they share with those who stay match no more, now and later. Undoes merges of every kind. Returns the id
 * of the customer that they are now.
 */
export async function splitCustomer(
  store: Store,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<string> {
  return store.transaction(async (em) => {
    await hold(em, workspaceId);
    const leaving = await identitiesNamed(em, workspaceId, identityIds);
    const [customerId, ...others] = new Set(leaving.map((row) => row.customer_id));
    if (!customerId || others.length > 0)
      fail('BAD_INPUT', { field: 'identityIds', reason: 'must all be of one customer' });
    const dropped = await cutTies(
      em,
      workspaceId,
      leaving.map(({ id }) => id),
      customerId,
    );
    if (dropped.length === 0)
      fail('BAD_INPUT', { field: 'identityIds', reason: 'must leave others of the customer behind' });
    const added =
      leaving.length > 1
        ? await tieByHand(
            em,
            workspaceId,
            leaving.map(({ id }) => id),
          )
        : [];
    await settle(em, workspaceId, { added, dropped });
    return (await identitiesNamed(em, workspaceId, [leaving[0]!.id]))[0]!.customer_id;
  });
}

async function hold(em: EntityManager, workspaceId: string): Promise<void> {
  await sql`select 1 from workspaces where id = ${workspaceId} for no key update`.execute(em.getKysely());
}

async function identitiesNamed(em: EntityManager, workspaceId: string, ids: readonly string[]): Promise<MemberRow[]> {
  const { rows } = await sql<MemberRow>`
    select id, customer_id from identities where workspace_id = ${workspaceId} and id = any(${ids}::uuid[])
    order by seq`.execute(em.getKysely());
  const missing = ids.find((id) => !rows.some((row) => row.id === id));
  if (missing)
    fail('NOT_FOUND', { kind: 'customer or identity', id: missing, wayOut: 'Ask for the list of customers.' });
  return rows;
}

/** Gives identities an identifier in common, called after the first of them. */
async function tieByHand(em: EntityManager, workspaceId: string, identityIds: readonly string[]): Promise<Tie[]> {
  const { rows } = await sql<Tie>`
    insert into identifiers (workspace_id, kind, value, identity_id, violation)
    select ${workspaceId}::uuid, 'DECISION', ${identityIds[0]}, unnest(${identityIds}::uuid[]), null
    on conflict (workspace_id, kind, value, identity_id) do update set violation = null
    returning identity_id as "identityId", kind, value`.execute(em.getKysely());
  return rows;
}

/** Marks the identifiers that those who leave share with those who stay; they stay good for those who stay. */
async function cutTies(
  em: EntityManager,
  workspaceId: string,
  leaving: readonly string[],
  customerId: string,
): Promise<Tie[]> {
  const { rows } = await sql<Tie>`
    update identifiers i set violation = 'SPLIT'
    where i.workspace_id = ${workspaceId} and i.identity_id = any(${leaving}::uuid[]) and i.violation is null
      and exists (
        select 1 from identifiers o
        join identities staying on staying.workspace_id = ${workspaceId} and staying.id = o.identity_id
        where o.workspace_id = ${workspaceId} and o.kind = i.kind and o.value = i.value and o.violation is null
          and staying.customer_id = ${customerId} and staying.id <> all(${leaving}::uuid[]))
    returning i.identity_id as "identityId", i.kind, i.value`.execute(em.getKysely());
  return rows;
}

async function settle(em: EntityManager, workspaceId: string, ties: { added: Tie[]; dropped: Tie[] }): Promise<void> {
  const resolution = await resolve(em, { workspaceId, runId: null, founded: [], changed: [], ...ties });
  await touchResolved(em, workspaceId, resolution);
}
