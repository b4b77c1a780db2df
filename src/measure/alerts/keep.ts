import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { Period } from '../period.ts';
import type { AlertGrain, Course } from './course.ts';
import type { Insight } from './insight.ts';
import type { Told } from './judge.ts';
import { tellFound } from './news.ts';
import type { Rule } from './rules.ts';
import type { Watched } from './watch.ts';

/** What was told of something so far: of its target, and of what is unusual. */
export interface ToldBefore {
  target: Omit<Told, 'quietDays'>;
  unusual: Omit<Told, 'quietDays'>;
  /** The last day that the rule has judged, and by which units; null before it looked. */
  judgedThrough: string | null;
  grain: AlertGrain | null;
}

/** What is known of something that a rule watches; what another rule told of it counts too. */
export async function toldBefore(
  em: SqlEntityManager,
  workspaceId: string,
  { id }: Rule,
  { subject, key }: Pick<Watched, 'subject' | 'key'>,
): Promise<ToldBefore> {
  const { rows } = await sql<
    { kind: string | null; lastDay: string | null } & Pick<ToldBefore, 'judgedThrough' | 'grain'>
  >`
    select told.kind, told.last_day as "lastDay", p.judged_through as "judgedThrough", p.grain
    from (select 1) one
    left join alert_progress p on p.workspace_id = ${workspaceId} and p.rule_id = ${id} and p.subject = ${subject}
      and p.key = ${key}
    left join (
      select distinct on (starts_with(kind, 'TARGET')) kind, last_day from insights
      where workspace_id = ${workspaceId} and subject = ${subject} and key = ${key}
      order by starts_with(kind, 'TARGET'), last_day desc, id
    ) told on true`.execute(em.getKysely());
  const last = (family: string) => rows.find(({ kind }) => kind?.startsWith(family));
  const target = last('TARGET');
  return {
    target: { on: target?.lastDay ?? null, missed: target ? target.kind === 'TARGET_MISSED' : null },
    unusual: { on: last('UNUSUAL')?.lastDay ?? null, missed: null },
    judgedThrough: rows[0]!.judgedThrough,
    grain: rows[0]!.grain,
  };
}

/**
 * Keeps what was found, once, with the day up to which all is judged; sends what is of those days on its way to the webhooks,
 * and tells whoever watches. Returns how many were new. Runs in the entity manager's transaction.
 */
export async function keepFound(
  em: SqlEntityManager,
  workspaceId: string,
  {
    rule,
    course,
    judgedThrough,
  }: { rule: Rule; course: Pick<Course, 'subject' | 'key' | 'grain'>; judgedThrough: string },
  insights: readonly Insight[],
  fresh: Period,
): Promise<number> {
  const db = em.getKysely();
  const { rows } = await sql<{ id: string }>`
    insert into insights (workspace_id, id, rule_id, kind, subject, key, name, severity, grain, first_day, last_day, title,
      body, figures, provenance, found_at)
    select ${workspaceId}::uuid, id, "ruleId", kind, subject, key, name, severity, grain, "firstDay", "lastDay", title, body,
      figures, provenance, "foundAt"
    from json_to_recordset(${JSON.stringify(insights)}::json) as given (id uuid, "ruleId" uuid, kind text, subject text,
      key text, name text, severity text, grain text, "firstDay" date, "lastDay" date, title text, body text, figures jsonb,
      provenance jsonb, "foundAt" timestamptz)
    on conflict (workspace_id, id) do nothing returning id`.execute(db);
  await sql`
    insert into alert_progress (workspace_id, rule_id, subject, key, grain, judged_through)
    values (${workspaceId}, ${rule.id}, ${course.subject}, ${course.key}, ${course.grain}, ${judgedThrough}::date)
    on conflict (workspace_id, rule_id, subject, key) do update set grain = excluded.grain,
      judged_through = greatest(alert_progress.judged_through, excluded.judged_through)`.execute(db);
  if (rows.length === 0) return 0;
  await sql`
    insert into alert_deliveries (workspace_id, id, webhook_id, insight_id, status, attempts, due_at, created_at)
    select w.workspace_id, gen_random_uuid(), w.id, i.id, 'WAITING', 0, now(), now()
    from insights i join alert_webhooks w on w.workspace_id = i.workspace_id and w.enabled
    where i.workspace_id = ${workspaceId} and i.id = any (${rows.map(({ id }) => id)}::uuid[])
      and i.last_day between ${fresh.from}::date and ${fresh.to}::date
    on conflict do nothing`.execute(db);
  await tellFound(em, workspaceId);
  return rows.length;
}
