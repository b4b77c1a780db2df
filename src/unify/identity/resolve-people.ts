import type { EntityManager } from '@mikro-orm/postgresql';
import type { LandedBatch } from '../../land/stream-run.ts';
import type { TakenDraft } from '../take-records.ts';
import { dropCrowded, isCrowded, keepIdentifiers, keptDecisions, sharedAmong } from './identifiers.ts';
import { identityRows } from './identity-rows.ts';
import { peopleOf } from './people.ts';
import { type Resolution, resolve } from './resolve.ts';

/** Writes the people of a batch: their identities, their identifiers, and whose they are. */
export async function resolvePeople(
  em: EntityManager,
  batch: LandedBatch,
  taken: readonly TakenDraft[],
): Promise<Resolution> {
  const people = peopleOf(taken);
  if (people.length === 0) return { customerIds: [], movedIdentityIds: [] };
  const { workspaceId, runId } = batch;
  const { founded, changed } = await identityRows(em, people, batch);
  const added = [
    ...(await keepIdentifiers(em, workspaceId, people)),
    ...(await keptDecisions(em, workspaceId, founded)),
  ];
  const shared = await sharedAmong(em, workspaceId, added);
  const dropped = await dropCrowded(em, workspaceId, shared.filter(isCrowded));
  const sharing = shared.flatMap((identifier) => (isCrowded(identifier) ? [] : identifier.matching));
  return resolve(em, { workspaceId, runId, founded, changed, sharing, dropped });
}
