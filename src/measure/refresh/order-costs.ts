import { type RawBuilder, sql } from 'kysely';
import type { Workspace } from '../../model/workspace.ts';
import { converted, joinRates } from '../rates.ts';

/**
 * Rows (order_id, cost) of the orders in `chosen`: what the goods kept cost on the day of sale, a variant's own cost before
 * its product's; null where that of one line is unknown. What came back to stock costs nothing.
 */
export function orderCosts(workspace: Workspace): RawBuilder<unknown> {
  const priced = sql`
    select l.order_id, l.id, l.quantity, o.day, p.cost, p.currency, row_number() over (
      partition by l.id order by p.variant_id is null, p.since desc, p.id) as place
    from chosen o
    join order_lines l on l.workspace_id = ${workspace.id} and l.order_id = o.id and not l.gift_card
    left join product_costs p on p.workspace_id = ${workspace.id} and p.product_id = l.product_id
      and (p.variant_id = l.variant_id or p.variant_id is null) and p.since <= o.day`;
  const restocked = sql`
    select rl.order_line_id, sum(rl.quantity) as quantity
    from chosen o
    join refunds f on f.workspace_id = ${workspace.id} and f.order_id = o.id and f.restocked
    join refund_lines rl on rl.workspace_id = ${workspace.id} and rl.refund_id = f.id
    where o.standing
    group by rl.order_line_id`;
  const perDay = sql`select currency, day from (${priced}) n where place = 1`;
  const kept = converted(workspace, sql`(p.quantity - coalesce(b.quantity, 0)) * p.cost`, sql`p.currency`);
  return sql`
    select p.order_id, case when count(*) = count(${kept}) then sum(${kept}) end as cost
    from (${priced}) p
    left join (${restocked}) b on b.order_line_id = p.id
    ${joinRates(workspace, perDay, sql`p.currency`, sql`p.day`)}
    where p.place = 1
    group by p.order_id`;
}
