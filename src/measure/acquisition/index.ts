import { sql } from 'kysely';
import { amongCustomers } from '../aggregate.ts';
import type { MeasureContext } from '../context.ts';
import type { CustomerFilter } from '../filter.ts';
import { customersWhere } from '../filter-sql.ts';
import type { NullReason, Provenance } from '../metric.ts';
import type { Period } from '../period.ts';
import { ordersUpToNow, provenanceOf } from '../provenance.ts';
import { recallRows } from '../recall.ts';

export interface AcquisitionQuery {
  period: Period;
  filter?: CustomerFilter;
  /** Value within so many days from the first purchase, it included; to date where left out. */
  horizonDays?: number;
}

/** Customers won in a period, and what they have been worth. */
export interface Acquisition {
  newCustomers: number;
  /** Mean net sales of those won; over a horizon, only of those that are as old. Exact decimal text. */
  ltv: string | null;
  ltvReason: NullReason | null;
  /** How many customers the mean rests on. */
  ltvCustomers: number;
  /** Mean days from the first purchase to the as-of day. */
  meanTenure: string | null;
  provenance: Provenance;
}

interface AcquisitionRow {
  newCustomers: number;
  ltvCustomers: number;
  value: string | null;
  unknown: number;
  meanTenure: string | null;
}

/** What the customers of a period have been worth, to date or within a horizon. */
export async function acquisition(
  context: MeasureContext,
  { period, filter, horizonDays }: AcquisitionQuery,
): Promise<Acquisition> {
  const { workspace, asOf } = context;
  const customers = filter ? await customersWhere(context, filter) : null;
  const horizon = sql`${horizonDays ?? null}::int`;
  const rows = await recallRows(
    context,
    sql<AcquisitionRow>`
    with won as (
      select customer_id, day, (${horizon} is null or day + ${horizon} <= ${asOf}::date) as mature
      from order_facts
      where workspace_id = ${workspace.id} and sequence = 1
        and day between ${period.from}::date and least(${period.to}::date, ${asOf}::date)
        and ${amongCustomers(customers, sql`customer_id`)}
    ),
    worth as (
      select sum(o.net) as value, count(*) - count(o.net) as unknown
      from won w
      join order_facts o on o.workspace_id = ${workspace.id} and o.customer_id = w.customer_id
        and o.cancelled_day is null and o.day <= ${asOf}::date and (${horizon} is null or o.day <= w.day + ${horizon})
      where w.mature
    )
    select count(*)::int as "newCustomers", (count(*) filter (where mature))::int as "ltvCustomers",
      trim_scale(round((select value from worth) / nullif(count(*) filter (where mature), 0), 6)) as value,
      (select unknown from worth)::int as unknown, trim_scale(round(avg(${asOf}::date - day), 2)) as "meanTenure"
    from won`,
  );
  const row = rows[0]!;
  const ltvReason = whyNoValue(row);
  const until = horizonDays === undefined ? 'to date' : `within ${horizonDays} days from the first purchase`;
  const description = {
    method: 'historic-ltv@1',
    formula:
      `Net sales ${until} of the customers whose first purchase falls in the period / their number; returns are taken off ` +
      'their order.' +
      (horizonDays === undefined ? '' : ' Only customers whose first purchase is as long ago count.'),
  };
  const provenance = await provenanceOf(
    context,
    description,
    ordersUpToNow(
      context,
      sql`
    select customer_id from order_facts where workspace_id = ${workspace.id} and sequence = 1
      and day between ${period.from}::date and ${period.to}::date and ${amongCustomers(customers, sql`customer_id`)}`,
    ),
  );
  const { newCustomers, ltvCustomers, meanTenure } = row;
  return { newCustomers, ltv: ltvReason ? null : row.value, ltvReason, ltvCustomers, meanTenure, provenance };
}

function whyNoValue({ newCustomers, ltvCustomers, unknown }: AcquisitionRow): NullReason | null {
  if (newCustomers === 0) return 'NO_DENOMINATOR';
  if (ltvCustomers === 0) return 'NOT_YET';
  return unknown > 0 ? 'NO_RATE' : null;
}
