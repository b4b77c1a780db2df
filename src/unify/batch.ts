import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { LandedBatch } from '../land/stream-run.ts';
import { type HeldWorkspace, holdWorkspace } from '../model/data-version.ts';
import type { DraftType, Payload } from '../sdk/index.ts';
import type { RawRow, RejectedRecord, TakenDraft } from './take-records.ts';

/** What unification needs to know of the batch's workspace and stream. */
export interface Setting extends HeldWorkspace {
  /** The draft types that the stream's records become. */
  types: ReadonlySet<DraftType>;
  /** Whether any of the stream's records was rejected before. */
  anyRejects: boolean;
}

/** Lets one batch at a time be unified in a workspace, for identities are numbered as they come, and reads its setting. */
export async function openBatch(em: EntityManager, { workspaceId, sourceId, stream }: LandedBatch): Promise<Setting> {
  const held = await holdWorkspace(em, workspaceId);
  const { rows } = await sql<Pick<Setting, 'anyRejects'> & { entities: string }>`
    select s.entities, exists (
      select 1 from rejects r
      where r.workspace_id = s.workspace_id and r.source_id = s.source_id and r.stream = s.name) as "anyRejects"
    from streams s
    where s.workspace_id = ${workspaceId} and s.source_id = ${sourceId} and s.name = ${stream}`.execute(em.getKysely());
  const { entities, anyRejects } = rows[0]!;
  return { ...held, anyRejects, types: new Set(entities.split(',').map((type) => type.trim() as DraftType)) };
}

/** The batch's raw records in the order in which they came. */
export async function readRecords(em: EntityManager, batch: LandedBatch): Promise<RawRow[]> {
  const { rows } = await sql<{
    key: string;
    payload: Payload;
    position: string | null;
    landed_at: Date;
    gone: boolean;
  }>`
    select key, payload, position, landed_at, deleted_at is not null as gone from raw_records
    where workspace_id = ${batch.workspaceId} and source_id = ${batch.sourceId} and stream = ${batch.stream}
      and batch_seq = ${batch.seq}
    order by ordinal`.execute(em.getKysely());
  return rows.map(({ landed_at, ...row }) => ({ ...row, landedAt: landed_at }));
}

/** Removes the rejects of records that are unified anew. */
export async function forgetRejects(em: EntityManager, batch: LandedBatch, records: readonly RawRow[]): Promise<void> {
  const { workspaceId, sourceId, stream } = batch;
  await sql`
    delete from rejects
    where workspace_id = ${workspaceId} and source_id = ${sourceId} and stream = ${stream}
      and key = any(${records.map(({ key }) => key)}::text[])`.execute(em.getKysely());
}

/** Keeps why records were rejected, one row for each field at fault. */
export async function writeRejects(
  em: EntityManager,
  batch: LandedBatch,
  rejected: readonly RejectedRecord[],
): Promise<void> {
  if (rejected.length === 0) return;
  const { workspaceId, sourceId, stream, runId } = batch;
  const json = JSON.stringify(
    rejected.flatMap(({ record: { key, position, landedAt }, issues }) =>
      issues.map((issue) => ({ key, position, rejected_at: landedAt, ...issue })),
    ),
  );
  await sql`
    insert into rejects (workspace_id, source_id, stream, key, field, position, reason, value, run_id, rejected_at)
    select ${workspaceId}::uuid, ${sourceId}::uuid, ${stream}, r.key, r.field, r.position, r.reason, r.value,
      ${runId}::uuid, r.rejected_at
    from json_to_recordset(${json}::json)
      as r (key text, field text, position text, reason text, value text, rejected_at timestamptz)
    on conflict (workspace_id, source_id, stream, key, field) do nothing`.execute(em.getKysely());
}

/** Marks the batch as unified and raises the time up to which its stream has told what happened. */
export async function closeBatch(em: EntityManager, batch: LandedBatch, taken: readonly TakenDraft[]): Promise<void> {
  const { workspaceId, sourceId, stream, seq } = batch;
  let latest = -Infinity;
  for (const { times } of taken) latest = Math.max(latest, ...times);
  await sql`
    update batches set unified_at = ${new Date()}
    where workspace_id = ${workspaceId} and source_id = ${sourceId} and stream = ${stream} and seq = ${seq}`.execute(
    em.getKysely(),
  );
  if (latest === -Infinity) return;
  const through = new Date(latest);
  await sql`
    update streams set data_through = ${through}
    where workspace_id = ${workspaceId} and source_id = ${sourceId} and name = ${stream}
      and (data_through is null or data_through < ${through})`.execute(em.getKysely());
}
