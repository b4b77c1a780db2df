import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { Workspace } from '../../model/workspace.ts';

type Sql = RawBuilder<unknown>;

/** Minutes of silence that end a session. */
const sessionEnds = 30;

/**
 * The touches of customers, and those of no person that name one of the orders; the facts of all these orders must be as they
 * should be. A touch leads to the purchase that it names, else to the customer's next one at or after it. Where it came from
 * is written along, to be classified. A touch from where the one before it came, in the same session and on the way to
 * the same purchase, is not counted. Orders are looked up touch by touch: few touches name one, and histories are short.
 */
export async function writeTouchFacts(
  em: EntityManager,
  workspace: Workspace,
  { customers, orders }: { customers: string[]; orders: string[] },
): Promise<void> {
  await sql`
    with told as materialized (${toldTouches(workspace, customers, orders)}),
    origins as (
      insert into touch_origins (workspace_id, id, kind, source_channel_id, source_campaign_id, utm_source, utm_medium,
        utm_campaign, utm_id, click_id_kind, referrer)
      select distinct ${workspace.id}::uuid, origin_id, kind, channel_id, campaign_id, utm_source, utm_medium, utm_campaign,
        utm_id, click_id_kind, referrer
      from told order by origin_id
      on conflict do nothing
    ),
    led as (
      select t.*, coalesce(named.order_id, next.order_id) as led_to
      from told t
      left join lateral (
        select n.order_id from order_facts n
        where n.workspace_id = ${workspace.id} and n.order_id = t.order_id and n.valid
          and (n.purchase or n.customer_id is null) and n.customer_id is not distinct from t.customer_id
        limit 1
      ) named on true
      left join lateral (
        select p.order_id from order_facts p
        where p.workspace_id = ${workspace.id} and p.customer_id = t.customer_id and p.purchase and p.placed_at >= t.at
        order by p.placed_at, p.order_id limit 1
      ) next on named.order_id is null
      where t.customer_id is not null or named.order_id is not null
    )
    insert into touch_facts (workspace_id, touch_id, customer_id, at, origin_id, order_id, counted, source_id, stream)
    select ${workspace.id}::uuid, id, customer_id, at, origin_id, led_to,
      coalesce(lag(origin_id) over journey <> origin_id or at - lag(at) over journey > ${`${sessionEnds} minutes`}::interval, true),
      source_id, stream
    from led
    window journey as (partition by customer_id, led_to order by at, id)`.execute(em.getKysely());
}

/**
 * With what tells their origin in one spelling, and its id: the same origin has the same one. `offset 0` keeps what is worked
 * out once from being worked out again wherever it is named.
 */
function toldTouches({ id: workspaceId }: Workspace, customers: string[], orders: string[]): Sql {
  const word = (column: string) => sql`nullif(lower(trim(${sql.ref(column)})), '')`;
  const text = (column: string) => sql`nullif(trim(${sql.ref(column)}), '')`;
  return sql`
    select o.*, md5(jsonb_build_array(kind, channel_id, campaign_id, utm_source, utm_medium, utm_campaign, utm_id,
      click_id_kind, referrer)::text)::uuid as origin_id
    from (
      select t.id, t.customer_id, t.order_id, t.at, t.source_id, t.stream, t.kind, t.channel_id, t.campaign_id,
        ${word('t.utm_source')} as utm_source, ${word('t.utm_medium')} as utm_medium,
        ${text('t.utm_campaign')} as utm_campaign, ${text('t.utm_id')} as utm_id,
        ${word('t.click_id_kind')} as click_id_kind,
        case when ${within(sql`h.referrer`, sql`h.landing`)} or ${within(sql`h.landing`, sql`h.referrer`)} then null
          else h.referrer end as referrer
      from (
        select t.*, i.customer_id from identities i
        join touches t on t.workspace_id = i.workspace_id and t.identity_id = i.id
        where i.workspace_id = ${workspaceId} and i.customer_id = any (${customers}::uuid[])
        union all
        select t.*, f.customer_id from touches t
        join order_facts f on f.workspace_id = t.workspace_id and f.order_id = t.order_id
        where t.workspace_id = ${workspaceId} and t.order_id = any (${orders}::uuid[]) and t.identity_id is null
      ) t
      cross join lateral (
        select ${hostOf('t.referrer')} as referrer, case when t.referrer is not null then ${hostOf('t.landing')} end as landing
        offset 0
      ) h
      offset 0
    ) o`;
}

/** The host that an address names, without "www."; null where it names none. */
function hostOf(column: string): Sql {
  const address = sql`lower(trim(${sql.ref(column)}))`;
  return sql`regexp_replace(coalesce(
    substring(${address} from '^(?:[a-z][a-z0-9+.-]*:)?//(?:[^/@?#]*@)?([^/:?#]+)'),
    substring(${address} from '^([a-z0-9-]+(?:\\.[a-z0-9-]+)+)(?:[/:?#]|$)')), '^www\\.', '')`;
}

/** Whether a host is another one or below it: pages of one shop. */
const within = (host: Sql, other: Sql): Sql => sql`('.' || ${host} like '%.' || ${other})`;
