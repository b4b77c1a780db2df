import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import { customersAsOf, isCurrent } from '../customers-as-of.ts';
import { type MarginBase, orderMargin } from '../order-margin.ts';
import { historiesOf, historyDays } from '../purchase-days.ts';

type Sql = RawBuilder<unknown>;

/** How margins are taken: of the costs that are known, or as a share of net sales that is assumed. */
export interface MarginTaken {
  base: MarginBase;
  assumed: number | null;
}

/** What an order `f` leaves as SQL, null where that is unknown, and the joins it needs. */
export function marginOfOrder(
  { workspace }: MeasureContext,
  { base, assumed }: MarginTaken,
): { rest: Sql; joins: Sql } {
  if (assumed !== null && base !== 'NET') return { rest: sql`(f.net * ${assumed}::numeric)`, joins: sql`` };
  return orderMargin(workspace, base);
}

/** All orders that stand, up to the as-of day, of the customers `w` in a table `won`. */
export const ordersOfWon = ({ workspace, asOf }: MeasureContext): Sql => sql`
  join order_facts f on f.workspace_id = ${workspace.id} and f.customer_id = w.customer_id and f.cancelled_day is null
    and f.day <= ${asOf}::date`;

/**
 * What the customers of each part have brought by ages in days (`cuts`, ascending from 0): one row a part and cut, over the
 * customers who are as old, and one more to date, over all. Sums are weighted by credit. Rows: see AgeRow.
 */
export function ageRows(context: MeasureContext, won: Sql, cuts: readonly number[], taken: MarginTaken): Sql {
  const { workspace, asOf } = context;
  const { rest, joins } = marginOfOrder(context, taken);
  const days = sql`${[...cuts]}::int[]`;
  const sum = (value: Sql, where: Sql = sql`true`) => sql`coalesce(sum(${value}) filter (where ${where}), 0)`;
  const text = (value: Sql) => sql`trim_scale(${value})::text`;
  const old = sql`(k.days is null or c.old >= k.place)`;
  return sql`
    with won as materialized (${won}),
    bought as (
      select w.part, w.weight, ${asOf}::date - w.first_day as tenure,
        width_bucket(${asOf}::date - w.first_day, ${days}) - 1 as old,
        width_bucket(f.day - w.first_day - 1, ${days}) as age,
        coalesce(f.sequence = 1, false) as first, f.net, f.total, ${rest} as rest, s.orders, s.purchase_days, s.last_day
      from won w
      ${ordersOfWon(context)}
      join (${customersAsOf(context)}) s on s.customer_id = w.customer_id
      ${joins}
    ),
    cells as (
      select part, old, age, ${sum(sql`weight`, sql`first`)} as customers, ${sum(sql`weight * net`)} as net,
        ${sum(sql`weight * net`, sql`rest is not null`)} as known, ${sum(sql`weight * rest`)} as rest,
        count(*) - count(net) as unknown,
        ${sum(sql`weight * tenure`, sql`first`)} as tenure,
        ${sum(sql`weight`, sql`first and orders >= ${workspace.loyalAfterOrders}::int`)} as loyal,
        ${sum(sql`weight`, sql`first and purchase_days > 1`)} as again,
        ${sum(sql`weight`, sql`first and tenure >= ${workspace.churnAfterDays}::int`)} as judged,
        ${sum(sql`weight`, sql`first and ${asOf}::date - last_day >= ${workspace.churnAfterDays}::int`)} as churned,
        ${sum(sql`weight * net`, sql`first`)} as first_net,
        ${sum(sql`weight * net`, sql`first and rest is not null`)} as first_known,
        ${sum(sql`weight * rest`, sql`first`)} as first_rest,
        ${sum(sql`weight * total`, sql`first`)} as first_total
      from bought group by part, old, age
    ),
    places as (
      select days, (n - 1)::int as place from unnest(${days}) with ordinality as k (days, n)
      union all select null, ${cuts.length}::int
    )
    select c.part, k.days, ${text(sum(sql`c.customers`, old))} as customers, ${text(sum(sql`c.net`, old))} as net,
      ${text(sum(sql`c.known`, old))} as known, ${text(sum(sql`c.rest`, old))} as rest,
      ${sum(sql`c.unknown`, old)}::int as unknown, ${text(sql`sum(c.tenure)`)} as tenure,
      ${text(sql`sum(c.loyal)`)} as loyal, ${text(sql`sum(c.again)`)} as again, ${text(sql`sum(c.judged)`)} as judged,
      ${text(sql`sum(c.churned)`)} as churned, ${text(sql`sum(c.first_net)`)} as "firstNet",
      ${text(sql`sum(c.first_known)`)} as "firstKnown", ${text(sql`sum(c.first_rest)`)} as "firstRest",
      ${text(sql`sum(c.first_total)`)} as "firstTotal"
    from cells c join places k on c.age <= k.place
    group by c.part, k.place, k.days order by c.part, k.place`;
}

/** Purchase histories on the as-of day: rows (customer_id, repeats, first_day, last_day, mean_spend, log_gaps). */
export function historiesNow(context: MeasureContext): Sql {
  const { workspace, asOf } = context;
  return isCurrent(context)
    ? sql`select * from purchase_histories where workspace_id = ${workspace.id}`
    : historiesOf(historyDays(workspace.id, sql`o.day <= ${asOf}::date`));
}

const column = (value: Sql) => sql`array_agg(${value} order by c.customer_id)`;
/** Histories `h` of customers `c` as columns; days are counted from 1970. */
export const historyColumns = sql`${column(sql`c.weight::float8`)} as weights, ${column(sql`h.repeats::int`)} as repeats,
  ${column(sql`h.first_day - date '1970-01-01'`)} as first, ${column(sql`h.last_day - date '1970-01-01'`)} as last,
  ${column(sql`h.mean_spend::float8`)} as spend, ${column(sql`h.log_gaps`)} as gaps`;

/**
 * The histories of each part's customers, and the value they have brought so far within some days: one row a part.
 * An order whose costs are unknown is taken to leave the part's share of its net sales.
 */
export function worthRows(
  context: MeasureContext,
  won: Sql,
  days: number,
  { taken, shares }: { taken: MarginTaken; shares: ReadonlyMap<string, string> },
): Sql {
  const { rest, joins } = marginOfOrder(context, taken);
  return sql`
    with won as materialized (${won}),
    worth as (
      select w.part, w.customer_id, w.weight,
        coalesce(sum(coalesce(${rest}, f.net * s.share)) filter (where f.day - w.first_day <= ${days}::int), 0) as worth
      from won w
      join unnest(${[...shares.keys()]}::text[], ${[...shares.values()]}::numeric[]) as s (part, share) on s.part = w.part
      ${ordersOfWon(context)}
      ${joins}
      group by w.part, w.customer_id, w.weight
    )
    select c.part, ${historyColumns}, array_agg(c.worth::float8 order by c.customer_id) as worth
    from worth c
    join (${historiesNow(context)}) h on h.customer_id = c.customer_id
    group by c.part`;
}

/** The histories of each part's customers, of many parts those of the first `most` by id: one row a part of `least` or more. */
export function fitRows(context: MeasureContext, won: Sql, { least, most }: { least: number; most: number }): Sql {
  return sql`
    select c.part, ${historyColumns}
    from (
      select w.*, row_number() over (partition by w.part order by w.customer_id) as place from (${won}) w
    ) c
    join (${historiesNow(context)}) h on h.customer_id = c.customer_id
    where c.place <= ${most}::int
    group by c.part having sum(c.weight) >= ${least}::numeric`;
}
