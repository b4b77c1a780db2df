import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { Workspace } from '../../model/workspace.ts';
import { converted, joinRates } from '../rates.ts';
import { orderCosts } from './order-costs.ts';

/** Every order named that is no test, draft or failed payment; all orders of a customer must be among those named. */
export async function writeOrderFacts(em: EntityManager, workspace: Workspace, orders: string[]): Promise<void> {
  const home = (amount: RawBuilder<unknown>) => converted(workspace, amount, sql`a.currency`);
  const perDay = sql`select currency, day from chosen`;
  await sql`
    with chosen as materialized (${chosenOrders(workspace, orders)}),
    lines as (${orderLines(workspace, orders)}),
    refunded as (${refundedOrders(workspace)}),
    costs as (${orderCosts(workspace)}),
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
      from amounts a ${joinRates(workspace, perDay, sql`a.currency`, sql`a.day`)}
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
  const home = (amount: RawBuilder<unknown>) => converted(workspace, amount, sql`f.paid_in`);
  const perDay = sql`select paid_in as currency, day from chosen`;
  await sql`
    with chosen as materialized (
      select r.*, o.customer_id, coalesce(r.currency, o.currency) as paid_in,
        (r.refunded_at at time zone ${workspace.timeZone})::date as day
      from unnest(${orders}::uuid[]) as n (order_id)
      join refunds r on r.workspace_id = ${workspace.id} and r.order_id = n.order_id
      join order_facts o on o.workspace_id = r.workspace_id and o.order_id = r.order_id
      where o.cancelled_day is null
    )
    insert into refund_facts (workspace_id, refund_id, order_id, customer_id, day, merchandise, shipping, tax, other)
    select f.workspace_id, f.id, f.order_id, f.customer_id, f.day, ${home(sql`f.merchandise`)},
      ${home(sql`f.shipping`)}, ${home(sql`f.tax`)}, ${home(sql`f.other`)}
    from chosen f ${joinRates(workspace, perDay, sql`f.paid_in`, sql`f.day`)}`.execute(em.getKysely());
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

/** Where an amount does not divide into unit prices, they are written with 18 digits: times the quantity it is whole again. */
const exact = (amount: RawBuilder<unknown>) =>
  sql`case when scale(${amount}) > 12 then trim_scale(round(${amount}, 12)) else ${amount} end`;

/** Lines summed to their order; a gift card sold is a liability, not a sale. */
function orderLines(workspace: Workspace, orders: string[]): RawBuilder<unknown> {
  return sql`
    select order_id, count(*) as count, sum(shipping) as shipping,
      ${exact(sql`coalesce(sum(quantity * unit_price) filter (where not gift_card), 0)`)} as amount,
      coalesce(sum(quantity) filter (where not gift_card), 0) as items,
      ${exact(sql`sum(discount) filter (where not gift_card)`)} as discount, sum(tax) filter (where not gift_card) as tax
    from order_lines
    where workspace_id = ${workspace.id} and order_id = any (${orders}::uuid[])
    group by order_id`;
}

/** Refunds summed to their order, at the rate of the order's day; null where that is missing. */
function refundedOrders(workspace: Workspace): RawBuilder<unknown> {
  const paid = sql`
    select f.*, o.day, coalesce(f.currency, o.currency) as paid_in
    from refunds f join chosen o on o.id = f.order_id where f.workspace_id = ${workspace.id}`;
  const sum = (amount: RawBuilder<unknown>) => {
    const home = converted(workspace, amount, sql`f.paid_in`);
    return sql`case when count(*) = count(${home}) then sum(${home}) end`;
  };
  return sql`
    select f.order_id, ${sum(sql`f.merchandise`)} as merchandise,
      ${sum(sql`f.merchandise + f.shipping + f.tax + f.other`)} as everything, count(*) as refunds
    from (${paid}) f
    ${joinRates(workspace, sql`select paid_in as currency, day from (${paid}) p`, sql`f.paid_in`, sql`f.day`)}
    group by f.order_id`;
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
