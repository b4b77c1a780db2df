import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { LandedBatch } from '../land/stream-run.ts';
import type { FactType } from './fact-types.ts';
import type { FactRows } from './write-facts.ts';

/** The subjects of CPIs that facts are, or belong to. What belongs to orders and customers is marked with these. */
const subjects: readonly (readonly [type: FactType, column: string, subject: string])[] = [
  ['ticket', 'id', 'REQUEST'],
  ['ticketEvent', 'ticketId', 'REQUEST'],
  ['quoteRequest', 'id', 'QUOTE_REQUEST'],
  ['quote', 'requestId', 'QUOTE_REQUEST'],
  ['cart', 'id', 'CART'],
  ['survey', 'id', 'SURVEY'],
  ['event', 'id', 'EVENT'],
];

/** Marks the subjects whose outcomes facts can change, in a workspace that has any outcomes yet. */
export async function touchSubjects(
  em: EntityManager,
  { workspaceId }: LandedBatch,
  changed: readonly FactRows[],
): Promise<void> {
  const touched = subjects.flatMap(([type, column, subject]) => {
    const rows = changed.flatMap((facts) => [...(facts.get(type)?.values() ?? [])]);
    return rows.flatMap((row) => (typeof row[column] === 'string' ? [{ subject, id: row[column] }] : []));
  });
  if (touched.length === 0) return;
  await sql`
    insert into touched_subjects (workspace_id, subject, subject_id)
    select ${workspaceId}::uuid, t.subject, t.id
    from unnest(${touched.map(({ subject }) => subject)}::text[], ${touched.map(({ id }) => id)}::uuid[]) as t (subject, id)
    where exists (select from cpi_fills where workspace_id = ${workspaceId})
    on conflict do nothing`.execute(em.getKysely());
}
