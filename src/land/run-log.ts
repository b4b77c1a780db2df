import { randomUUID } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { fail } from '../errors.ts';
import type { Store } from '../store/store.ts';
import type { DeclaredStream, Stream } from '../sdk/index.ts';
import type { SourceKey } from './source.ts';
import { tellRun } from './queue/run-news.ts';
import { descriptionsOf } from './stream-description.ts';
import type { RunTrigger } from './queue/run-queue.ts';
import type { Failure } from './progress.ts';

export type RunStatus = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'PARTIAL' | 'FAILED' | 'CANCELLED';

/** How a run ended. */
export interface RunSummary {
  runId: string;
  status: RunStatus;
  read: number;
  /** Raw records that were new or changed. */
  written: number;
  rejected: number;
  /** Records found gone at the source. */
  deleted: number;
  /** Batches kept by earlier runs that were unified only now: interrupted then, or mapped anew. */
  resumed: number;
  /** Which streams failed, why, and whose trouble it is. */
  failures: ({ stream: string } & Failure)[];
  /** The same for people. */
  error?: string;
}

interface Opening extends SourceKey {
  /** A run that waits, or the id of a new one. */
  runId?: string;
  /** Whether everything is read again; a run that waits says it itself. */
  full?: boolean;
}

/**
 * Opens a run, and closes as interrupted the runs of a process that died. The caller holds the source's lock. Throws
 * RUN_NOT_WAITING where the run was cancelled or taken by somebody else.
 */
export async function openRun(
  store: Store,
  { workspaceId, sourceId, runId = randomUUID(), full = false }: Opening,
  streams: Record<string, Stream | DeclaredStream>,
): Promise<string> {
  const at = new Date();
  await store.transaction(async (em) => {
    const db = em.getKysely();
    await closeInterrupted(em, { workspaceId, sourceId }, at);
    const { rows } = await sql<{ full: boolean }>`
      insert into runs (workspace_id, id, source_id, status, "full", requested_at, due_at, started_at, read, written, rejected)
      values (${workspaceId}, ${runId}, ${sourceId}, 'RUNNING', ${full}, ${at}, ${at}, ${at}, 0, 0, 0)
      on conflict (workspace_id, id) do update set status = excluded.status, started_at = excluded.started_at
      where runs.status = 'QUEUED'
      returning "full"`.execute(db);
    if (!rows[0]) fail('RUN_NOT_WAITING', { run: runId });
    if (rows[0].full)
      await sql`
        update streams set cursor = null
        where workspace_id = ${workspaceId} and source_id = ${sourceId} and cursor is not null`.execute(db);
    await describeStreams(em, { workspaceId, sourceId }, streams, at);
    await sql`
      insert into run_streams
        (workspace_id, run_id, stream, status, read, written, rejected, deleted, drift, updated_at)
      select ${workspaceId}::uuid, ${runId}::uuid, s.name, 'WAITING', 0, 0, 0, 0, '[]', ${at}::timestamptz
      from unnest(${Object.keys(streams)}::text[]) as s (name)`.execute(db);
    await tellRun(em, { workspaceId, runId });
  });
  return runId;
}

/** Closes the runs of a process that died, and returns those that nobody had cancelled. The caller holds the source's lock. */
export async function closeInterrupted(
  em: SqlEntityManager,
  { workspaceId, sourceId }: SourceKey,
  at: Date,
): Promise<{ trigger: RunTrigger; attempt: number }[]> {
  const { rows } = await sql<{ id: string; trigger: RunTrigger; attempt: number; cancelled: boolean }>`
    update runs set error = 'interrupted', finished_at = ${at},
      status = case when cancel_requested_at is null then 'FAILED' else 'CANCELLED' end
    where workspace_id = ${workspaceId} and source_id = ${sourceId} and status = 'RUNNING'
    returning id, trigger, attempt, status = 'CANCELLED' as cancelled`.execute(em.getKysely());
  await sql`
    update run_streams set error = case status when 'RUNNING' then 'interrupted' end, finished_at = ${at}, updated_at = ${at},
      status = case status when 'RUNNING' then 'FAILED' else 'CANCELLED' end
    where workspace_id = ${workspaceId} and run_id = any(${rows.map(({ id }) => id)}::uuid[])
      and status in ('RUNNING', 'WAITING')`.execute(em.getKysely());
  for (const { id } of rows) await tellRun(em, { workspaceId, runId: id });
  return rows.filter(({ cancelled }) => !cancelled);
}

/** Notes which streams the source has and what their records become. */
export async function describeStreams(
  em: SqlEntityManager,
  { workspaceId, sourceId }: SourceKey,
  streams: Record<string, Stream | DeclaredStream>,
  at: Date,
): Promise<void> {
  const described = descriptionsOf(streams).map(({ name, entities, firstParty, personalData }) => ({
    name,
    entities: entities.join(','),
    first_party: firstParty,
    personal_data: personalData,
  }));
  await sql`
    insert into streams (workspace_id, source_id, name, entities, first_party, personal_data, rows, updated_at)
    select ${workspaceId}::uuid, ${sourceId}::uuid, s.name, s.entities, s.first_party, s.personal_data, 0, ${at}::timestamptz
    from json_to_recordset(${JSON.stringify(described)}::json)
      as s (name text, entities text, first_party boolean, personal_data boolean)
    on conflict (workspace_id, source_id, name) do update set
      entities = excluded.entities, first_party = excluded.first_party, personal_data = excluded.personal_data
    where (streams.entities, streams.first_party, streams.personal_data)
      is distinct from (excluded.entities, excluded.first_party, excluded.personal_data)`.execute(em.getKysely());
}

/** Closes a run; streams that were not read count as cancelled. */
export async function closeRun(store: Store, { workspaceId }: { workspaceId: string }, run: RunSummary): Promise<void> {
  const at = new Date();
  await store.transaction(async (em) => {
    await sql`
      update run_streams set status = 'CANCELLED', finished_at = ${at}, updated_at = ${at}
      where workspace_id = ${workspaceId} and run_id = ${run.runId} and status in ('RUNNING', 'WAITING')`.execute(
      em.getKysely(),
    );
    await sql`
      update runs set status = ${run.status}, finished_at = ${at}, read = ${run.read}, written = ${run.written},
        rejected = ${run.rejected}, error = ${run.error ?? null}
      where workspace_id = ${workspaceId} and id = ${run.runId}`.execute(em.getKysely());
    await tellRun(em, { workspaceId, runId: run.runId });
  });
}
