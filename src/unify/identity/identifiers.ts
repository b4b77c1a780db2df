import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
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

/**
 * Drops identifiers that more identities hold than their kind allows, and returns what was dropped. What they had matched
 * before falls apart again: else the first strangers behind a shared address would stay one customer for ever, and who is
 * one would depend on who came first.
 */
export async function dropShared(em: EntityManager, workspaceId: string, ties: readonly Tie[]): Promise<Tie[]> {
  const { rows } = await sql<Tie>`
    update identifiers i set violation = 'TOO_MANY'
    from (
      select held.kind, held.value from identifiers held
      join (
        select distinct t.kind, t.value, k.most
        from unnest(${ties.map(({ kind }) => kind)}::text[], ${ties.map(({ value }) => value)}::text[]) as t (kind, value)
        join unnest(${limited.map(([kind]) => kind)}::text[], ${limited.map(([, { limit }]) => limit)}::int[]) as k (kind, most)
          on k.kind = t.kind
      ) given on given.kind = held.kind and given.value = held.value
      where held.workspace_id = ${workspaceId}
      group by held.kind, held.value, given.most
      having count(*) > given.most
    ) shared
    where i.workspace_id = ${workspaceId} and i.kind = shared.kind and i.value = shared.value and i.violation is null
    returning i.identity_id as "identityId", i.kind, i.value`.execute(em.getKysely());
  return rows;
}

const limited = Object.entries(matchingKinds).filter(([, { limit }]) => limit !== Infinity);

/** Everybody who holds one of the identifiers in a way that matches. */
export async function holdersOf(em: EntityManager, workspaceId: string, ties: readonly Tie[]): Promise<string[]> {
  const { rows } = await sql<{ identity_id: string }>`
    select distinct i.identity_id from identifiers i
    join unnest(${ties.map(({ kind }) => kind)}::text[], ${ties.map(({ value }) => value)}::text[]) as t (kind, value)
      on t.kind = i.kind and t.value = i.value
    where i.workspace_id = ${workspaceId} and i.violation is null`.execute(em.getKysely());
  return rows.map((row) => row.identity_id);
}

/** What makes these identities one with others. */
export async function tiesOf(em: EntityManager, workspaceId: string, identityIds: readonly string[]): Promise<Tie[]> {
  const { rows } = await sql<Tie>`
    select identity_id as "identityId", kind, value from identifiers
    where workspace_id = ${workspaceId} and identity_id = any(${identityIds}::uuid[]) and violation is null
      and kind = any(${Object.keys(matchingKinds)}::text[])`.execute(em.getKysely());
  return rows;
}
