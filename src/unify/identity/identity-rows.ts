import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { LandedBatch } from '../../land/stream-run.ts';
import { type Person, type Profile, profileFields } from './people.ts';

/** A row of identities. */
export interface IdentityRow extends Profile {
  workspaceId: string;
  id: string;
  customerId: string;
  seq: number;
  guest: boolean;
  firstSeenAt: Date | null;
  sourceId: string;
  externalId: string;
  stream: string;
  recordKey: string;
  runId: string;
}

/**
 * The rows that people add to the stored identities or change in them. A new identity takes the next number and is its
 * own customer until it is resolved. What the batch does not say stays.
 */
export async function identityRows(
  em: EntityManager,
  people: readonly Person[],
  batch: LandedBatch,
): Promise<{ founded: IdentityRow[]; changed: IdentityRow[] }> {
  const stored = await readIdentities(
    em,
    batch,
    people.map(({ id }) => id),
  );
  let seq = await lastSeq(em, batch);
  const founded: IdentityRow[] = [];
  const changed: IdentityRow[] = [];
  for (const person of people) {
    const known = stored.get(person.id);
    if (!known) founded.push(newRow(person, batch, ++seq));
    else {
      const row = changedRow(known, person, batch);
      if (row) changed.push(row);
    }
  }
  return { founded, changed };
}

function newRow(person: Person, batch: LandedBatch, seq: number): IdentityRow {
  const { id, externalId, recordKey, guest, profile, firstSeen } = person;
  const { workspaceId, sourceId, stream, runId } = batch;
  const firstSeenAt = firstSeen === Infinity ? null : new Date(firstSeen);
  const row = {
    workspaceId,
    id,
    customerId: id,
    seq,
    guest,
    firstSeenAt,
    sourceId,
    externalId,
    stream,
    recordKey,
    runId,
  };
  return { ...row, ...profile };
}

/** The stored row as the batch changes it; null where it does not. */
function changedRow(known: IdentityRow, person: Person, { stream, runId }: LandedBatch): IdentityRow | null {
  const row = { ...known, guest: known.guest && person.guest };
  if (person.described) Object.assign(row, { stream, recordKey: person.recordKey, runId });
  for (const field of profileFields) row[field] = person.profile[field] ?? known[field];
  if (person.firstSeen < (known.firstSeenAt?.getTime() ?? Infinity)) row.firstSeenAt = new Date(person.firstSeen);
  const decides = [...profileFields, 'guest', 'firstSeenAt'] as const;
  return decides.some((field) => row[field] !== known[field]) ? row : null;
}

async function readIdentities(em: EntityManager, batch: LandedBatch, ids: string[]): Promise<Map<string, IdentityRow>> {
  const { rows } = await sql<IdentityRow & { seq: string }>`
    select workspace_id as "workspaceId", id, customer_id as "customerId", seq, name, email, phone, country, region, city,
      source_group as "sourceGroup", guest, first_seen_at as "firstSeenAt", source_id as "sourceId",
      external_id as "externalId", stream, record_key as "recordKey", run_id as "runId"
    from identities where workspace_id = ${batch.workspaceId} and id = any(${ids}::uuid[])`.execute(em.getKysely());
  return new Map(rows.map((row) => [row.id, { ...row, seq: Number(row.seq) }]));
}

async function lastSeq(em: EntityManager, { workspaceId }: LandedBatch): Promise<number> {
  const { rows } = await sql<{ last: string | null }>`
    select max(seq) as last from identities where workspace_id = ${workspaceId}`.execute(em.getKysely());
  return Number(rows[0]!.last ?? 0);
}
