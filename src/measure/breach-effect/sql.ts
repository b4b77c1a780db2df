import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import { firstTouches } from '../first-touch.ts';
import { columnNames, type Exposures } from './exposures.ts';

type Sql = RawBuilder<unknown>;

const chunk = 20_000;

/**
 * Rows with the columns of Exposures: each promise kept or broken (rows of outcomes as cpi/outcomes.ts has them) to a customer
 * who had bought by the time at which it was due, as far as the days after it are over. Where nothing was due at a time, it
 * is that at which it was decided. Time runs from there for both, so that one who waits longer is not looked at later.
 */
function exposureRows(context: MeasureContext, outcomes: Sql, horizonDays: number): Sql {
  const { workspace, completeThrough } = context;
  const days = (count: number) => sql`make_interval(hours => ${24 * count}::int)`;
  const end = sql`((${completeThrough}::date + 1)::timestamp at time zone ${workspace.timeZone})`;
  const bought = (amount: Sql) => sql`coalesce(sum(${amount}) over past, 0)`;
  const later = (amount: Sql) => sql`(coalesce(sum(${amount}) over until_later, 0) - ${bought(amount)})`;
  const life = (until: Sql) =>
    sql`(partition by h.customer_id order by h.at range between unbounded preceding and ${until})`;
  return sql`
    with subjects as materialized (
      select o.customer_id, coalesce(o.due_at, o.decided_at) as at, o.state = 'BREACHED' as breached
      from (${outcomes}) o
      where o.state in ('MET', 'BREACHED') and o.customer_id is not null
        and coalesce(o.due_at, o.decided_at) + ${days(horizonDays)} <= ${end}
    ),
    touched as materialized (${firstTouches(context)}),
    people as materialized (
      select c.id as customer_id, row_number() over () - 1 as number, dense_rank() over (order by c.country) as country,
        dense_rank() over (order by t.channel_id) as channel
      from customers c left join touched t on t.customer_id = c.id
      where c.workspace_id = ${workspace.id} and c.id in (select customer_id from subjects)
    ),
    happened as (
      select o.customer_id, o.placed_at as at, o.purchase, o.net, o.cost, null::boolean as breached
      from order_facts o join people p on p.customer_id = o.customer_id
      where o.workspace_id = ${workspace.id} and o.valid and o.placed_at < ${end}
      union all
      select customer_id, at, false, null, null, breached from subjects
    ),
    seen as (
      select h.customer_id, h.at, h.breached,
        count(*) filter (where h.purchase) over past as orders,
        ${bought(sql`h.net`)} as net,
        min(h.at) filter (where h.purchase) over past as first_at,
        max(h.at) filter (where h.purchase) over past as last_at,
        max(h.at) filter (where h.purchase) over until_later as last_later,
        ${later(sql`h.purchase::int`)} as later_orders,
        ${later(sql`h.net`)} as later_net,
        ${later(sql`h.net - h.cost`)} as later_margin,
        ${later(sql`case when h.cost is null then h.net end`)} as later_uncosted,
        ${later(sql`(h.purchase and h.net is null)::int`)} as later_unknown
      from happened h
      window past as ${life(sql`current row`)}, until_later as ${life(sql`${days(horizonDays)} following`)}
    )
    select p.number as customer, p.country, p.channel, s.breached::int as breached, s.orders, s.net,
      extract(year from s.at at time zone ${workspace.timeZone}) * 12
        + extract(month from s.at at time zone ${workspace.timeZone}) as month,
      extract(epoch from s.at - s.last_at) / 86400 as recency, extract(epoch from s.at - s.first_at) / 86400 as tenure,
      s.later_orders as "laterOrders", s.later_net as "laterNet", s.later_margin as "laterMargin",
      s.later_uncosted as "laterUncosted", s.later_unknown as "laterUnknown",
      (s.at + ${days(horizonDays)} - s.last_later >= ${days(workspace.churnAfterDays)})::int as churned
    from seen s join people p on p.customer_id = s.customer_id
    where s.breached is not null and s.orders > 0`;
}

/** How many customers were let down, and how many were not: a quick look whether anything can be told. */
export async function countSides({ em }: MeasureContext, outcomes: Sql): Promise<{ broken: number; kept: number }> {
  const customers = (state: string) => sql`(count(distinct o.customer_id) filter (where o.state = ${state}))::int`;
  const { rows } = await sql<{ broken: number; kept: number }>`
    select ${customers('BREACHED')} as broken, ${customers('MET')} as kept from (${outcomes}) o`.execute(
    em.getKysely(),
  );
  return rows[0]!;
}

/** The exposures as columns: packed by the database, for there may be millions. */
export async function readExposures(
  { em, ...context }: MeasureContext,
  outcomes: Sql,
  horizonDays: number,
): Promise<Exposures> {
  const packed = columnNames.map(
    (name) => sql`string_agg(float4send(${sql.ref(name)}::float4), '') as ${sql.ref(name)}`,
  );
  const { rows } = await sql<Record<(typeof columnNames)[number], Buffer>>`
    select ${sql.join(packed)}
    from (
      select e.*, (row_number() over () - 1) / ${chunk}::int as chunk
      from (${exposureRows({ em, ...context }, outcomes, horizonDays)}) e
    ) e
    group by chunk`.execute(em.getKysely());
  const unpacked = columnNames.map((name) => [name, floatsOf(rows.map((row) => row[name]))] as const);
  return Object.fromEntries(unpacked) as Exposures;
}

/** The numbers of four bytes each that buffers hold one after the other. */
function floatsOf(buffers: readonly Buffer[]): Float64Array {
  const floats = new Float64Array(buffers.reduce((sum, { length }) => sum + length / 4, 0));
  let place = 0;
  for (const buffer of buffers) for (let at = 0; at < buffer.length; at += 4) floats[place++] = buffer.readFloatBE(at);
  return floats;
}
