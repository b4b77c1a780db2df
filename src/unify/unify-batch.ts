import type { LandedBatch } from '../land/stream-run.ts';
import type { Draft, Payload } from '../sdk/index.ts';
import type { Store } from '../store/store.ts';
import { keepAdSpendVersions } from './ad-spend-versions.ts';
import { closeBatch, forgetRejects, openBatch, readRecords, writeRejects } from './batch.ts';
import { resolvePeople } from './identity/resolve-people.ts';
import { removeGoneParts } from './removed-parts.ts';
import { forgetUndescribed, removeRecords } from './removed-records.ts';
import { takeRecords } from './take-records.ts';
import { touchSubjects } from './touched-subjects.ts';
import { touchFacts, touchFormer, touchResolved } from './touched.ts';
import { factRows, nameCategories, writeFacts } from './write-facts.ts';

/**
 * Brings one landed batch into the unified model, in one transaction and a number of statements that does not grow with
 * the batch. A record with a bad value is rejected whole, with field and reason, and what an earlier version of it said
 * stays; the rest goes on. What a record told that is gone at the source goes with it. Unifying a batch again changes nothing.
 */
export async function unifyBatch(
  store: Store,
  batch: LandedBatch,
  map: (payload: Payload) => Draft[],
): Promise<{ drafts: number; rejected: number }> {
  return store.repeatable(async (em) => {
    const { currency, country, types, anyRejects } = await openBatch(em, batch);
    const records = await readRecords(em, batch);
    const gone = records.filter((record) => record.gone).map(({ key }) => key);
    const present = gone.length === 0 ? records : records.filter((record) => !record.gone);
    const { taken, rejected } = takeRecords(present, map, { ...batch, country });
    if (anyRejects) await forgetRejects(em, batch, records);
    await writeRejects(em, batch, rejected);
    const removed = await removeRecords(em, batch, gone, types);
    await touchFacts(em, batch, removed, currency);
    const facts = factRows(taken, batch);
    await touchFormer(em, batch, facts);
    await writeFacts(em, facts);
    await keepAdSpendVersions(em, batch, [removed, facts]);
    await nameCategories(em, taken, batch);
    await removeGoneParts(em, batch, taken, facts, types);
    await touchFacts(em, batch, facts, currency);
    await touchSubjects(em, batch, [removed, facts]);
    await touchResolved(em, batch.workspaceId, await resolvePeople(em, batch, taken));
    await forgetUndescribed(em, batch, gone, { removed, types });
    await closeBatch(em, batch, taken);
    return { drafts: taken.length, rejected: rejected.length };
  });
}
