import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { touchCustomers, touchResolved } from '../touched.ts';
import { freeUncrowded } from './identifiers.ts';
import { writeProfiles } from './profiles.ts';
import { resolve } from './resolve.ts';

/**
 * Removes a source's identities. Customers whom no other source knows go; of the others it is worked out anew who is one,
 * for what tied them may be gone. Decisions by hand stay, for identities that come back.
 */
export async function forgetPeople(
  em: EntityManager,
  { workspaceId, sourceId, runId }: { workspaceId: string; sourceId: string; runId: string | null },
): Promise<void> {
  const db = em.getKysely();
  const theirCustomers = sql`
    select customer_id from identities where workspace_id = ${workspaceId} and source_id = ${sourceId}`;
  await touchCustomers(
    em,
    sql`select workspace_id, customer_id from identities
      where workspace_id = ${workspaceId} and source_id = ${sourceId}`,
  );
  const { rows: left } = await sql<{ id: string; customer_id: string }>`
    select id, customer_id from identities
    where workspace_id = ${workspaceId} and source_id <> ${sourceId} and customer_id in (${theirCustomers})`.execute(
    db,
  );
  await sql`
    delete from identifiers using identities i
    where identifiers.workspace_id = ${workspaceId} and identifiers.kind <> 'DECISION'
      and identifiers.violation is distinct from 'SPLIT'
      and i.workspace_id = ${workspaceId} and i.id = identifiers.identity_id and i.source_id = ${sourceId}`.execute(db);
  await sql`
    with gone as (
      delete from identities where workspace_id = ${workspaceId} and source_id = ${sourceId} returning customer_id
    )
    delete from customers
    where workspace_id = ${workspaceId} and id in (select customer_id from gone) and not exists (
      select 1 from identities i
      where i.workspace_id = ${workspaceId} and i.customer_id = customers.id and i.source_id <> ${sourceId})`.execute(
    db,
  );
  const sharing = [...left.map(({ id }) => id), ...(await freeUncrowded(em, workspaceId))];
  const resolution = await resolve(em, { workspaceId, runId, founded: [], changed: [], sharing, dropped: [] });
  await writeProfiles(em, workspaceId, [...new Set(left.map((identity) => identity.customer_id))]);
  await touchResolved(em, workspaceId, resolution);
}
