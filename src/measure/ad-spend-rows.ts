import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from './context.ts';
import type { Period } from './period.ts';
import { converted, joinRates } from './rates.ts';

/**
 * Statement with what was spent on ads: (day, channel_id, campaign_id, ad_set_id, ad, spend, impressions, clicks,
 * conversions, currency, account_zone, source_id, stream), one row a row of the platform, on its account's local days.
 * `spend` is in the workspace's currency, null where the day's rate is missing. `when` is a period, or UNDATED for what was
 * reported without a day, which has no rate. A row that names no campaign or channel is of its ad set's, or its campaign's.
 */
export function adSpendRows({ workspace, asOf }: MeasureContext, when: Period | 'UNDATED'): RawBuilder<unknown> {
  const dated =
    when === 'UNDATED' ? sql`day is null` : sql`day between ${when.from}::date and least(${when.to}, ${asOf})::date`;
  const chosen = sql`select * from ad_spend where workspace_id = ${workspace.id} and ${dated}`;
  const perDay = sql`select currency, day from (${chosen}) spent`;
  return sql`
    select a.day, coalesce(a.channel_id, c.channel_id) as channel_id, coalesce(a.campaign_id, s.campaign_id) as campaign_id,
      a.ad_set_id, a.ad, ${converted(workspace, sql`a.spend`, sql`a.currency`)} as spend, a.impressions, a.clicks,
      a.conversions, a.currency, a.account_zone, a.source_id, a.stream
    from (${chosen}) a
    left join ad_sets s on s.workspace_id = ${workspace.id} and s.id = a.ad_set_id
    left join campaigns c on c.workspace_id = ${workspace.id} and c.id = coalesce(a.campaign_id, s.campaign_id)
    ${joinRates(workspace, perDay, sql`a.currency`, sql`a.day`)}`;
}
