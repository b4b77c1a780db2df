import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from './context.ts';

/**
 * Rows (customer_id, channel_id, channel, channel_kind, campaign, utm_campaign): the first touch of each customer up to the
 * first purchase, as it was known on the as-of day. Customers whom no touch brought have no row.
 */
export function firstTouches({ workspace, asOf }: MeasureContext): RawBuilder<unknown> {
  return sql`
    select origin.customer_id, n.id as channel_id, n.name as channel, n.kind as channel_kind, k.name as campaign,
      origin.utm_campaign
    from (
      select distinct on (o.customer_id) o.customer_id, g.channel_id, g.campaign_id, g.utm_campaign
      from order_facts o
      join touch_facts t on t.workspace_id = o.workspace_id and t.order_id = o.order_id and t.at <= o.placed_at
      join touch_origins g on g.workspace_id = t.workspace_id and g.id = t.origin_id
      where o.workspace_id = ${workspace.id} and o.sequence = 1 and o.day <= ${asOf}::date
      order by o.customer_id, t.at, t.touch_id
    ) origin
    left join campaigns k on k.workspace_id = ${workspace.id} and k.id = origin.campaign_id
    left join channels n on n.workspace_id = ${workspace.id} and n.id = origin.channel_id`;
}
