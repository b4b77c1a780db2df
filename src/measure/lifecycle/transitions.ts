import { sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import { customerStates } from '../customer-states.ts';
import type { LifecycleStage } from './stages.ts';
import { recallRows } from '../recall.ts';

/** How many customers went from a stage to another between two days; null before they were known. */
export interface Transition {
  from: LifecycleStage | null;
  to: LifecycleStage;
  customers: number;
  /** Of all who were in `from`: the shares of one stage add up to 1. */
  share: number;
}

/** All movements between the days of two contexts of one workspace, the earlier first; who stayed is among them. */
export async function transitionsBetween(
  before: MeasureContext,
  after: MeasureContext,
): Promise<readonly Transition[]> {
  const rows = await recallRows(
    after,
    sql<Transition>`
    select moved."from", moved."to", moved.customers,
      moved.customers::float8 / sum(moved.customers) over (partition by moved."from") as share
    from (
      select b.stage as "from", a.stage as "to", count(*)::int as customers
      from (${await customerStates(after)}) a
      left join (${await customerStates(before)}) b on b.customer_id = a.customer_id
      group by 1, 2
    ) moved order by moved."from" nulls first, moved."to"`,
  );
  return rows;
}
