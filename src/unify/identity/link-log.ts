import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { factId } from '../../model/ids.ts';
import { IdentityLink } from '../../model/customer.ts';
import { upsert } from '../../store/upsert.ts';
import { type Tie, tieName } from './components.ts';
import { matchingKinds } from './identifiers.ts';

/** An identity before and after its customers were resolved. */
export interface Resolved {
  id: string;
  /** Null for a new identity. */
  from: string | null;
  to: string;
}

interface Entry extends Resolved {
  decision: 'FOUNDED' | 'MATCHED' | 'MERGED' | 'SPLIT';
  matchedOn: string[];
}

/** The decisions that explain who is who now: one entry for each identity that is new or has moved. */
export function decisions(resolved: readonly Resolved[], ties: readonly Tie[], dropped: readonly Tie[]): Entry[] {
  const before = new Map(resolved.map(({ id, from }) => [id, from ?? id]));
  const matchedOn = bridges(ties, before);
  const entries: Entry[] = [];
  for (const identity of resolved) {
    const { id, from, to } = identity;
    if (from === to) continue;
    if (from === null && to === id) entries.push({ ...identity, decision: 'FOUNDED', matchedOn: [] });
    else if (from !== null && before.get(to) === from) {
      const lost = dropped.filter(({ identityId }) => identityId === id).map(tieName);
      entries.push({ ...identity, decision: 'SPLIT', matchedOn: lost.toSorted() });
    } else {
      const decision = from === null ? 'MATCHED' : 'MERGED';
      entries.push({ ...identity, decision, matchedOn: [...(matchedOn.get(from ?? id) ?? [])].toSorted() });
    }
  }
  return entries;
}

/** The identifiers that tie people together who were different ones before, by who they were. */
function bridges(ties: readonly Tie[], before: ReadonlyMap<string, string>): Map<string, Set<string>> {
  const holders = new Map<string, Set<string>>();
  for (const tie of ties) {
    const name = tieName(tie);
    holders.set(name, (holders.get(name) ?? new Set()).add(before.get(tie.identityId)!));
  }
  const result = new Map<string, Set<string>>();
  for (const [name, people] of holders) {
    if (people.size < 2) continue;
    for (const person of people) result.set(person, (result.get(person) ?? new Set()).add(name));
  }
  return result;
}

/** Appends decisions to the log. `runId` is null for those taken by hand. */
export async function appendDecisions(
  em: EntityManager,
  { workspaceId, runId }: { workspaceId: string; runId: string | null },
  entries: readonly Entry[],
): Promise<void> {
  if (entries.length === 0) return;
  const { rows } = await sql<{ last: string | null }>`
    select max(seq) as last from identity_links where workspace_id = ${workspaceId}`.execute(em.getKysely());
  let seq = Number(rows[0]!.last ?? 0);
  const decidedAt = new Date();
  const links = entries.map(({ id: identityId, from, to, decision, matchedOn }) => ({
    workspaceId,
    id: factId(workspaceId, identityId, 'identityLink', String(++seq)),
    seq: String(seq),
    identityId,
    decision,
    fromCustomerId: from,
    toCustomerId: to,
    matchedOn,
    confidence: String(confidence(matchedOn)),
    decidedAt,
    runId,
  }));
  await upsert(em, IdentityLink, links);
}

/** As sure as the surest identifier; where none decided there is no doubt. */
function confidence(matchedOn: readonly string[]): number {
  if (matchedOn.length === 0) return 1;
  return Math.max(...matchedOn.map((name) => matchingKinds[name.slice(0, name.indexOf(':'))]!.confidence));
}
