import { hash } from 'node:crypto';
import { Cron } from 'croner';
import { sql } from 'kysely';
import { expected, fail } from '../../errors.ts';
import type { Store } from '../../store/store.ts';
import type { SourceKey } from '../source.ts';

const longestDelayMs = 5 * 60_000;

/**
 * Lets a source be read by itself at the times of a cron text (minute, hour, day, month, weekday) in the workspace's time
 * zone; null ends that. Throws BAD_INPUT, or NOT_FOUND.
 */
export async function scheduleSource(
  store: Store,
  { workspaceId, sourceId }: SourceKey,
  schedule: string | null,
  now = new Date(),
): Promise<void> {
  await store.transaction(async (em) => {
    const { rows } = await sql<{ zone: string }>`
      select w.time_zone as zone from sources s join workspaces w on w.id = s.workspace_id
      where s.workspace_id = ${workspaceId} and s.id = ${sourceId} for no key update of s`.execute(em.getKysely());
    if (!rows[0]) throw notThere(sourceId);
    const next = schedule === null ? null : nextTime(schedule, rows[0].zone, sourceId, now);
    await sql`
      update sources set schedule = ${schedule}, next_run_at = ${next}
      where workspace_id = ${workspaceId} and id = ${sourceId}`.execute(em.getKysely());
  });
}

/** A paused source starts no runs; one that is under way goes on. Throws NOT_FOUND. */
export const pauseSource = (store: Store, source: SourceKey): Promise<void> => enable(store, source, false);

/** What was missed while the source was paused is made up for once. Throws NOT_FOUND. */
export const resumeSource = (store: Store, source: SourceKey): Promise<void> => enable(store, source, true);

async function enable(store: Store, { workspaceId, sourceId }: SourceKey, enabled: boolean): Promise<void> {
  const { rows } = await sql`
    update sources set enabled = ${enabled}
    where workspace_id = ${workspaceId} and id = ${sourceId} returning id`.execute(store.em().getKysely());
  if (rows.length === 0) throw notThere(sourceId);
}

const notThere = (id: string) => expected('NOT_FOUND', { kind: 'source', id, wayOut: 'Ask for the list of sources.' });

/**
 * The first time after `after` at which a source is due: those of the cron text, each a little later by a part of the time
 * to the next that belongs to the source, so that sources do not come all at once. Throws BAD_INPUT.
 */
export function nextTime(schedule: string, timeZone: string, sourceId: string, after: Date): Date {
  const cron = parseCron(schedule, timeZone);
  const share = Number.parseInt(hash('sha256', sourceId, 'hex').slice(0, 8), 16) / 2 ** 32;
  let time = cron.nextRun(new Date(after.getTime() - longestDelayMs));
  while (time) {
    const following = cron.nextRun(time);
    const interval = following ? following.getTime() - time.getTime() : longestDelayMs;
    const due = new Date(time.getTime() + Math.floor(share * Math.min(interval / 10, longestDelayMs)));
    if (due > after) return due;
    time = following;
  }
  return fail('BAD_INPUT', { field: 'schedule', reason: `"${schedule}" names a time that never comes` });
}

function parseCron(schedule: string, timezone: string): Cron {
  try {
    return new Cron(schedule, { timezone, mode: '5-part', paused: true });
  } catch (error) {
    const said = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error);
    return fail('BAD_INPUT', {
      field: 'schedule',
      reason:
        `"${schedule}" is no cron text (${said.replace(/\.$/, '')}): minute, hour, day, month and weekday are expected, ` +
        'such as "0 3 * * *" for three every night, or "*/15 * * * *" for every quarter of an hour',
    });
  }
}
