import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { LandedBatch } from '../land/stream-run.ts';
import type { FactRows } from './write-facts.ts';

const places = ['stream', 'day', 'channel_id', 'campaign_id', 'ad_set_id', 'ad'];
const amounts = ['spend', 'currency', 'impressions', 'clicks', 'conversions'];

/**
 * Keeps what ad platforms say of a day beside what they said of it before: a version for every row of ad spend that a batch
 * wrote and that tells something new. A row that is gone has one without amounts. Called when all has been written.
 */
export async function keepAdSpendVersions(
  em: EntityManager,
  { workspaceId, sourceId, runId }: LandedBatch,
  changed: readonly FactRows[],
): Promise<void> {
  const ids = changed.flatMap((facts) => [...(facts.get('adSpend')?.values() ?? [])].map((row) => row['id']));
  if (ids.length === 0) return;
  const list = (names: readonly string[], of: (name: string) => RawBuilder<unknown>) => sql.join(names.map(of));
  const all = (table: string) => list([...places, ...amounts], (name) => sql.ref(`${table}.${name}`));
  await sql`
    insert into ad_spend_versions (workspace_id, ad_spend_id, seen_at, source_id, run_id,
      ${list([...places, ...amounts], (name) => sql.ref(name))})
    select ${workspaceId}, n.id, now(), ${sourceId}, ${runId},
      ${list(places, (name) => sql`coalesce(${sql.ref(`a.${name}`)}, ${sql.ref(`v.${name}`)})`)},
      ${list(amounts, (name) => sql.ref(`a.${name}`))}
    from (select distinct unnest(${ids}::uuid[])) as n (id)
    left join ad_spend a on a.workspace_id = ${workspaceId} and a.id = n.id
    left join lateral (
      select * from ad_spend_versions v where v.workspace_id = ${workspaceId} and v.ad_spend_id = n.id
      order by v.seen_at desc limit 1
    ) v on true
    where case when a.id is null then v.spend is not null
      else (${all('a')}) is distinct from (${all('v')}) end`.execute(em.getKysely());
}
