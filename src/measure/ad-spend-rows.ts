import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from './context.ts';
import type { Period } from './period.ts';
import { converted, joinRates } from './rates.ts';

type Sql = RawBuilder<unknown>;

/**
 * Statement with what was spent on ads: (day, channel_id, campaign_id, ad_set_id, ad, spend, impressions, clicks,
 * conversions, currency, source_id, stream), one row a row of the platform, on its account's local days. `spend` is in the
 * workspace's currency, null where the day's rate is missing. `when` is a period, or UNDATED for what was reported without a
 * day, which has no rate. A row that names no campaign or channel is of its ad set's, or its campaign's. `knownOn` is a
 * day, in the workspace's zone, by whose end the platforms had told it so; what they restated later is not in it.
 */
export function adSpendRows(
  { workspace, asOf }: MeasureContext,
  when: Period | 'UNDATED',
  knownOn: string | null = null,
): Sql {
  const dated =
    when === 'UNDATED' ? sql`day is null` : sql`day between ${when.from}::date and least(${when.to}, ${asOf})::date`;
  const rows = knownOn === null ? sql`ad_spend` : sql`(${toldBy(workspace, knownOn, dated)}) told`;
  const chosen = sql`select * from ${rows} where workspace_id = ${workspace.id} and ${dated}`;
  const perDay = sql`select currency, day from (${chosen}) spent`;
  return sql`
    select a.day, coalesce(a.channel_id, c.channel_id) as channel_id, coalesce(a.campaign_id, s.campaign_id) as campaign_id,
      a.ad_set_id, a.ad, ${converted(workspace, sql`a.spend`, sql`a.currency`)} as spend, a.impressions, a.clicks,
      a.conversions, a.currency, a.source_id, a.stream
    from (${chosen}) a
    left join ad_sets s on s.workspace_id = ${workspace.id} and s.id = a.ad_set_id
    left join campaigns c on c.workspace_id = ${workspace.id} and c.id = coalesce(a.campaign_id, s.campaign_id)
    ${joinRates(workspace, perDay, sql`a.currency`, sql`a.day`)}`;
}

/** The last version of every row that had been seen by the end of a day and was not gone. */
function toldBy({ id, timeZone }: MeasureContext['workspace'], knownOn: string, dated: Sql): Sql {
  return sql`
    select * from (
      select distinct on (ad_spend_id) * from (${spendVersions(id, dated)}) v
      where seen_at < (${knownOn}::date + 1)::timestamp at time zone ${timeZone}
      order by ad_spend_id, seen_at desc
    ) latest where spend is not null`;
}

/**
 * All versions of the rows of ad spend on some days, given as a condition on `day`, but for those that a mapping made which
 * has been changed since. All versions of a row are of one day.
 */
export function spendVersions(workspaceId: string, dated: Sql): Sql {
  return sql`
    select * from (
      select v.*, a.id is not null as present,
        first_value(v.spend) over (partition by v.ad_spend_id order by v.seen_at desc) as last_spend
      from (select * from ad_spend_versions where workspace_id = ${workspaceId} and ${dated}) v
      left join ad_spend a on a.workspace_id = ${workspaceId} and a.id = v.ad_spend_id
    ) kept where present or last_spend is null`;
}
