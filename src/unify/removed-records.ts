import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { LandedBatch } from '../land/stream-run.ts';
import type { DraftType } from '../sdk/index.ts';
import { type FactType, factTypes } from './fact-types.ts';
import { forgetPeople, forgetProfiles } from './identity/forget-people.ts';
import type { FactRows, Row } from './write-facts.ts';

const everyType = Object.keys(factTypes) as FactType[];
/** The types whose facts are somebody's. */
const personal = everyType.filter((type) => 'identityId' in factTypes[type].entity.meta.properties);
/** What tells whom and which orders a fact was about. */
const telling = ['id', 'identityId', 'orderId', 'refundId', 'productId', 'ticketId', 'requestId'];

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
 * Looks at the people whom the removed facts were about and whom the gone records described. Of those whom no fact speaks
 * of any more nothing stays; an account that is gone leaves its purchases, but neither name nor contact. To be called when
 * what the batch tells has been written.
 */
export async function forgetUndescribed(
  em: EntityManager,
  batch: LandedBatch,
  keys: readonly string[],
  { removed, types }: { removed: FactRows; types: ReadonlySet<DraftType> },
): Promise<void> {
  if (keys.length === 0) return;
  const { workspaceId, sourceId, stream, runId } = batch;
  const rows = [...removed.values()].flatMap((ofType) => [...ofType.values()]);
  const spokenOf = new Set(rows.flatMap(({ identityId }) => (typeof identityId === 'string' ? [identityId] : [])));
  const factsOf = personal.map((type) => {
    const table = factTypes[type].entity.meta.tableName;
    return sql`exists (
      select 1 from ${sql.table(table)} f where f.workspace_id = i.workspace_id and f.identity_id = i.id)`;
  });
  const { rows: undescribed } = await sql<{ id: string; guest: boolean; mentioned: boolean }>`
    select i.id, i.guest, ${sql.join(factsOf, sql` or `)} as mentioned from identities i
    where i.workspace_id = ${workspaceId} and i.source_id = ${sourceId}
      and (i.id = any(${[...spokenOf]}::uuid[]) or (i.stream = ${stream} and i.record_key = any(${keys}::text[])))
      and not exists (
        select 1 from raw_records r
        where r.workspace_id = i.workspace_id and r.source_id = i.source_id and r.stream = i.stream
          and r.key = i.record_key and r.deleted_at is null)`.execute(em.getKysely());
  const accounts = types.has('customer') ? undescribed.filter(({ guest, mentioned }) => mentioned && !guest) : [];
  await forgetProfiles(
    em,
    { workspaceId, runId },
    accounts.map(({ id }) => id),
  );
  const leaving = undescribed.flatMap(({ id, mentioned }) => (mentioned ? [] : [id]));
  if (leaving.length === 0) return;
  await forgetPeople(em, { workspaceId, runId }, (table) => sql`${sql.ref(`${table}.id`)} = any(${leaving}::uuid[])`);
}

const toldBy = ({ workspaceId, sourceId, stream }: LandedBatch, keys: readonly string[]) => sql`
  workspace_id = ${workspaceId} and source_id = ${sourceId} and stream = ${stream} and record_key = any(${keys}::text[])`;
