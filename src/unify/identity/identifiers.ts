import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { Tie } from './components.ts';
import type { Person } from './people.ts';

/**
 * The kinds that make identities one person: how sure that is, and by how many identities one value may be held before it
 * proves to be shared by strangers (a desk, a family, a default). DECISION is a merge by hand. DEVICE is kept and never
 * matches: people share devices. A PERSON value is the same person in every source of the workspace.
 */
export const matchingKinds: Readonly<Record<string, { confidence: number; limit: number }>> = {
  DECISION: { confidence: 1, limit: Infinity },
  PERSON: { confidence: 1, limit: 1000 },
  LOYALTY_CARD: { confidence: 0.99, limit: 20 },
  EMAIL: { confidence: 0.95, limit: 20 },
  PHONE: { confidence: 0.85, limit: 20 },
};

/** Keeps the identifiers of people and returns those that are new and match. An identifier is never forgotten. */
export async function keepIdentifiers(
  em: EntityManager,
  workspaceId: string,
  people: readonly Person[],
): Promise<Tie[]> {
  const given = people.flatMap(({ id, identifiers }) =>
    identifiers.map(({ kind, value, violation }) => ({ id, kind, value, violation })),
  );
  if (given.length === 0) return [];
  const { rows } = await sql<Tie & { violation: string | null }>`
    insert into identifiers (workspace_id, kind, value, identity_id, violation)
    select ${workspaceId}::uuid, kind, value, id, violation
    from json_to_recordset(${JSON.stringify(given)}::json) as given (id uuid, kind text, value text, violation text)
    on conflict (workspace_id, kind, value, identity_id) do nothing
    returning identity_id as "identityId", kind, value, violation`.execute(em.getKysely());
  return rows.filter(({ kind, violation }) => violation === null && kind in matchingKinds);
}

/** Decisions by hand that wait for identities which come back after their source was unified anew. */
export async function keptDecisions(
  em: EntityManager,
  workspaceId: string,
  founded: readonly { id: string }[],
): Promise<Tie[]> {
  if (founded.length === 0) return [];
  const { rows } = await sql<Tie>`
    select identity_id as "identityId", kind, value from identifiers
    where workspace_id = ${workspaceId} and identity_id = any(${founded.map(({ id }) => id)}::uuid[])
      and kind = 'DECISION' and violation is null`.execute(em.getKysely());
  return rows;
}

/** An identifier that several identities hold. */
export interface SharedIdentifier {
  kind: string;
  value: string;
  holders: number;
  /** Those of the holders that it may match. */
  matching: string[];
}

/** Which of the ties more than one identity holds. */
export async function sharedAmong(
  em: EntityManager,
  workspaceId: string,
  ties: readonly Tie[],
): Promise<SharedIdentifier[]> {
  if (ties.length === 0) return [];
  const { rows } = await sql<SharedIdentifier>`
    select kind, value, count(*)::int as holders, array_agg(identity_id::text) filter (where violation is null) as matching
    from identifiers where workspace_id = ${workspaceId} and ${oneOf(ties)}
    group by kind, value having count(*) > 1`.execute(em.getKysely());
  return rows.map((row) => ({ ...row, matching: row.matching ?? [] }));
}

/** Whether its kind allows so many holders. */
export const isCrowded = ({ kind, holders }: SharedIdentifier) => holders > matchingKinds[kind]!.limit;

/**
 * Drops identifiers that more identities hold than their kind allows, and returns what was dropped. What they had matched
 * before falls apart again: else the first strangers behind a shared address would stay one customer for ever, and who is
 * one would depend on who came first.
 */
export async function dropCrowded(
  em: EntityManager,
  workspaceId: string,
  crowded: readonly SharedIdentifier[],
): Promise<Tie[]> {
  if (crowded.length === 0) return [];
  const { rows } = await sql<Tie>`
    update identifiers set violation = 'TOO_MANY'
    where workspace_id = ${workspaceId} and ${oneOf(crowded)} and violation is null
    returning identity_id as "identityId", kind, value`.execute(em.getKysely());
  return rows;
}

/** Lets identifiers match again that few enough hold by now, and returns who holds them. */
export async function freeUncrowded(em: EntityManager, workspaceId: string): Promise<string[]> {
  const limited = Object.entries(matchingKinds).filter(([, { limit }]) => limit < Infinity);
  const { rows } = await sql<{ id: string }>`
    update identifiers set violation = null
    from (
      select i.kind, i.value from identifiers i
      join unnest(${limited.map(([kind]) => kind)}::text[], ${limited.map(([, { limit }]) => limit)}::int[])
        as allowed (kind, holders) on allowed.kind = i.kind
      where i.workspace_id = ${workspaceId}
      group by i.kind, i.value, allowed.holders
      having count(*) <= allowed.holders and bool_or(i.violation = 'TOO_MANY')
    ) free
    where identifiers.workspace_id = ${workspaceId} and identifiers.kind = free.kind and identifiers.value = free.value
      and identifiers.violation = 'TOO_MANY'
    returning identifiers.identity_id as id`.execute(em.getKysely());
  return rows.map(({ id }) => id);
}

/** A condition for each kind: a join with a list of pairs may be planned by kind alone, and then takes seconds. */
function oneOf(identifiers: readonly { kind: string; value: string }[]): RawBuilder<unknown> {
  const byKind = Map.groupBy(identifiers, ({ kind }) => kind);
  const conditions = [...byKind].map(([kind, ofKind]) => {
    const values = [...new Set(ofKind.map(({ value }) => value))];
    return sql`(kind = ${kind} and value = any(${values}::text[]))`;
  });
  return sql`(${sql.join(conditions, sql` or `)})`;
}

/** What makes these identities one with others. */
export async function tiesOf(em: EntityManager, workspaceId: string, identityIds: readonly string[]): Promise<Tie[]> {
  if (identityIds.length === 0) return [];
  const { rows } = await sql<Tie>`
    select identity_id as "identityId", kind, value from identifiers
    where workspace_id = ${workspaceId} and identity_id = any(${identityIds}::uuid[]) and violation is null
      and kind = any(${Object.keys(matchingKinds)}::text[])`.execute(em.getKysely());
  return rows;
}
