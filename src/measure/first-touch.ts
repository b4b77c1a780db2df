import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from './context.ts';

/**
 * Rows (customer_id, channel_id, channel, channel_kind, campaign_id, campaign, utm_campaign): the first touch on the way to
 * each customer's first purchase, as it was known on the as-of day. Customers whom no touch brought have no row.
 */
export function firstTouches({ workspace, asOf }: MeasureContext): RawBuilder<unknown> {
  return sql`
    select way.customer_id, t.channel_id, n.name as channel, t.channel_kind, t.campaign_id, k.name as campaign, t.utm_campaign
    from (
      select distinct on (f.customer_id) f.customer_id, f.origin_id from order_facts o
      join touch_facts f on f.workspace_id = o.workspace_id and f.order_id = o.order_id
      where o.workspace_id = ${workspace.id} and o.sequence = 1 and o.day <= ${asOf}::date
      order by f.customer_id, f.at, f.touch_id
    ) way
    join touch_origins t on t.workspace_id = ${workspace.id} and t.id = way.origin_id
    left join channels n on n.workspace_id = ${workspace.id} and n.id = t.channel_id
    left join campaigns k on k.workspace_id = ${workspace.id} and k.id = t.campaign_id`;
}
