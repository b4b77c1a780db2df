import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { holdWorkspace } from '../model/data-version.ts';
import type { Store } from '../store/store.ts';
import { factTypes } from './fact-types.ts';
import { forgetPeople } from './identity/forget-people.ts';
import { touchConverted, touchOrders, touchOrigins } from './touched.ts';

/** A source whose facts go, and the run for which they do; null where somebody removes the source by hand. */
export interface Leaving {
  workspaceId: string;
  sourceId: string;
  runId: string | null;
}

/**
 * Removes what a source's records became before its settings changed, in one transaction: facts come from unified batches
 * alone, so where none counts as unified there must be none. The batches are then unified as if they were new.
 */
export async function forgetStaleFacts(store: Store, source: Leaving): Promise<void> {
  await store.repeatable(async (em) => {
    const { rows } = await sql<{ unified: boolean | null }>`
      select bool_or(unified_at is not null) as unified from batches
      where workspace_id = ${source.workspaceId} and source_id = ${source.sourceId}`.execute(em.getKysely());
    if (rows[0]!.unified === false) await forgetFacts(em, source);
  });
}

/** Removes all facts and people of a source, and touches whatever figures they were part of. Raw records stay. */
export async function forgetFacts(em: EntityManager, source: Leaving): Promise<void> {
  const { workspaceId, sourceId } = source;
  const db = em.getKysely();
  const { currency } = await holdWorkspace(em, workspaceId);
  const ofSource = sql`workspace_id = ${workspaceId} and source_id = ${sourceId}`;
  await touchOrders(em, sql`select workspace_id, id from orders where ${ofSource}`);
  await touchOrders(em, sql`select workspace_id, order_id from deliveries where ${ofSource}`);
  await touchOrigins(em, workspaceId);
  await sql`delete from cpi_outcomes where ${ofSource}`.execute(db);
  const { rate, ...others } = factTypes;
  for (const { entity } of Object.values(others)) {
    await sql`delete from ${sql.table(entity.meta.tableName)} where ${ofSource}`.execute(db);
  }
  const rates = await sql<{ day: string }>`
    delete from ${sql.table(rate.entity.meta.tableName)} where ${ofSource} returning day`.execute(db);
  const days = rates.rows.map(({ day }) => day);
  if (days.length > 0) await touchConverted(em, workspaceId, days, currency);
  // Facts that come back are compared with what was told before; those of a source that is removed never do.
  if (source.runId === null) await sql`delete from ad_spend_versions where ${ofSource}`.execute(db);
  await forgetPeople(em, source, (table) => sql`${sql.ref(`${table}.source_id`)} = ${sourceId}`);
  await sql`
    delete from rejects using raw_records r
    where rejects.workspace_id = ${workspaceId} and rejects.source_id = ${sourceId}
      and r.workspace_id = rejects.workspace_id and r.source_id = rejects.source_id and r.stream = rejects.stream
      and r.key = rejects.key`.execute(db);
  await sql`update streams set data_through = null where ${ofSource} and data_through is not null`.execute(db);
}
