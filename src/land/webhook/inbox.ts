import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Delivery } from '../../sdk/index.ts';
import type { Store } from '../../store/store.ts';

/** A source that deliveries are for. */
export interface Receiver {
  workspaceId: string;
  sourceId: string;
}

/** A delivery that waits to be taken. */
export interface Waiting extends Delivery {
  id: string;
  /** How often it could not be taken. */
  tries: number;
}

/** Milliseconds until a delivery that could not be taken is tried again; after the last it has failed for good. */
const pauses = [10_000, 60_000, 600_000, 3_600_000];
/** How long deliveries that were taken are remembered by their id, and failed ones as a whole. */
const days = { taken: 7, failed: 30 };
const dayMs = 86_400_000;

/**
 * Keeps a delivery until it is taken. One that the vendor names and sends again is kept once, unless it failed; without a
 * name only its like that still waits makes it superfluous, for two changes may be told by the same words.
 */
export async function keepDelivery(
  store: Store,
  { workspaceId, sourceId }: Receiver,
  { body, headers, url, at }: Delivery,
  name: string | undefined,
): Promise<void> {
  const id = name ?? `sha256:${createHash('sha256').update(body).digest('hex')}`;
  await sql`
    insert into webhook_deliveries as kept (workspace_id, source_id, id, status, received_at, url, headers, body, tries)
    values (${workspaceId}, ${sourceId}, ${id}, 'WAITING', ${new Date(at)}, ${url}, ${JSON.stringify(headers)}::jsonb, ${body}, 0)
    on conflict (workspace_id, source_id, id) do update set
      seq = default, status = 'WAITING', received_at = excluded.received_at, url = excluded.url,
      headers = excluded.headers, body = excluded.body, tries = 0, retry_at = null, error = null
    where kept.status = 'FAILED' or (kept.status = 'TAKEN' and ${name === undefined})`.execute(store.em().getKysely());
}

/** The sources for which deliveries are due; what paused sources are told waits with them. */
export async function dueReceivers(store: Store, now: Date): Promise<(Receiver & { name: string })[]> {
  const { rows } = await sql<Receiver & { name: string }>`
    select s.workspace_id as "workspaceId", s.id as "sourceId", s.name from sources s
    where s.enabled and exists (
      select 1 from webhook_deliveries d
      where d.workspace_id = s.workspace_id and d.source_id = s.id and d.status = 'WAITING'
        and (d.retry_at is null or d.retry_at <= ${now}))
    order by s.workspace_id, s.id`.execute(store.em().getKysely());
  return rows;
}

/** A source's deliveries that are due, in the order in which they came. */
export async function dueDeliveries(
  store: Store,
  { workspaceId, sourceId }: Receiver,
  now: Date,
  most: number,
): Promise<Waiting[]> {
  const { rows } = await sql<Omit<Waiting, 'at'> & { receivedAt: Date }>`
    select id, url, headers, body, tries, received_at as "receivedAt" from webhook_deliveries
    where workspace_id = ${workspaceId} and source_id = ${sourceId} and status = 'WAITING'
      and (retry_at is null or retry_at <= ${now})
    order by seq limit ${most}`.execute(store.em().getKysely());
  return rows.map(({ receivedAt, ...row }) => ({ ...row, at: receivedAt.getTime() }));
}

/** Forgets all of the deliveries but that they came, and in time that as well. */
export async function closeDeliveries(
  store: Store,
  { workspaceId, sourceId }: Receiver,
  ids: readonly string[],
  now: Date,
): Promise<void> {
  const before = (count: number) => new Date(now.getTime() - count * dayMs);
  await store.transaction(async (em) => {
    const db = em.getKysely();
    await sql`
      update webhook_deliveries set status = 'TAKEN', body = null, headers = '{}', retry_at = null, error = null
      where workspace_id = ${workspaceId} and source_id = ${sourceId} and id = any(${ids}::text[])`.execute(db);
    await sql`
      delete from webhook_deliveries
      where workspace_id = ${workspaceId} and source_id = ${sourceId} and status <> 'WAITING'
        and received_at < case status when 'TAKEN' then ${before(days.taken)}::timestamptz
          else ${before(days.failed)}::timestamptz end`.execute(db);
  });
}

/** Notes why a delivery could not be taken, and when it is tried again. */
export async function postponeDelivery(
  store: Store,
  { workspaceId, sourceId }: Receiver,
  { id, tries }: Waiting,
  reason: string,
  now: Date,
): Promise<void> {
  const pause = pauses[tries];
  const retryAt = pause === undefined ? null : new Date(now.getTime() + pause);
  await sql`
    update webhook_deliveries set status = ${retryAt ? 'WAITING' : 'FAILED'}, tries = ${tries + 1}, retry_at = ${retryAt},
      error = ${reason}
    where workspace_id = ${workspaceId} and source_id = ${sourceId} and id = ${id}`.execute(store.em().getKysely());
}
