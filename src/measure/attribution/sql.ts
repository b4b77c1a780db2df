import { type RawBuilder, sql } from 'kysely';
import { amongCustomers } from '../aggregate.ts';
import type { MeasureContext } from '../context.ts';
import type { Period } from '../period.ts';

type Sql = RawBuilder<unknown>;

/** Which orders get credit: every customer's first purchase, or all valid orders. */
export type OrdersAsked = 'FIRST' | 'ALL';

export interface Asked {
  period: Period;
  orders: OrdersAsked;
  /** Statement that selects the ids of the customers meant; null for all, and for orders without a customer. */
  customers: Sql | null;
}

/** Orders of a period up to the as-of day: (order_id, customer_id, day, placed_at), and more columns of order_facts `f`. */
export function askedOrders(
  { workspace, asOf }: MeasureContext,
  { period, orders, customers }: Asked,
  ...more: readonly Sql[]
): Sql {
  return sql`
    select ${sql.join([sql`f.order_id, f.customer_id, f.day, f.placed_at`, ...more])} from order_facts f
    where f.workspace_id = ${workspace.id} and f.day between ${period.from}::date and least(${period.to}::date, ${asOf}::date)
      and ${orders === 'FIRST' ? sql`f.sequence = 1` : sql`f.valid`}
      and ${amongCustomers(customers, sql`f.customer_id`)}`;
}

/** How far a journey reaches back, in days: to sessions, clicks and answers, and to ads that were only seen. */
export interface Reach {
  lookBackDays: number;
  viewDays: number;
}

/** Where touches came from, by origin: (id, kind, place: a number of channel and campaign, channel_id, campaign_id, channel_kind). */
export function originPlaces(workspaceId: string): Sql {
  return sql`
    select id, kind, channel_id, campaign_id, channel_kind,
      dense_rank() over (order by channel_id, campaign_id, channel_kind) as place
    from touch_origins where workspace_id = ${workspaceId}`;
}

/**
 * Orders with the touches of their journeys, one row each: the columns of the orders, (journey: the order, touch_id, at,
 * place, channel_id, campaign_id, channel_kind, age: days before the order). An order without a touch has one row without.
 */
export function journeysOf({ workspace }: MeasureContext, orders: Sql, reach: Reach): Sql {
  return heard(sql`
    select o.*, o.order_id as journey, o.placed_at as ended_at, t.touch_id, t.at, t.place, t.channel_id, t.campaign_id,
      t.channel_kind, t.kind
    from (${orders}) o
    left join (
      select t.order_id as led_to, t.touch_id, t.at, g.place, g.channel_id, g.campaign_id, g.channel_kind, g.kind
      from touch_facts t
      join (${originPlaces(workspace.id)}) g on g.id = t.origin_id
      where t.workspace_id = ${workspace.id} and t.counted and t.order_id is not null
    ) t on t.led_to = o.order_id and t.at >= o.placed_at - ${window(reach)}`);
}

/**
 * The journeys that led to no order: a customer's touches since the last purchase, back from the last of them. They are over,
 * and dated, when the look-back days have passed since then. Where first orders are asked, only of who never bought.
 */
export function lostJourneys(context: MeasureContext, { period, orders, customers }: Asked, reach: Reach): Sql {
  const { workspace, asOf } = context;
  const end = sql`(${asOf}::date + 1)::timestamp at time zone ${workspace.timeZone}`;
  const over = sql`((t.ended_at + ${hours(reach.lookBackDays)}) at time zone ${workspace.timeZone})::date`;
  const neverBought = sql`not exists (
    select 1 from order_facts f where f.workspace_id = ${workspace.id} and f.customer_id = t.customer_id
      and f.sequence = 1 and f.day <= ${asOf}::date)`;
  return heard(sql`
    select t.* from (
      select t.customer_id as journey, t.touch_id, t.at, max(t.at) over (partition by t.customer_id) as ended_at,
        g.place, g.kind
      from touch_facts t
      join (${originPlaces(workspace.id)}) g on g.id = t.origin_id
      left join order_facts o on o.workspace_id = ${workspace.id} and o.order_id = t.order_id and o.day <= ${asOf}::date
      where t.workspace_id = ${workspace.id} and t.customer_id is not null and t.counted and t.at < ${end}
        and o.order_id is null and ${orders === 'FIRST' ? neverBought : sql`true`}
        and ${amongCustomers(customers, sql`t.customer_id`)}
    ) t
    where t.at >= t.ended_at - ${window(reach)}
      and ${over} between ${period.from}::date and least(${period.to}::date, ${asOf}::date)`);
}

const hours = (days: number) => sql`make_interval(hours => ${days * 24}::int)`;
const window = ({ lookBackDays, viewDays }: Reach) =>
  sql`case when t.kind = 'VIEW' then ${hours(viewDays)} else ${hours(lookBackDays)} end`;

/** What buyers say themselves counts only where nothing else is known of their way. */
function heard(touches: Sql): Sql {
  return sql`
    select t.*, greatest(extract(epoch from t.ended_at - t.at) / 86400, 0)::float8 as age
    from (select u.*, bool_and(u.kind = 'SURVEY') over (partition by u.journey) as hearsay from (${touches}) u) t
    where t.hearsay or t.kind is distinct from 'SURVEY'`;
}
