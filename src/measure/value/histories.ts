import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { historyDays } from '../purchase-days.ts';

/** Histories of many customers as columns, which threads can hand over without a copy. Days are counted from 1970. */
export interface HistoryColumns {
  repeats: Int32Array;
  firstDay: Int32Array;
  lastDay: Int32Array;
  /** Mean net sales of repeat days; NaN where there are none or one is unknown. */
  meanSpend: Float64Array;
  /** Sum of the logarithms of the days between purchase days. */
  logGaps: Float64Array;
  /** How much of each customer is meant; all of every one where left out. */
  weights?: Float64Array;
}

interface Rows {
  ids: string[];
  repeats: number[];
  first: number[];
  last: number[];
  spend: (number | null)[];
  gaps: number[];
}

const chunk = 50_000;

/** All histories that are kept, or those for which `also` holds on `h`, in the order of their customers' ids. */
export async function readHistories(
  em: SqlEntityManager,
  workspaceId: string,
  also: RawBuilder<unknown> = sql`true`,
): Promise<{ ids: string[]; columns: HistoryColumns }> {
  const ids: string[] = [];
  const parts: Rows[] = [];
  for (let after: string | null = null; ;) {
    const { rows } = await sql<Rows>`
      select array_agg(customer_id) as ids, array_agg(repeats) as repeats, array_agg(first_day - date '1970-01-01') as first,
        array_agg(last_day - date '1970-01-01') as last, array_agg(mean_spend::float8) as spend, array_agg(log_gaps) as gaps
      from (
        select h.* from purchase_histories h
        where h.workspace_id = ${workspaceId} and (${after}::uuid is null or h.customer_id > ${after}::uuid) and ${also}
        order by h.customer_id limit ${chunk}
      ) page`.execute(em.getKysely());
    const part: Rows | undefined = rows[0]?.ids ? rows[0] : undefined;
    if (!part) break;
    ids.push(...part.ids);
    parts.push(part);
    after = part.ids.at(-1)!;
    if (part.ids.length < chunk) break;
  }
  const flat = (values: (part: Rows) => (number | null)[]) => parts.flatMap(values);
  return {
    ids,
    columns: {
      repeats: Int32Array.from(flat(({ repeats }) => repeats) as number[]),
      firstDay: Int32Array.from(flat(({ first }) => first) as number[]),
      lastDay: Int32Array.from(flat(({ last }) => last) as number[]),
      meanSpend: Float64Array.from(
        flat(({ spend }) => spend),
        (value) => value ?? Number.NaN,
      ),
      logGaps: Float64Array.from(flat(({ gaps }) => gaps) as number[]),
    },
  };
}

/** Histories as they stood on a day, how many purchase days came after it, and what they brought (NaN where unknown). */
export async function readHoldOut(
  em: SqlEntityManager,
  workspaceId: string,
  day: string,
): Promise<{ columns: HistoryColumns; later: Int32Array; laterSpend: Float64Array }> {
  const { rows } = await sql<Rows & { later: number[]; later_spend: (number | null)[] }>`
    with days as (${historyDays(workspaceId, sql`true`)}),
    histories as (
      select customer_id, count(previous_day) filter (where day <= ${day}::date) as repeats,
        min(day) - date '1970-01-01' as first, max(day) filter (where day <= ${day}::date) - date '1970-01-01' as last,
        avg(spend) filter (where day <= ${day}::date and previous_day is not null) as spend,
        coalesce(sum(ln((day - previous_day)::float8)) filter (where day <= ${day}::date), 0) as gaps,
        count(*) filter (where day > ${day}::date) as later,
        case when count(*) filter (where day > ${day}::date and spend is null) = 0
          then coalesce(sum(spend) filter (where day > ${day}::date), 0) end as later_spend
      from days group by customer_id having min(day) <= ${day}::date
    )
    select array_agg(repeats::int) as repeats, array_agg(first) as first, array_agg(last) as last,
      array_agg(spend::float8) as spend, array_agg(gaps) as gaps, array_agg(later::int) as later,
      array_agg(later_spend::float8) as later_spend from histories`.execute(em.getKysely());
  const found = rows[0]!;
  return {
    columns: {
      repeats: Int32Array.from(found.repeats ?? []),
      firstDay: Int32Array.from(found.first ?? []),
      lastDay: Int32Array.from(found.last ?? []),
      meanSpend: Float64Array.from(found.spend ?? [], (value) => value ?? Number.NaN),
      logGaps: Float64Array.from(found.gaps ?? []),
    },
    later: Int32Array.from(found.later ?? []),
    laterSpend: Float64Array.from(found.later_spend ?? [], (value) => value ?? Number.NaN),
  };
}

/** Repeat purchase days of all customers by week since the first purchase of all. */
export async function readRepeatsByWeek(em: SqlEntityManager, workspaceId: string): Promise<number[]> {
  const { rows } = await sql<{ week: number; repeats: number }>`
    with days as (${historyDays(workspaceId, sql`true`)})
    select (day - (select min(day) from days)) / 7 as week, count(previous_day)::int as repeats
    from days group by 1 order by 1`.execute(em.getKysely());
  const byWeek: number[] = [];
  for (const { week, repeats } of rows) byWeek[week] = repeats;
  return Array.from(byWeek, (repeats) => repeats ?? 0);
}
