import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { writeTouchFacts } from '../src/measure/refresh/touch-facts.ts';
import { classifyStale } from '../src/measure/touches/origins.ts';
import type { Workspace } from '../src/model/workspace.ts';

type Sql = RawBuilder<unknown>;
const chunkSize = 5000;

/**
 * Two ad platforms with twelve campaigns that spend on every day, and what led to the orders of a workspace: one to five
 * touches each, of some three hundred origins, and one touch of every third customer that led to nothing. Figures included;
 * the facts of the orders must be there.
 */
export async function marketingOfMany(
  em: EntityManager,
  workspace: Workspace,
  { lineage, lastDay, days }: { lineage: (stream: string, key: Sql) => Sql; lastDay: string; days: number },
): Promise<void> {
  const id = sql`${workspace.id}::uuid`;
  const run = async (statement: Sql) => void (await statement.execute(em.getKysely()));
  const columns = sql`source_id, external_id, stream, record_key, run_id`;
  await run(sql`insert into channels (workspace_id, id, name, kind, ${columns})
    select ${id}, md5('channel ' || name)::uuid, name, kind, ${lineage('channels', sql`name`)}
    from (values ('Google Search', 'PAID_SEARCH'), ('Meta', 'PAID_SOCIAL')) c (name, kind)`);
  await run(sql`insert into campaigns (workspace_id, id, channel_id, name, started_on, ${columns})
    select ${id}, md5('campaign ' || n)::uuid, md5('channel ' || (array['Meta', 'Google Search'])[1 + n % 2])::uuid,
      'Campaign ' || n, ${lastDay}::date - ${days}::int, ${lineage('campaigns', sql`(1000 + n)::text`)}
    from generate_series(1, 12) n`);
  await run(sql`insert into ad_sets (workspace_id, id, campaign_id, name, ${columns})
    select ${id}, md5('set ' || n || ' ' || s)::uuid, md5('campaign ' || n)::uuid, 'Set ' || s,
      ${lineage('ad-sets', sql`n || '-' || s`)}
    from generate_series(1, 12) n, generate_series(1, 4) s`);
  await run(sql`insert into ad_spend (workspace_id, id, day, account_zone, channel_id, campaign_id, ad_set_id, spend, currency,
      impressions, clicks, conversions, ${columns})
    select ${id}, md5('spend ' || n || ' ' || s || ' ' || d)::uuid, ${lastDay}::date - d, 'Europe/Rome',
      md5('channel ' || (array['Meta', 'Google Search'])[1 + n % 2])::uuid, md5('campaign ' || n)::uuid,
      md5('set ' || n || ' ' || s)::uuid, round((20 + 100 * random())::numeric, 2), 'EUR', 1000, 40, 1,
      ${lineage('ad-spend', sql`n || '-' || s || '-' || d`)}
    from generate_series(1, 12) n, generate_series(1, 4) s, generate_series(0, ${days - 1}::int) d`);
  await run(sql`
    with ways as (
      select md5('t' || o.external_id || '-' || t)::uuid as id, o.identity_id, o.external_id || '-' || t as key,
        o.placed_at - t * t * random() * interval '2 days' - interval '10 minutes' as at, random() as place
      from orders o, generate_series(1, 5) t
      where o.workspace_id = ${id} and (t = 1 or random() < 0.4)
      union all
      select md5('lost' || i.external_id)::uuid, i.id, 'lost-' || i.external_id,
        ${lastDay}::date - random() * ${days}::int * interval '1 day', random()
      from identities i where i.workspace_id = ${id} and i.seq % 3 = 0
    )
    insert into touches (workspace_id, id, identity_id, at, kind, utm_source, utm_medium, utm_campaign, click_id_kind, referrer,
      landing, device, ${columns})
    select ${id}, id, identity_id, at, 'SESSION',
      case when place < 0.25 then 'google' when place < 0.45 then 'facebook' when place < 0.55 then 'newsletter' end,
      case when place < 0.45 then 'cpc' when place < 0.55 then 'email' end,
      case when place < 0.25 then 'Campaign ' || (1 + 2 * floor(place * 24))::int
        when place < 0.45 then (1002 + 2 * floor((place - 0.25) * 30))::text
        when place < 0.55 then 'Mailing ' || floor(place * 2000)::int end,
      case when place < 0.25 then 'gclid' when place < 0.45 then 'fbclid' end,
      case when place >= 0.55 and place < 0.75 then 'https://www.google.com/' when place >= 0.75 and place < 0.85
        then 'https://blog' || floor(place * 1000)::int || '.example/a' end,
      '/', 'mobile', ${lineage('touches', sql`key`)}
    from ways`);
  await run(sql`analyze touches, channels, campaigns, ad_spend`);
  const { rows } = await sql<{ ids: string[] }>`
    select array_agg(id) as ids from (
      select id, row_number() over (order by id) / ${chunkSize}::int as chunk from customers where workspace_id = ${id}
    ) c group by chunk`.execute(em.getKysely());
  for (const { ids } of rows) {
    await writeTouchFacts(em, workspace, { customers: ids, orders: [] });
    await classifyStale(em, workspace.id);
  }
}
