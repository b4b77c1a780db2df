import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { Identity } from '../../model/customer.ts';
import { upsert } from '../../store/upsert.ts';
import { components, type Member, type Tie } from './components.ts';
import { tiesOf } from './identifiers.ts';
import type { IdentityRow } from './identity-rows.ts';
import { appendDecisions, decisions, type Resolved } from './link-log.ts';
import { profileFields } from './people.ts';
import { removeCustomers, writeProfiles } from './profiles.ts';

/** What may change who is who. */
export interface Change {
  workspaceId: string;
  /** Null for a decision by hand. */
  runId: string | null;
  /** New identities, not written yet. */
  founded: readonly IdentityRow[];
  /** Identities whose own fields are to be written. */
  changed: readonly IdentityRow[];
  /** Identities that now share an identifier with others, and ties that hold no more. */
  sharing: readonly string[];
  dropped: readonly Tie[];
}

/** The customers whose identities changed, and the identities that belong to another customer than before. */
export interface Resolution {
  customerIds: string[];
  movedIdentityIds: string[];
}

interface StoredMember extends Member {
  customerId: string;
}

/**
 * Works out anew who is one person among all whom a change can reach, and writes it: identities, the log of decisions,
 * customers. Facts are not touched: they point at identities. Who is one depends on the identifiers held, never on the
 * batches or the order in which they came; the customer keeps the id of the identity that was founded first.
 */
export async function resolve(em: EntityManager, change: Change): Promise<Resolution> {
  const { workspaceId, founded, changed } = change;
  const sharing = new Set(change.sharing);
  const stored = await customersMembers(em, workspaceId, [...sharing, ...change.dropped.map((tie) => tie.identityId)]);
  // A new identity that shares nothing is somebody new: most are, and need no looking up.
  const members = [...stored, ...founded.filter(({ id }) => sharing.has(id))];
  const ties = await tiesOf(
    em,
    workspaceId,
    members.map(({ id }) => id),
  );
  const customers = components(members, ties);
  for (const { id } of founded) if (!customers.has(id)) customers.set(id, id);
  const resolved: Resolved[] = [
    ...stored.map(({ id, customerId }) => ({ id, from: customerId, to: customers.get(id)! })),
    ...founded.map(({ id }) => ({ id, from: null, to: customers.get(id)! })),
  ];
  const moved = resolved.filter(({ from, to }) => from !== null && from !== to);
  await writeIdentities(em, [...founded.map((row) => ({ ...row, customerId: customers.get(row.id)! })), ...changed]);
  await moveIdentities(em, workspaceId, moved);
  await appendDecisions(em, change, decisions(resolved, ties, change.dropped));

  const now = new Set(customers.values());
  const gone = moved.map(({ from }) => from!).filter((id) => !now.has(id));
  const touched = new Set([
    ...founded.map(({ id }) => customers.get(id)!),
    ...changed.map(({ id, customerId }) => customers.get(id) ?? customerId),
    ...moved.flatMap(({ from, to }) => [from!, to]),
  ]);
  await writeProfiles(em, workspaceId, [...touched]);
  await removeCustomers(em, workspaceId, gone);
  return { customerIds: [...touched], movedIdentityIds: moved.map(({ id }) => id) };
}

/** All identities of the customers that these identities belong to. */
async function customersMembers(em: EntityManager, workspaceId: string, identityIds: readonly string[]) {
  if (identityIds.length === 0) return [];
  const { rows } = await sql<{ id: string; customer_id: string; seq: string }>`
    select id, customer_id, seq from identities
    where workspace_id = ${workspaceId} and customer_id in (
      select customer_id from identities where workspace_id = ${workspaceId} and id = any(${identityIds}::uuid[]))`.execute(
    em.getKysely(),
  );
  return rows.map(({ id, customer_id, seq }): StoredMember => ({ id, customerId: customer_id, seq: Number(seq) }));
}

async function writeIdentities(em: EntityManager, rows: readonly IdentityRow[]): Promise<void> {
  const update = [...profileFields, 'guest', 'firstSeenAt', 'stream', 'recordKey', 'runId'];
  await upsert(
    em,
    Identity,
    rows.map((row) => ({ ...row, seq: String(row.seq) })),
    { update },
  );
}

async function moveIdentities(em: EntityManager, workspaceId: string, moved: readonly Resolved[]): Promise<void> {
  if (moved.length === 0) return;
  await sql`
    update identities i set customer_id = m.customer_id
    from unnest(${moved.map(({ id }) => id)}::uuid[], ${moved.map(({ to }) => to)}::uuid[]) as m (id, customer_id)
    where i.workspace_id = ${workspaceId} and i.id = m.id`.execute(em.getKysely());
}
