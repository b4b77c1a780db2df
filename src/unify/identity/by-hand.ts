import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { fail } from '../../errors.ts';
import { holdWorkspace } from '../../model/data-version.ts';
import type { Store } from '../../store/store.ts';
import { touchResolved } from '../touched.ts';
import type { Tie } from './components.ts';
import { resolve } from './resolve.ts';

interface NamedIdentity {
  id: string;
  customerId: string;
}

/**
 * Says that customers are one. The decision is kept as an identifier that their founding identities share, so it outlives
 * every later batch; `splitCustomer` takes it back. Returns the id of the customer that they are now. Ids of customers that
 * were merged away are understood. Throws BAD_INPUT where they are one already.
 */
export async function mergeCustomers(
  store: Store,
  workspaceId: string,
  customerIds: readonly string[],
): Promise<string> {
  return store.transaction(async (em) => {
    const founders = await holdIdentities(em, workspaceId, customerIds);
    const [eldest, ...others] = new Set(founders.map(({ customerId }) => customerId));
    if (!eldest || others.length === 0) {
      return fail('BAD_INPUT', { field: 'customerIds', reason: 'must name at least two different customers' });
    }
    await tieByHand(em, workspaceId, [eldest, ...others]);
    return settle(em, workspaceId, [eldest, ...others], []);
  });
}

/**
 * Says that some identities of a customer are somebody else: they leave together and become a customer of their own, and
 * the identifiers they share with those who stay match no more, now and later. Undoes merges of every kind. Returns the id
 * of the customer that they are now. Throws BAD_INPUT where they are not of one customer, or all of it.
 */
export async function splitCustomer(
  store: Store,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<string> {
  return store.transaction(async (em) => {
    const leaving = await holdIdentities(em, workspaceId, identityIds);
    const [customerId, ...others] = new Set(leaving.map((identity) => identity.customerId));
    if (!customerId || others.length > 0) {
      return fail('BAD_INPUT', { field: 'identityIds', reason: 'must all be of one customer' });
    }
    const ids = leaving.map(({ id }) => id);
    const dropped = await cutTies(em, workspaceId, ids, customerId);
    if (dropped.length === 0) {
      return fail('BAD_INPUT', { field: 'identityIds', reason: 'must leave others of the customer behind' });
    }
    if (ids.length > 1) await tieByHand(em, workspaceId, ids);
    return settle(em, workspaceId, ids, dropped);
  });
}

/** The identities of these ids, oldest first, while nobody else changes who is who. */
async function holdIdentities(
  em: EntityManager,
  workspaceId: string,
  ids: readonly string[],
): Promise<NamedIdentity[]> {
  await holdWorkspace(em, workspaceId);
  const { rows } = await sql<NamedIdentity>`
    select id, customer_id as "customerId" from identities
    where workspace_id = ${workspaceId} and id = any(${ids}::uuid[]) order by seq`.execute(em.getKysely());
  const missing = ids.find((id) => !rows.some((row) => row.id === id));
  if (missing)
    fail('NOT_FOUND', { kind: 'customer or identity', id: missing, wayOut: 'Ask for the list of customers.' });
  return rows;
}

/** Gives identities an identifier in common, called after the first of them. */
async function tieByHand(em: EntityManager, workspaceId: string, identityIds: readonly string[]): Promise<void> {
  await sql`
    insert into identifiers (workspace_id, kind, value, identity_id, violation)
    select ${workspaceId}::uuid, 'DECISION', ${identityIds[0]}, unnest(${identityIds}::uuid[]), null
    on conflict (workspace_id, kind, value, identity_id) do update set violation = null`.execute(em.getKysely());
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

/** Writes what follows from the decision, and returns the customer of the first of these identities. */
async function settle(em: EntityManager, workspaceId: string, identityIds: string[], dropped: Tie[]): Promise<string> {
  const change = { workspaceId, runId: null, founded: [], changed: [], sharing: identityIds, dropped };
  await touchResolved(em, workspaceId, await resolve(em, change));
  const [first] = await holdIdentities(em, workspaceId, identityIds);
  return first!.customerId;
}
