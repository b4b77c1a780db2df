import { sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import { readThresholds, stageOf } from '../customer-states.ts';
import { lives } from '../lives.ts';
import { recallRows } from '../recall.ts';
import type { LifecycleStage } from './stages.ts';

/** Stays in a stage that are alike. */
export interface Stays {
  stage: LifecycleStage;
  /** What came after; null where it has not ended by the as-of day. */
  next: LifecycleStage | null;
  days: number;
  count: number;
}

/**
 * Every stay of every customer in every stage, those that are alike counted together. Stages change on the days of purchases
 * and returns, and where a limit passes after one; the rules are those of lifecycle/math.ts.
 */
export async function readStays(context: MeasureContext): Promise<readonly Stays[]> {
  const { workspace, asOf } = context;
  const { vip } = await readThresholds(context);
  const { churnAfterDays, newForDays } = workspace;
  return recallRows(
    context,
    sql<Stays>`
    with lives as materialized (${lives(context, null)}),
    turns as (
      select f.customer_id, turn.day, ${stageOf(context, sql`turn.day`, sql`${vip}::numeric`)} as stage
      from lives f cross join unnest(array[f.day, f.last_day + ${Math.ceil(churnAfterDays / 2)}::int,
        f.last_day + ${churnAfterDays}::int, f.first_day + ${newForDays}::int]) as turn (day)
      where f.orders > 0 and turn.day >= f.day and turn.day < coalesce(f.next_day, ${asOf}::date + 1)
      union all
      select c.id, (c.first_seen_at at time zone ${workspace.timeZone})::date, 'PROSPECT'
      from customers c
      left join (select customer_id, min(first_day) as first_day from lives group by customer_id) f on f.customer_id = c.id
      where c.workspace_id = ${workspace.id} and (c.first_seen_at at time zone ${workspace.timeZone})::date
        < coalesce(f.first_day, ${asOf}::date + 1)
    ),
    changes as (
      select t.*, lag(stage) over (partition by customer_id order by day) as stage_before from turns t
    ),
    stays as (
      select stage, day, lead(day) over life as until, lead(stage) over life as next
      from changes where stage_before is distinct from stage window life as (partition by customer_id order by day)
    )
    select stage, next, coalesce(until, ${asOf}::date) - day as days, count(*)::int as count
    from stays group by 1, 2, 3 order by 1, 2, 3`,
  );
}
