import { randomUUID } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { fail } from '../../errors.ts';
import type { Store } from '../../store/store.ts';
import type { SourceKey } from '../source.ts';
import { type RunNews, tellRun } from './run-news.ts';

export type RunTrigger = 'MANUAL' | 'SCHEDULE' | 'WEBHOOK';

export interface RunRequest extends SourceKey {
  trigger: RunTrigger;
  /** Forgets how far the source was read: everything is read again, and what is unchanged costs nothing. */
  full?: boolean;
  /** Starts no earlier; at once where it is left out. */
  dueAt?: Date;
  /** How often it was tried before by itself, and once more. */
  attempt?: number;
}

/**
 * Puts a run of a source into the queue and returns its id. At most one run of a source waits: where one does, it is that,
 * started as early and read as fully as either wanted. Throws NOT_FOUND, or SOURCE_PAUSED.
 */
export function requestRun(store: Store, request: RunRequest): Promise<string> {
  return store.transaction((em) => queueRun(em, request));
}

/** `requestRun` within a transaction. */
export async function queueRun(em: SqlEntityManager, request: RunRequest): Promise<string> {
  const { workspaceId, sourceId, trigger, full = false, attempt = 1 } = request;
  const db = em.getKysely();
  const at = new Date();
  const dueAt = request.dueAt ?? at;
  // Whoever asks for the same source waits here, so that nobody else puts one into the queue.
  const { rows: sources } = await sql<{ name: string; enabled: boolean }>`
    select name, enabled from sources
    where workspace_id = ${workspaceId} and id = ${sourceId} for no key update`.execute(db);
  const source =
    sources[0] ?? fail('NOT_FOUND', { kind: 'source', id: sourceId, wayOut: 'Ask for the list of sources.' });
  if (!source.enabled) fail('SOURCE_PAUSED', { source: source.name, quoted: JSON.stringify(source.name) });
  const { rows: waiting } = await sql<{ id: string }>`
    update runs set due_at = least(due_at, ${dueAt}), "full" = "full" or ${full}
    where workspace_id = ${workspaceId} and source_id = ${sourceId} and status = 'QUEUED'
    returning id`.execute(db);
  const runId = waiting[0]?.id ?? randomUUID();
  if (!waiting[0])
    await sql`
      insert into runs (workspace_id, id, source_id, status, trigger, "full", attempt, requested_at, due_at, read, written, rejected)
      values (${workspaceId}, ${runId}, ${sourceId}, 'QUEUED', ${trigger}, ${full}, ${attempt}, ${at}, ${dueAt}, 0, 0, 0)`.execute(
      db,
    );
  await tellRun(em, { workspaceId, runId });
  return runId;
}

/**
 * Ends a run that waits; a run that is under way ends after the page at hand, and tells so itself. Nothing happens to a run
 * that has ended. Throws NOT_FOUND.
 */
export function cancelRun(store: Store, { workspaceId, runId }: RunNews): Promise<void> {
  return store.transaction(async (em) => {
    const at = new Date();
    const { rows } = await sql<{ id: string }>`
      select id from runs where workspace_id = ${workspaceId} and id = ${runId} for update`.execute(em.getKysely());
    if (!rows[0]) fail('NOT_FOUND', { kind: 'run', id: runId, wayOut: 'Ask for the runs of its source.' });
    await sql`
      update runs set cancel_requested_at = coalesce(cancel_requested_at, ${at}),
        finished_at = case status when 'QUEUED' then ${at}::timestamptz end,
        status = case status when 'QUEUED' then 'CANCELLED' else status end
      where workspace_id = ${workspaceId} and id = ${runId} and status in ('QUEUED', 'RUNNING')`.execute(
      em.getKysely(),
    );
    await tellRun(em, { workspaceId, runId });
  });
}

/** Whether somebody wants the run to end. */
export async function isCancelled(store: Store, { workspaceId, runId }: RunNews): Promise<boolean> {
  const { rows } = await sql<{ wanted: boolean }>`
    select cancel_requested_at is not null as wanted from runs
    where workspace_id = ${workspaceId} and id = ${runId}`.execute(store.em().getKysely());
  // With its source the run is gone too.
  return rows[0]?.wanted ?? true;
}

/** Calls `end` within a second or two once somebody wants the run to end. Returns how to stop looking. */
export function onCancel(store: Store, run: RunNews, end: () => void): () => void {
  const timer = setInterval(() => {
    // A database that does not answer now does so the next time, or the run meets it too.
    isCancelled(store, run).then(
      (wanted) => void (wanted && end()),
      () => undefined,
    );
  }, 1000);
  return () => clearInterval(timer);
}

/** Ends a run that could not even begin. */
export async function failWaiting(store: Store, { workspaceId, runId }: RunNews, error: string): Promise<void> {
  await store.transaction(async (em) => {
    await sql`
      update runs set status = 'FAILED', error = ${error}, finished_at = ${new Date()}
      where workspace_id = ${workspaceId} and id = ${runId} and status = 'QUEUED'`.execute(em.getKysely());
    await tellRun(em, { workspaceId, runId });
  });
}

/** Says of a run that nobody cancelled why it ended. */
export async function noteStop(store: Store, { workspaceId, runId }: RunNews): Promise<void> {
  await sql`
    update runs set error = 'stopped together with the program; the next run goes on there'
    where workspace_id = ${workspaceId} and id = ${runId}`.execute(store.em().getKysely());
}
