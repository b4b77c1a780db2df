import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from './context.ts';
import { customersAsOf, isCurrent } from './customers-as-of.ts';
import { rfmGroup } from './rfm/groups.ts';
import { recallRows } from './recall.ts';

/** What scores and stages are measured against; amounts are exact decimal text. */
export interface Thresholds {
  /** Upper ends of the lower four fifths of purchasers: last purchase days, purchase days, net sales. */
  recency: string[];
  frequency: string[];
  monetary: string[];
  /** Net sales from which an active loyal customer is among the top 5 %; null where there is none. */
  vip: string | null;
  purchasers: number;
}

const quintiles = [0.2, 0.4, 0.6, 0.8];
export const vipShare = 0.05;
/** The group of each of the 125 cells, recency turning slowest. */
const cells = Array.from({ length: 125 }, (_, cell) =>
  rfmGroup(1 + Math.floor(cell / 25), 1 + (Math.floor(cell / 5) % 5), 1 + (cell % 5)),
);

/** The thresholds on the as-of day. */
export async function readThresholds(context: MeasureContext): Promise<Thresholds> {
  const of = (column: RawBuilder<unknown>) =>
    sql`coalesce(percentile_disc(${quintiles}::float8[]) within group (order by ${column}), '{}')::text[]`;
  const rows = await recallRows(
    context,
    sql<Thresholds>`
    select ${of(sql`f.last_day`)} as recency, ${of(sql`f.purchase_days`)} as frequency, ${of(sql`f.net`)} as monetary,
      (percentile_disc(${1 - vipShare}::float8) within group (order by f.net) filter (
        where ${stageOf(context, sql`${context.asOf}::date`, sql`null::numeric`)} = 'LOYAL'))::text as vip,
      count(*)::int as purchasers
    from (${customersAsOf(context)}) f where f.orders > 0`,
  );
  return rows[0]!;
}

/**
 * The stage at the end of a day, over a row `f` of a customer's purchases up to that day; the rules are those of
 * lifecycle/math.ts. `vip` is the value from which a loyal customer is a VIP.
 */
export function stageOf(
  { workspace }: MeasureContext,
  day: RawBuilder<unknown>,
  vip: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const { churnAfterDays, newForDays, loyalAfterOrders } = workspace;
  return sql`case
    when coalesce(f.orders, 0) = 0 then 'PROSPECT'
    when ${day} - f.last_day >= ${churnAfterDays}::int then 'CHURNED'
    when ${day} - f.first_day < ${newForDays}::int then 'NEW'
    when (${day} - f.last_day) * 2 >= ${churnAfterDays}::int then 'AT_RISK'
    when f.last_day - f.previous_day > ${churnAfterDays}::int then 'WON_BACK'
    when f.orders >= ${loyalAfterOrders}::int and f.net >= ${vip} then 'VIP'
    when f.orders >= ${loyalAfterOrders}::int then 'LOYAL'
    when f.purchase_days > 1 then 'ACTIVE'
    else 'ONE_TIME' end`;
}

/**
 * Rows of every customer, or of those named: the profile, the purchases up to the as-of day (null before the first order,
 * but orders and net 0 there: these are null as known_orders and known_net), stage, scores and RFM group (null before the
 * first purchase, or where the value is unknown), and what is expected of the year after the latest data (null on earlier
 * days, and without a model). Unless `ranked`, which takes a look at all customers first, stage, scores and group are null.
 */
export async function customerStates(
  context: MeasureContext,
  { of: customerIds, ranked = true }: { of?: readonly string[]; ranked?: boolean } = {},
): Promise<RawBuilder<unknown>> {
  const { workspace, asOf } = context;
  const thresholds = ranked ? await readThresholds(context) : null;
  const score = (value: RawBuilder<unknown>, ends: string[] | undefined, type: RawBuilder<unknown>) => {
    if (!ends) return sql`null::int`;
    const steps = [sql`1`, ...ends.map((end) => sql`(${value} > ${end}::${type})::int`)];
    return sql`case when f.orders > 0 then ${sql.join(steps, sql` + `)} end`;
  };
  const seen = isCurrent(context)
    ? sql`true`
    : sql`(f.customer_id is not null or c.first_seen_at is null
        or c.first_seen_at < (${asOf}::date + 1)::timestamp at time zone ${workspace.timeZone})`;
  const predicted = (column: RawBuilder<unknown>) => (isCurrent(context) ? column : sql`null::numeric`);
  return sql`
    select scored.*, (${cells}::text[])[(recency - 1) * 25 + (frequency - 1) * 5 + monetary] as rfm_group
    from (
      select c.id as customer_id, c.name, c.email, c.phone, c.country, c.first_seen_at,
        coalesce(f.orders, 0) as orders, f.purchase_days, f.first_day, f.second_day, f.last_day, f.previous_day,
        case when f.customer_id is null then 0 else f.net end as net, f.total, f.margin,
        f.orders as known_orders, f.net as known_net,
        ${predicted(sql`p.alive`)} as alive, ${predicted(sql`p.value`)} as predicted_value,
        ${thresholds ? stageOf(context, sql`${asOf}::date`, sql`${thresholds.vip}::numeric`) : sql`null::text`} as stage,
        ${score(sql`f.last_day`, thresholds?.recency, sql`date`)} as recency,
        ${score(sql`f.purchase_days`, thresholds?.frequency, sql`int`)} as frequency,
        ${score(sql`f.net`, thresholds?.monetary, sql`numeric`)} as monetary
      from customers c
      left join (${customersAsOf(context, customerIds)}) f on f.customer_id = c.id
      left join customer_forecasts p on p.workspace_id = c.workspace_id and p.customer_id = c.id
      where c.workspace_id = ${workspace.id} and ${seen}
        and ${customerIds ? sql`c.id = any (${customerIds}::uuid[])` : sql`true`}
    ) scored`;
}
