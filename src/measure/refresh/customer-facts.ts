import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { Workspace } from '../../model/workspace.ts';

/**
 * Counts and days are those of purchases; amounts are of every order that was not cancelled, so that customers and
 * unidentified orders add up to all sales. One amount unknown makes the sum unknown.
 */
export async function writeCustomerFacts(em: EntityManager, workspace: Workspace, customers: string[]): Promise<void> {
  await sql`
    insert into customer_facts (workspace_id, customer_id, orders, purchase_days, first_day, second_day, last_day,
      previous_day, gross, net, total, margin)
    select workspace_id, customer_id,
      count(*) filter (where purchase),
      count(distinct day) filter (where purchase),
      min(day) filter (where purchase),
      min(day) filter (where purchase and day > cohort_day),
      max(day) filter (where purchase),
      max(previous_day) filter (where purchase and previous_day < day),
      ${known('gross')}, ${known('net')}, ${known('total')}, ${known('net - cost')}
    from order_facts
    where workspace_id = ${workspace.id} and customer_id = any (${customers}::uuid[])
    group by workspace_id, customer_id`.execute(em.getKysely());
}

/** The sum over orders that stand: null where one of the amounts is, 0 where there is no such order. */
function known(amount: 'gross' | 'net' | 'total' | 'net - cost') {
  const value = sql.raw(amount);
  return sql`case when count(*) filter (where cancelled_day is null and (${value}) is null) = 0
    then coalesce(sum(${value}) filter (where cancelled_day is null), 0) end`;
}
