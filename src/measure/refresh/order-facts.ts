import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { Workspace } from '../../model/workspace.ts';
import { converted, ratesFor } from '../rates.ts';

/** Every order named that is no test, draft or failed payment; all orders of a customer must be among those named. */
export async function writeOrderFacts(em: EntityManager, workspace: Workspace, orders: string[]): Promise<void> {
  const home = (amount: RawBuilder<unknown>) => converted(amount, sql`r.rate`);
  await sql`
    with chosen as materialized (${chosenOrders(workspace, orders)}),
    lines as (${orderLines(workspace, orders)}),
    refunded as (${refundedOrders(workspace)}),
    costs as (${orderCosts(workspace)}),
    rates as (${ratesFor(workspace, sql`select currency, day from chosen`)}),
    ladder as (
      select o.*, l.items, l.count as lines,
        coalesce(o.shipping, l.shipping, 0) as charged_shipping, coalesce(o.tax, l.tax, 0) as charged_tax,
        coalesce(o.fees, 0) as charged_fees, coalesce(o.discount, 0) + coalesce(l.discount, 0) as discounts,
        l.amount, case when o.taxes_included and l.count > 0 then ${taxOnShipping} else 0 end as shipping_tax
      from chosen o left join lines l on l.order_id = o.id
    ),
    amounts as (
      select l.*, l.charged_shipping - l.shipping_tax as net_shipping,
        case when l.lines > 0
          then l.amount - case when l.taxes_included then l.charged_tax - l.shipping_tax else 0 end
          else l.total - l.charged_shipping - l.charged_tax - l.charged_fees + l.discounts end as gross,
        l.standing and l.kind <> 'EXCHANGE' as valid
      from ladder l
    ),
    facts as (
      select a.*, ${home(sql`a.gross`)} as home_gross, ${home(sql`a.discounts`)} as home_discounts,
        ${home(sql`a.net_shipping`)} as home_shipping, ${home(sql`a.charged_tax`)} as home_tax,
        ${home(sql`a.charged_fees`)} as home_fees,
        a.valid and a.customer_id is not null and coalesce(a.gross - a.discounts > 0, false) as purchase
      from amounts a left join rates r on r.currency = a.currency and r.day = a.day
    )
    insert into order_facts (workspace_id, order_id, customer_id, source_id, stream, placed_at, day, cancelled_day,
      valid, purchase, sales_channel, country, currency, gross, discounts, returns, net, shipping, tax, fees, total,
      cost, items, sequence, previous_day, cohort_day)
    select f.workspace_id, f.id, f.customer_id, f.source_id, f.stream, f.placed_at, f.day, f.cancelled_day,
      f.valid, f.purchase, f.sales_channel, f.country, f.currency, f.home_gross, f.home_discounts,
      ${returned(sql`rf.merchandise`)},
      f.home_gross - f.home_discounts - ${returned(sql`rf.merchandise`)},
      f.home_shipping, f.home_tax, f.home_fees,
      f.home_gross - f.home_discounts + f.home_shipping + f.home_tax + f.home_fees - ${returned(sql`rf.everything`)},
      case when f.items = 0 then 0 else c.cost end, f.items,
      case when f.purchase then count(*) filter (where f.purchase) over earlier end,
      case when f.purchase then max(f.day) filter (where f.purchase) over before end,
      min(f.day) filter (where f.purchase) over (partition by f.customer_id)
    from facts f
    left join refunded rf on rf.order_id = f.id
    left join costs c on c.order_id = f.id
    window earlier as (partition by f.customer_id order by f.placed_at, f.id),
      before as (partition by f.customer_id order by f.placed_at, f.id rows between unbounded preceding and 1 preceding)
    `.execute(em.getKysely());
}

/** Refunds of orders that stand, each on its own day at that day's rate. */
export async function writeRefundFacts(em: EntityManager, workspace: Workspace, orders: string[]): Promise<void> {
  const home = (amount: RawBuilder<unknown>) => converted(amount, sql`r.rate`);
  await sql`
    with chosen as materialized (
      select r.*, o.customer_id, coalesce(r.currency, o.currency) as paid_in,
        (r.refunded_at at time zone ${workspace.timeZone})::date as day
      from refunds r join order_facts o on o.workspace_id = r.workspace_id and o.order_id = r.order_id
      where r.workspace_id = ${workspace.id} and r.order_id = any (${orders}::uuid[]) and o.cancelled_day is null
    ),
    rates as (${ratesFor(workspace, sql`select paid_in as currency, day from chosen`)})
    insert into refund_facts (workspace_id, refund_id, order_id, customer_id, day, merchandise, shipping, tax, other)
    select f.workspace_id, f.id, f.order_id, f.customer_id, f.day, ${home(sql`f.merchandise`)},
      ${home(sql`f.shipping`)}, ${home(sql`f.tax`)}, ${home(sql`f.other`)}
    from chosen f left join rates r on r.currency = f.paid_in and r.day = f.day`.execute(em.getKysely());
}

/** The orders with their customer and days. A cancelled order stands no more; its day unknown, it is the order's own. */
function chosenOrders(workspace: Workspace, orders: string[]): RawBuilder<unknown> {
  const dayOf = (instant: RawBuilder<unknown>) => sql`(${instant} at time zone ${workspace.timeZone})::date`;
  return sql`
    select o.*, i.customer_id, coalesce(i.country, c.country) as country, ${dayOf(sql`o.placed_at`)} as day,
      case when o.status = 'CANCELLED' or o.cancelled_at is not null
        then ${dayOf(sql`greatest(o.placed_at, o.cancelled_at)`)} end as cancelled_day,
      o.status <> 'CANCELLED' and o.cancelled_at is null as standing
    from orders o
    left join identities i on i.workspace_id = o.workspace_id and i.id = o.identity_id
    left join customers c on c.workspace_id = i.workspace_id and c.id = i.customer_id
    where o.workspace_id = ${workspace.id} and o.id = any (${orders}::uuid[])
      and not o.test and o.status not in ('DRAFT', 'FAILED')`;
}

/** Lines summed to their order; a gift card sold is a liability, not a sale. */
function orderLines(workspace: Workspace, orders: string[]): RawBuilder<unknown> {
  return sql`
    select order_id, count(*) as count, sum(shipping) as shipping,
      coalesce(sum(quantity * unit_price) filter (where not gift_card), 0) as amount,
      coalesce(sum(quantity) filter (where not gift_card), 0) as items,
      sum(discount) filter (where not gift_card) as discount, sum(tax) filter (where not gift_card) as tax
    from order_lines
    where workspace_id = ${workspace.id} and order_id = any (${orders}::uuid[])
    group by order_id`;
}

/** Refunds summed to their order, at the rate of the order's day. */
function refundedOrders(workspace: Workspace): RawBuilder<unknown> {
  const needed = sql`
    select coalesce(r.currency, o.currency) as currency, o.day
    from refunds r join chosen o on o.id = r.order_id where r.workspace_id = ${workspace.id}`;
  const sum = (amount: RawBuilder<unknown>) =>
    sql`case when count(*) = count(q.rate) then sum(${converted(amount, sql`q.rate`)}) end`;
  return sql`
    select o.id as order_id, ${sum(sql`r.merchandise`)} as merchandise,
      ${sum(sql`r.merchandise + r.shipping + r.tax + r.other`)} as everything, count(*) as refunds
    from refunds r join chosen o on o.id = r.order_id
    left join (${ratesFor(workspace, needed)}) q on q.currency = coalesce(r.currency, o.currency) and q.day = o.day
    where r.workspace_id = ${workspace.id}
    group by o.id`;
}

/** The tax within a price that holds it is split between goods and shipping: as the lines say, else in proportion. */
const taxOnShipping = sql`case
  when l.tax is not null then greatest(coalesce(o.tax, l.tax) - l.tax, 0)
  else coalesce(round(o.tax * o.shipping
    / nullif(l.amount - coalesce(o.discount, 0) - coalesce(l.discount, 0) + o.shipping, 0), 2), 0) end`;

/** What came back of an order that stands: 0 without refunds, null where a rate is missing. */
function returned(amount: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`case when f.cancelled_day is null and rf.refunds > 0 then ${amount} else 0 end`;
}

/** The cost of the goods kept; unknown where that of one line is. What came back to stock costs nothing. */
function orderCosts(workspace: Workspace): RawBuilder<unknown> {
  const priced = sql`
    select l.order_id, l.id, l.quantity, o.day, p.cost, p.currency, row_number() over (
      partition by l.id order by p.variant_id is null, p.since desc, p.id) as place
    from chosen o
    join order_lines l on l.workspace_id = o.workspace_id and l.order_id = o.id and not l.gift_card
    left join product_costs p on p.workspace_id = l.workspace_id and p.product_id = l.product_id
      and (p.variant_id = l.variant_id or p.variant_id is null) and p.since <= o.day
    where o.workspace_id = ${workspace.id}`;
  const restocked = sql`
    select rl.order_line_id, sum(rl.quantity) as quantity
    from chosen o
    join refunds r on r.workspace_id = o.workspace_id and r.order_id = o.id and r.restocked
    join refund_lines rl on rl.workspace_id = r.workspace_id and rl.refund_id = r.id
    where o.workspace_id = ${workspace.id} and o.standing
    group by rl.order_line_id`;
  const needed = sql`select currency, day from (${priced}) n where place = 1 and currency is not null`;
  return sql`
    select p.order_id, case when count(*) = count(q.rate)
      then sum(${converted(sql`(p.quantity - coalesce(b.quantity, 0)) * p.cost`, sql`q.rate`)}) end as cost
    from (${priced}) p
    left join (${restocked}) b on b.order_line_id = p.id
    left join (${ratesFor(workspace, needed)}) q on q.currency = p.currency and q.day = p.day
    where p.place = 1
    group by p.order_id`;
}
