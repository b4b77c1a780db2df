import { type RawBuilder, sql } from 'kysely';
import { spanRows } from '../aggregate.ts';
import type { MeasureContext } from '../context.ts';
import type { Period } from '../period.ts';
import type { Arm } from './arm.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

type Sql = RawBuilder<unknown>;

/** What one arm did, `before` too. Amounts are exact decimal text, moments are not. */
export interface ArmRow {
  arm: Arm;
  units: number;
  /** How many had any outcome at all. */
  active: number;
  total: string;
  mean: number;
  variance: number | null;
  beforeMean: number;
  beforeVariance: number | null;
  covariance: number | null;
  /** Orders whose amount is unknown. */
  unknown: number;
  /** Where amounts were cut; null where they were not. */
  cap: string | null;
}

/** Outcomes of members, given as rows (customer_id, arm), one row an arm. */
export function armRows(
  context: MeasureContext,
  members: Sql,
  {
    outcome,
    days,
    before,
    winsoriseAt,
  }: { outcome: Outcome; days: Period; before: Period; winsoriseAt: number | null },
): RawBuilder<ArmRow> {
  const cap = sql`(select percentile_cont(${winsoriseAt}::float8) within group (order by y::float8) from each)::numeric`;
  // Stacked and added up rather than joined: how many members there are is beyond what the planner can guess.
  return sql<ArmRow>`
    with each as materialized (
      select min(arm) as arm, sum(y) as y, sum(x)::float8 as x, sum(unknown) as unknown
      from (
        select customer_id, arm, 0::numeric as y, 0::numeric as x, 0::bigint as unknown from (${members}) m
        union all
        select customer_id, null, coalesce(value, 0), 0, unknown from (${perCustomer(context, outcome, days)}) d
        union all
        select customer_id, null, 0, coalesce(value, 0), 0
        from (${perCustomer(context, outcomeOf[outcome].before, before)}) b
      ) stacked group by customer_id having min(arm) is not null
    ), cut as (
      select e.arm, e.x, e.unknown, e.y <> 0 as active, k.cap,
        case when k.cap is null then e.y else least(e.y, k.cap) end as y
      from each e cross join (select ${winsoriseAt === null ? sql`null::numeric` : cap} as cap) k
    )
    select arm, count(*)::int as units, (count(*) filter (where active))::int as active,
      trim_scale(sum(y))::text as total, avg(y)::float8 as mean, var_samp(y::float8) as variance,
      avg(x) as "beforeMean", var_samp(x) as "beforeVariance", regr_sxy(y::float8, x) / nullif(count(*) - 1, 0) as covariance,
      sum(unknown)::int as unknown, trim_scale(min(cap))::text as cap
    from cut group by arm`;
}

/** Rows (customer_id, value, unknown) of those with a valid order in the days. */
function perCustomer(context: MeasureContext, outcome: Outcome, days: Period): Sql {
  const { value, unknown } = aggregates(context, outcome);
  return sql`
    select o.customer_id, ${value} as value, ${unknown} as unknown
    from order_facts o
    where ${validIn(context, days)} and o.customer_id is not null
    group by o.customer_id`;
}

/** What each stretch brought, one row a stretch and an arm of countries; without countries all is one arm. */
export interface StretchRow {
  /** Position of the stretch. */
  stretch: number;
  arm: Arm;
  value: string;
  unknown: number;
}

export function stretchRows(
  context: MeasureContext,
  outcome: Outcome,
  stretches: readonly Period[],
  countries: { treated: readonly string[]; control: readonly string[] } | null,
): RawBuilder<StretchRow> {
  const { value, unknown } = aggregates(context, outcome);
  const arm = countries
    ? sql`case when o.country = any (${countries.treated}::text[]) then 'TREATED' else 'CONTROL' end`
    : sql`'TREATED'::text`;
  const among = countries ? sql`o.country = any (${[...countries.treated, ...countries.control]}::text[])` : sql`true`;
  return sql<StretchRow>`
    select (s.number - 1)::int as stretch, ${arm} as arm, trim_scale(coalesce(${value}, 0)::numeric)::text as value,
      ${unknown}::int as unknown
    from ${spanRows(stretches)}
    join order_facts o on o.workspace_id = ${context.workspace.id} and o.valid and o.day between s.first and s.last
    where ${among}
    group by 1, 2`;
}

/** The orders that a result rests on, with (source_id, stream). */
export function fedBy(context: MeasureContext, days: Period, chosen: Sql): Sql {
  return sql`select o.source_id, o.stream from order_facts o where ${validIn(context, days)} and ${chosen}`;
}

const validIn = ({ workspace }: MeasureContext, { from, to }: Period): Sql =>
  sql`o.workspace_id = ${workspace.id} and o.valid and o.day between ${from}::date and ${to}::date`;

/** What orders `o` come to, and how many have an unknown amount. */
function aggregates(context: MeasureContext, outcome: Outcome): { value: Sql; unknown: Sql } {
  const amount = amountIn(context, outcome);
  return { value: outcomeOf[outcome].value(amount), unknown: sql`count(*) - count(${amount})` };
}

/** What an order `o` brings; null where that is unknown. */
export const amountIn = ({ workspace, asOf }: MeasureContext, outcome: Outcome): Sql =>
  outcomeOf[outcome].amount(sql`(
    select sum(k.net - k.cost) / nullif(sum(k.net), 0) from order_facts k
    where k.workspace_id = ${workspace.id} and k.valid and k.net is not null and k.cost is not null
      and k.day <= ${asOf}::date)`);
