import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import { customersWhere } from '../filter-sql.ts';
import type { Cpi } from './list.ts';
import { stateRows } from './states.ts';

/**
 * Statement with one row a subject that a CPI counts: (subject_id, customer_id null, order_id null, source_id, stream, day,
 * due_at null, state, reason null, decided_at null), as it stood at the end of the context's day. `state` is MET, BREACHED,
 * PENDING or EXCLUDED, then with its reason; `decided_at` is when the promise was kept, or when it broke. CPIs look at more
 * than orders: ask with throughAllData(context) for all that is known. `only` narrows the rows `f` of subjects down.
 */
export async function outcomeRows(
  context: MeasureContext,
  cpi: Cpi,
  only?: RawBuilder<unknown>,
): Promise<RawBuilder<unknown>> {
  const rows = await stateRows(context, cpi, only);
  const { customers } = cpi.definition;
  if (!customers) return rows;
  return sql`select f.* from (${rows}) f where f.customer_id in (${await customersWhere(context, customers)})`;
}
