import { type RawBuilder, sql } from 'kysely';
import { amongCustomers } from '../aggregate.ts';
import type { MeasureContext } from '../context.ts';
import type { Grain, Period } from '../period.ts';
import { recallRows } from '../recall.ts';

export interface CohortRow {
  /** First days of the cohort's calendar unit and of the orders'. */
  start: string;
  unit: string;
  /** Different customers with a purchase in the unit. */
  active: number;
  /** Net sales in the unit, and from the start up to it; null where a rate is missing. */
  revenue: string | null;
  cumulative: string | null;
  /** `cumulative` / size. */
  value: string | null;
}

/** How many customers started in each unit. */
export async function readSizes(
  context: MeasureContext,
  period: Period,
  grain: Grain,
  customers: RawBuilder<unknown> | null,
): Promise<Map<string, number>> {
  const { workspace } = context;
  const rows = await recallRows(
    context,
    sql<{ start: string; size: number }>`
    select date_trunc(${grain}, day::timestamp)::date as start, count(*)::int as size from order_facts
    where workspace_id = ${workspace.id} and sequence = 1 and day between ${period.from}::date and ${period.to}::date
      and ${amongCustomers(customers, sql`customer_id`)}
    group by 1`,
  );
  return new Map(rows.map(({ start, size }) => [start, size]));
}

/** What the cohorts bought in each unit in which they bought anything. */
export async function readCells(
  context: MeasureContext,
  period: Period,
  grain: Grain,
  customers: RawBuilder<unknown> | null,
): Promise<readonly CohortRow[]> {
  const { workspace, asOf } = context;
  const rows = await recallRows(
    context,
    sql<CohortRow>`
    with orders as (
      select date_trunc(${grain}, cohort_day::timestamp)::date as start,
        date_trunc(${grain}, day::timestamp)::date as unit, customer_id, purchase, sequence, net
      from order_facts
      where workspace_id = ${workspace.id} and cohort_day between ${period.from}::date and ${period.to}::date
        and day between cohort_day and ${asOf}::date and cancelled_day is null
        and ${amongCustomers(customers, sql`customer_id`)}
    ),
    units as (
      select start, unit, count(distinct customer_id) filter (where purchase) as active,
        count(*) filter (where sequence = 1) as joined,
        sum(net) as revenue, count(*) - count(net) as unknown
      from orders group by start, unit
    ),
    summed as (
      select u.*, sum(u.revenue) over upward as cumulative, sum(u.unknown) over upward as unknowns,
        sum(u.joined) over (partition by u.start) as size
      from units u
      window upward as (partition by u.start order by u.unit rows unbounded preceding)
    )
    select start, unit, active::int as active, case when unknown = 0 then revenue::text end as revenue,
      case when unknowns = 0 then cumulative::text end as cumulative,
      case when unknowns = 0 then trim_scale(round(cumulative / size, 6))::text end as value
    from summed`,
  );
  return rows;
}
