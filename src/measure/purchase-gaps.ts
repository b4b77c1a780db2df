import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from './context.ts';
import { purchaseDays } from './purchase-days.ts';
import type { Duration } from './survival.ts';
import { recallRows } from './recall.ts';

/**
 * The days from a purchase day to the customer's next one, of like length counted together; the last gap of each customer
 * is open, up to the as-of day. `among` is a condition on a gap `g` (customer_id, number: 1 after the first purchase day).
 */
export async function purchaseGaps(
  context: MeasureContext,
  among: RawBuilder<unknown> = sql`true`,
): Promise<readonly Duration[]> {
  const { asOf } = context;
  const rows = await recallRows(
    context,
    sql<Required<Duration>>`
    with days as (${purchaseDays(context)}),
    gaps as (
      select customer_id, row_number() over life as number, lead(day) over life is not null as ended,
        coalesce(lead(day) over life, ${asOf}::date) - day as time
      from days window life as (partition by customer_id order by day)
    )
    select g.time, g.ended, count(*)::int as count from gaps g where ${among} group by 1, 2 order by 1, 2`,
  );
  return rows;
}
