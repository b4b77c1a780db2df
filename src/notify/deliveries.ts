import { sql } from 'kysely';
import type { Store } from '../store/store.ts';

/** A delivery that somebody holds: nobody else tries it until its time has come again. */
export interface Held {
  workspaceId: string;
  id: string;
  webhookId: string;
  url: string;
  sealed: string;
  attempts: number;
  createdAt: Date;
  /** The insight as it is told; null for a test. */
  insight: object | null;
}

const minute = 60_000;
/** Until the next try after the first failure, the second, and so on; after the last it has failed for good. */
const pauses = [1, 5, 15, 60, 180, 360, 720].map((minutes) => minutes * minute);
/** A process that died holds a delivery for no longer. */
const holdMs = 2 * minute;

/** Takes hold of up to so many deliveries that are due, the oldest first. Those of a webhook that is switched off wait. */
export async function holdDue(store: Store, now: Date, most: number): Promise<Held[]> {
  const { rows } = await sql<Held>`
    with due as (
      select d.workspace_id, d.id from alert_deliveries d
      join alert_webhooks w on w.workspace_id = d.workspace_id and w.id = d.webhook_id and w.enabled
      where d.due_at <= ${now} order by d.due_at, d.id limit ${most} for update of d skip locked
    ), held as (
      update alert_deliveries d set attempts = d.attempts + 1, attempted_at = ${now},
        due_at = ${new Date(now.getTime() + holdMs)}
      from due where d.workspace_id = due.workspace_id and d.id = due.id returning d.*
    )
    select h.workspace_id as "workspaceId", h.id, h.webhook_id as "webhookId", w.url, w.sealed, h.attempts,
      h.created_at as "createdAt", case when i.id is not null then json_build_object('id', i.id, 'kind', i.kind,
        'severity', i.severity, 'subject', i.subject, 'key', i.key, 'name', i.name, 'grain', i.grain,
        'firstDay', i.first_day, 'lastDay', i.last_day, 'title', i.title, 'body', i.body, 'figures', i.figures) end as insight
    from held h
    join alert_webhooks w on w.workspace_id = h.workspace_id and w.id = h.webhook_id
    left join insights i on i.workspace_id = h.workspace_id and i.id = h.insight_id`.execute(store.em().getKysely());
  return rows;
}

/** Notes that a delivery was taken. */
export async function noteDelivered(store: Store, { workspaceId, id }: Held, status: number): Promise<void> {
  await sql`
    update alert_deliveries set status = 'DELIVERED', due_at = null, answer_status = ${status}, error = null
    where workspace_id = ${workspaceId} and id = ${id}`.execute(store.em().getKysely());
}

/** Notes why a delivery was not taken, and when it is tried again: `random` spreads those that failed together. */
export async function noteFailure(
  store: Store,
  { workspaceId, id, attempts }: Held,
  { status, reason }: { status: number | null; reason: string },
  { now, random }: { now: Date; random: number },
): Promise<void> {
  const pause = pauses[attempts - 1];
  const dueAt = pause === undefined ? null : new Date(now.getTime() + pause * (1 + random / 10));
  await sql`
    update alert_deliveries set status = ${dueAt ? 'WAITING' : 'FAILED'}, due_at = ${dueAt}, answer_status = ${status},
      error = ${reason}
    where workspace_id = ${workspaceId} and id = ${id}`.execute(store.em().getKysely());
}
