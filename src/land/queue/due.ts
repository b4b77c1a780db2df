import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { isExpected } from '../../errors.ts';
import type { Store } from '../../store/store.ts';
import { holdSource, nobodyHolds } from '../lock.ts';
import { closeInterrupted } from '../run-log.ts';
import type { SourceKey } from '../source.ts';
import { queueRun, type RunTrigger } from './run-queue.ts';
import { nextTime } from './schedule.ts';

/** A run whose time has come. */
export interface DueRun extends SourceKey {
  runId: string;
  trigger: RunTrigger;
  attempt: number;
}

/** A run is begun anew so often after its process has died, or its vendor did not answer. */
export const mostAttempts = 5;

/** Runs that may start now, those first that have waited longest. */
export async function dueRuns(store: Store, now: Date, limit: number): Promise<DueRun[]> {
  const { rows } = await sql<DueRun>`
    select r.workspace_id as "workspaceId", r.source_id as "sourceId", r.id as "runId", r.trigger, r.attempt
    from runs r join sources s on s.workspace_id = r.workspace_id and s.id = r.source_id and s.enabled
    where r.status = 'QUEUED' and r.due_at <= ${now} and ${nobodyHolds(sql`r.workspace_id`, sql`r.source_id`)}
    order by r.due_at, r.id limit ${limit}`.execute(store.em().getKysely());
  return rows;
}

/**
 * Queues the runs of sources whose scheduled time has come. A source that still runs, or waits to, is not asked again; times
 * that were missed are made up for once.
 */
export async function queueScheduled(store: Store, now: Date): Promise<void> {
  const { rows } = await sql<SourceKey & { schedule: string; zone: string; dueAt: Date; busy: boolean }>`
    select s.workspace_id as "workspaceId", s.id as "sourceId", s.schedule, w.time_zone as zone, s.next_run_at as "dueAt",
      exists (
        select from runs r
        where r.workspace_id = s.workspace_id and r.source_id = s.id and r.status in ('QUEUED', 'RUNNING')) as busy
    from sources s join workspaces w on w.id = s.workspace_id
    where s.next_run_at <= ${now} and s.enabled
    order by s.next_run_at, s.id limit 100`.execute(store.em().getKysely());
  for (const { workspaceId, sourceId, schedule, zone, dueAt, busy } of rows) {
    const next = nextTime(schedule, zone, sourceId, now);
    await store.transaction(async (em) => {
      // Of several processes one moves the time on.
      const { rows: moved } = await sql`
        update sources set next_run_at = ${next}
        where workspace_id = ${workspaceId} and id = ${sourceId} and next_run_at = ${dueAt} and enabled
        returning id`.execute(em.getKysely());
      if (moved.length > 0 && !busy) await queueRun(em, { workspaceId, sourceId, trigger: 'SCHEDULE', dueAt: now });
    });
  }
}

/** Takes up the runs whose process has died: each is closed as interrupted, and another goes on where it stopped. */
export async function requeueAbandoned(store: Store, now: Date): Promise<void> {
  const { rows } = await sql<SourceKey & { name: string }>`
    select s.workspace_id as "workspaceId", s.id as "sourceId", s.name
    from sources s join runs r on r.workspace_id = s.workspace_id and r.source_id = s.id
    where s.enabled and r.status = 'RUNNING' and ${nobodyHolds(sql`s.workspace_id`, sql`s.id`)}
    order by s.id`.execute(store.em().getKysely());
  for (const source of rows) {
    try {
      await holdSource(store, source, () => store.transaction((em) => goOn(em, source, now)));
    } catch (error) {
      // Somebody else was faster.
      if (!isExpected(error, 'RUN_ALREADY_RUNNING')) throw error;
    }
  }
}

async function goOn(em: SqlEntityManager, { workspaceId, sourceId }: SourceKey, now: Date): Promise<void> {
  for (const { trigger, attempt } of await closeInterrupted(em, { workspaceId, sourceId }, now)) {
    if (attempt < mostAttempts)
      await queueRun(em, { workspaceId, sourceId, trigger, attempt: attempt + 1, dueAt: now });
  }
}
