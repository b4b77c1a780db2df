import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { LandedBatch } from '../land/stream-run.ts';
import type { DraftType } from '../sdk/index.ts';
import { type FactType, factTypes } from './fact-types.ts';
import { forgetPeople } from './identity/forget-people.ts';
import type { FactRows, Row } from './write-facts.ts';

const everyType = Object.keys(factTypes) as FactType[];
/** The types whose facts are somebody's. */
const personal = everyType.filter((type) => 'identityId' in factTypes[type].entity.meta.properties);
/** What tells whom and which orders a fact was about. */
const telling = ['id', 'identityId', 'orderId', 'refundId', 'productId'];

/**
 * Removes the facts of records that are gone at the source, and returns what they were about. Exchange rates stay, for
 * they were true.
 */
export async function removeRecords(
  em: EntityManager,
  batch: LandedBatch,
  keys: readonly string[],
  types: ReadonlySet<DraftType>,
): Promise<FactRows> {
  const removed: FactRows = new Map();
  if (keys.length === 0) return removed;
  for (const type of everyType) {
    if (type === 'rate' || type === 'category' || !types.has(type)) continue;
    const { tableName, properties } = em.getMetadata().get(factTypes[type].entity);
    const columns = telling.flatMap((name) =>
      name in properties ? [sql`${sql.ref(properties[name]!.fieldNames[0]!)} as ${sql.ref(name)}`] : [],
    );
    const { rows } = await sql<Row>`
      delete from ${sql.table(tableName)} where ${toldBy(batch, keys)}
      returning ${sql.join(columns)}`.execute(em.getKysely());
    if (rows.length > 0) removed.set(type, new Map(rows.map((row) => [String(row['id']), row])));
  }
  if (types.has('category') || types.has('product')) await removeCategories(em, batch, keys);
  return removed;
}

/** A category stays as long as a product is in it, whichever record named it first. */
async function removeCategories(em: EntityManager, batch: LandedBatch, keys: readonly string[]): Promise<void> {
  await sql`
    delete from categories where ${toldBy(batch, keys)} and not exists (
      select 1 from products p
      where p.workspace_id = categories.workspace_id and p.category_id = categories.id)`.execute(em.getKysely());
}

/**
 * Removes the people whom nothing speaks of any more: no fact is about them, and the record that described them is gone.
 * Looks at those whom the removed facts were about and whom the records described. To be called when what the batch tells
 * has been written.
 */
export async function forgetUnmentioned(
  em: EntityManager,
  batch: LandedBatch,
  keys: readonly string[],
  removed: FactRows,
): Promise<void> {
  if (keys.length === 0) return;
  const { workspaceId, sourceId, stream, runId } = batch;
  const rows = [...removed.values()].flatMap((ofType) => [...ofType.values()]);
  const mentioned = new Set(rows.flatMap(({ identityId }) => (typeof identityId === 'string' ? [identityId] : [])));
  const unmentioned = personal.map((type) => {
    const table = factTypes[type].entity.meta.tableName;
    return sql`not exists (
      select 1 from ${sql.table(table)} f where f.workspace_id = i.workspace_id and f.identity_id = i.id)`;
  });
  const { rows: leaving } = await sql<{ id: string }>`
    select i.id from identities i
    where i.workspace_id = ${workspaceId} and i.source_id = ${sourceId}
      and (i.id = any(${[...mentioned]}::uuid[]) or (i.stream = ${stream} and i.record_key = any(${keys}::text[])))
      and not exists (
        select 1 from raw_records r
        where r.workspace_id = i.workspace_id and r.source_id = i.source_id and r.stream = i.stream
          and r.key = i.record_key and r.deleted_at is null)
      and ${sql.join(unmentioned, sql` and `)}`.execute(em.getKysely());
  if (leaving.length === 0) return;
  const ids = leaving.map(({ id }) => id);
  await forgetPeople(em, { workspaceId, runId }, (table) => sql`${sql.ref(`${table}.id`)} = any(${ids}::uuid[])`);
}

const toldBy = ({ workspaceId, sourceId, stream }: LandedBatch, keys: readonly string[]) => sql`
  workspace_id = ${workspaceId} and source_id = ${sourceId} and stream = ${stream} and record_key = any(${keys}::text[])`;
