import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { touchCustomers, touchResolved } from '../touched.ts';
import { freeUncrowded } from './identifiers.ts';
import { writeProfiles } from './profiles.ts';
import { resolve } from './resolve.ts';

/** A condition on the identities that go, for a table or an alias of that name. */
export type Leavers = (identities: string) => RawBuilder<unknown>;

/**
 * Removes identities. Customers whom no other identity knows go; of the others it is worked out anew who is one, for what
 * tied them may be gone. Decisions by hand stay, for identities that come back.
 */
export async function forgetPeople(
  em: EntityManager,
  { workspaceId, runId }: { workspaceId: string; runId: string | null },
  leave: Leavers,
): Promise<void> {
  const db = em.getKysely();
  await touchCustomers(
    em,
    sql`select workspace_id, customer_id from identities
      where workspace_id = ${workspaceId} and ${leave('identities')}`,
  );
  const { rows: left } = await sql<{ id: string; customer_id: string }>`
    select id, customer_id from identities
    where workspace_id = ${workspaceId} and not ${leave('identities')} and customer_id in (
      select l.customer_id from identities l where l.workspace_id = ${workspaceId} and ${leave('l')})`.execute(db);
  const freed = await forgetIdentifiers(em, workspaceId, leave);
  await sql`
    with gone as (
      delete from identities where workspace_id = ${workspaceId} and ${leave('identities')} returning customer_id
    )
    delete from customers
    where workspace_id = ${workspaceId} and id in (select customer_id from gone) and not exists (
      select 1 from identities i
      where i.workspace_id = ${workspaceId} and i.customer_id = customers.id and not ${leave('i')})`.execute(db);
  const sharing = [...left.map(({ id }) => id), ...freed];
  const resolution = await resolve(em, { workspaceId, runId, founded: [], changed: [], sharing, dropped: [] });
  await writeProfiles(em, workspaceId, [...new Set(left.map((identity) => identity.customer_id))]);
  await touchResolved(em, workspaceId, resolution);
}

/**
 * Takes away what is known of people whom facts still speak of, but no record describes any more: names, contacts, places.
 * What tied them to others by those is worked out anew.
 */
export async function forgetProfiles(
  em: EntityManager,
  { workspaceId, runId }: { workspaceId: string; runId: string | null },
  identityIds: readonly string[],
): Promise<void> {
  if (identityIds.length === 0) return;
  const described: Leavers = (identities) => sql`${sql.ref(`${identities}.id`)} = any(${identityIds}::uuid[])`;
  const { rows } = await sql<{ id: string; customer_id: string }>`
    select id, customer_id from identities
    where workspace_id = ${workspaceId} and customer_id in (
      select d.customer_id from identities d where d.workspace_id = ${workspaceId} and ${described('d')})`.execute(
    em.getKysely(),
  );
  const customerIds = [...new Set(rows.map((identity) => identity.customer_id))];
  const freed = await forgetIdentifiers(em, workspaceId, described);
  await sql`
    update identities set name = null, email = null, phone = null, country = null, region = null, city = null,
      source_group = null
    where workspace_id = ${workspaceId} and ${described('identities')}`.execute(em.getKysely());
  const sharing = [...rows.map(({ id }) => id), ...freed];
  const resolution = await resolve(em, { workspaceId, runId, founded: [], changed: [], sharing, dropped: [] });
  await writeProfiles(em, workspaceId, customerIds);
  await touchCustomers(
    em,
    sql`select ${workspaceId}::uuid as workspace_id, unnest(${customerIds}::uuid[]) as customer_id`,
  );
  await touchResolved(em, workspaceId, resolution);
}

/** Removes identifiers, but for decisions by hand; returns the identities that may match again by those which fewer hold now. */
async function forgetIdentifiers(em: EntityManager, workspaceId: string, leave: Leavers): Promise<string[]> {
  const { rows } = await sql<{ crowded: boolean | null }>`
    with lost as (
      delete from identifiers using identities i
      where identifiers.workspace_id = ${workspaceId} and identifiers.kind <> 'DECISION'
        and identifiers.violation is distinct from 'SPLIT'
        and i.workspace_id = ${workspaceId} and i.id = identifiers.identity_id and ${leave('i')}
      returning identifiers.violation
    )
    select bool_or(violation = 'TOO_MANY') as crowded from lost`.execute(em.getKysely());
  return rows[0]!.crowded ? freeUncrowded(em, workspaceId) : [];
}
