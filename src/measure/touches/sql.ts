import { type RawBuilder, sql } from 'kysely';
import { hull } from '../aggregate.ts';
import type { MeasureContext } from '../context.ts';
import type { Question } from '../figure.ts';
import { orderRows } from '../order-rows.ts';
import type { Period } from '../period.ts';

type Sql = RawBuilder<unknown>;

/** Valid orders, with whether any touch is known that led to them. */
export function orderWays(context: MeasureContext, question: Pick<Question, 'spans' | 'customers'>): Sql {
  const { from, to } = hull(context, question);
  return sql`
    select o.*, w.order_id is not null as known from (${orderRows(context, question)}) o
    left join (
      select distinct f.order_id from order_facts p
      join touch_facts f on f.workspace_id = p.workspace_id and f.order_id = p.order_id
      where p.workspace_id = ${context.workspace.id} and p.day between ${from}::date and ${to}::date
    ) w on w.order_id = o.order_id
    where o.valid`;
}

/** A statement with rows (state, orders, known): first orders by what their customers say of tracking for ads. */
export function firstOrdersByConsent(context: MeasureContext, ways: Sql): Sql {
  const { workspace } = context;
  return sql`
    select case when word.granted then 'GRANTED' when not word.granted then 'REFUSED' else 'UNKNOWN' end as state,
      count(*)::int as orders, (count(*) filter (where o.known))::int as known
    from (${ways}) o
    left join (
      select distinct on (i.customer_id) i.customer_id, c.granted from consents c
      join identities i on i.workspace_id = c.workspace_id and i.id = c.identity_id
      where c.workspace_id = ${workspace.id} and c.channel = 'ADS' and c.since < ${endOf(context, context.asOf)}
      order by i.customer_id, c.since desc, c.id
    ) word on word.customer_id = o.customer_id
    where o.sequence = 1 group by 1`;
}

/** Touches of a period up to the as-of day, as (at, source_id, stream, origin_id, order_id): without an origin, of nobody. */
export function touchesIn(context: MeasureContext, { from, to }: Period): Sql {
  const { workspace, asOf } = context;
  const start = sql`${from}::date::timestamp at time zone ${workspace.timeZone}`;
  const inside = (at: Sql) => sql`${at} >= ${start} and ${at} < ${endOf(context, to < asOf ? to : asOf)}`;
  return sql`
    select f.at, f.source_id, f.stream, f.origin_id, f.order_id from touch_facts f
    where f.workspace_id = ${workspace.id} and ${inside(sql`f.at`)}
    union all
    select t.at, t.source_id, t.stream, null, null from touches t
    where t.workspace_id = ${workspace.id} and ${inside(sql`t.at`)} and t.identity_id is null and not exists (
      select 1 from touch_facts f where f.workspace_id = t.workspace_id and f.touch_id = t.id)`;
}

/** A statement with rows (matched, touches, origins): what told the channels of touches; null for touches of nobody. */
export function touchesByMatch({ workspace }: MeasureContext, touches: Sql): Sql {
  return sql`
    select g.matched_on as matched, sum(t.touches)::int as touches, count(g.id)::int as origins
    from (select origin_id, count(*) as touches from (${touches}) touch group by origin_id) t
    left join touch_origins g on g.workspace_id = ${workspace.id} and g.id = t.origin_id
    group by 1`;
}

/**
 * A statement with rows for the values of utm_campaign that no campaign has as its id or name: touches, the orders they led
 * to, and the last day. Values in parentheses, such as "(organic)", are a tracker's own and name no campaign.
 */
export function unmatchedCampaigns({ workspace }: MeasureContext, touches: Sql): Sql {
  return sql`
    select min(g.utm_campaign) as "utmCampaign", g.utm_source as "utmSource", g.utm_medium as "utmMedium",
      g.channel_id as "channelId", count(*)::int as touches, count(distinct t.order_id)::int as orders,
      (max(t.at) at time zone ${workspace.timeZone})::date as "lastDay"
    from (${touches}) t
    join touch_origins g on g.workspace_id = ${workspace.id} and g.id = t.origin_id
    where g.campaign_id is null and g.utm_campaign !~ '^\\(.*\\)$'
    group by lower(g.utm_campaign), g.utm_source, g.utm_medium, g.channel_id
    order by touches desc, "utmCampaign", "utmSource", "utmMedium", "channelId"`;
}

const endOf = ({ workspace }: MeasureContext, day: string) =>
  sql`(${day}::date + 1)::timestamp at time zone ${workspace.timeZone}`;
