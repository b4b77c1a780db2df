import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from './context.ts';

/**
 * Rows (customer_id, channel_id, channel, channel_kind, campaign, utm_campaign): the first touch of each customer up to the
 * first purchase, as it was known on the as-of day. Touches belong to a person, or to the order they led to; customers whom
 * no touch brought have no row.
 */
export function firstTouches({ workspace, asOf }: MeasureContext): RawBuilder<unknown> {
  const columns = sql`o.customer_id, t.at, t.id, t.channel_id, t.campaign_id, t.utm_campaign`;
  const first = sql`o.workspace_id = ${workspace.id} and o.sequence = 1 and o.day <= ${asOf}::date and t.at <= o.placed_at`;
  return sql`
    select origin.customer_id, n.id as channel_id, n.name as channel, n.kind as channel_kind, k.name as campaign,
      origin.utm_campaign
    from (
      select distinct on (touched.customer_id) touched.* from (
        select ${columns} from order_facts o
        join identities i on i.workspace_id = o.workspace_id and i.customer_id = o.customer_id
        join touches t on t.workspace_id = i.workspace_id and t.identity_id = i.id
        where ${first}
        union all
        select ${columns} from order_facts o
        join touches t on t.workspace_id = o.workspace_id and t.order_id = o.order_id and t.identity_id is null
        where ${first}
      ) touched order by touched.customer_id, touched.at, touched.id
    ) origin
    left join campaigns k on k.workspace_id = ${workspace.id} and k.id = origin.campaign_id
    left join channels n on n.workspace_id = ${workspace.id} and n.id = coalesce(origin.channel_id, k.channel_id)`;
}
