import { type RawBuilder, sql } from 'kysely';
import type { Workspace } from '../model/workspace.ts';

/** What is left of net sales: all, after the cost of goods, or with shipping charged and after fulfilment and payment fees too. */
export type MarginBase = 'NET' | 'CM1' | 'CM2';

/**
 * What an order `f` of order_facts leaves, in the workspace's currency, as SQL: null where a cost is unknown, and for CM2
 * where the order is in another currency. `joins` belongs after `f`.
 */
export function orderMargin(
  { id, currency }: Pick<Workspace, 'id' | 'currency'>,
  base: MarginBase,
): { rest: RawBuilder<unknown>; joins: RawBuilder<unknown> } {
  if (base === 'NET') return { rest: sql`f.net`, joins: sql`` };
  if (base === 'CM1') return { rest: sql`(f.net - f.cost)`, joins: sql`` };
  return {
    rest: sql`(f.net - f.cost + f.shipping - o.fulfilment_cost - p.fee)`,
    joins: sql`
      left join orders o on o.workspace_id = f.workspace_id and o.id = f.order_id and o.currency = ${currency}
      left join (
        select order_id, sum(fee) as fee from payments
        where workspace_id = ${id} group by order_id having count(*) = count(fee)
      ) p on p.order_id = f.order_id`,
  };
}
