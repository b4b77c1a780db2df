import { customersWhere } from '../filter-sql.ts';
import type { MeasureContext } from '../context.ts';
import type { CustomerFilter } from '../filter.ts';
import type { Provenance } from '../metric.ts';
import { addDays, buckets, type Grain, type Period } from '../period.ts';
import { ordersUpToNow, provenanceOf } from '../provenance.ts';
import { share } from './math.ts';
import { type CohortRow, readCells, readSizes } from './sql.ts';

export interface CohortQuery {
  /** Which first purchases make the cohorts. */
  period: Period;
  /** The calendar unit of cohorts and cells. */
  grain: Grain;
  filter?: CustomerFilter;
}

/** Customers whose first purchase fell in the same calendar unit, followed unit by unit. */
export interface Cohort {
  start: string;
  /** How many they were at the start; every rate and average divides by it. */
  size: number;
  /** True where customers may have bought before the data begins, so that some only seem new. */
  historyTruncated: boolean;
  cells: CohortCell[];
}

/** So many units after the start; everything is null where that unit lies ahead. Amounts are exact decimal text. */
export interface CohortCell {
  index: number;
  period: string;
  active: number | null;
  /** active / size, a fraction. */
  rate: string | null;
  /** Net sales of the cohort's orders of this unit, their returns included whenever they came. */
  revenue: string | null;
  /** Net sales per customer of the cohort up to here. */
  cumulativeValue: string | null;
  /** False while the unit is running. */
  complete: boolean;
}

const description = {
  method: 'bounded-retention@1',
  formula:
    'Customers are grouped by the calendar unit of their first purchase. Rate: those of them with a purchase in the unit / ' +
    'all of them at the start; 1 in the first unit. Value: net sales of their orders up to the unit, returns on their ' +
    'order’s day, / all of them at the start. Units ahead have no value, the running one is not complete.',
};

/** The cohorts of a period, oldest first, up to its as-of day. */
export async function cohorts(
  context: MeasureContext,
  { period, grain, filter }: CohortQuery,
): Promise<{ cohorts: Cohort[]; provenance: Provenance }> {
  const { asOf, span, workspace } = context;
  const customers = filter ? await customersWhere(context, filter) : null;
  const sizes = await readSizes(context, period, grain, customers);
  const rows = Map.groupBy(await readCells(context, period, grain, customers), ({ start }) => start);
  const starts = buckets(period, grain, context.completeThrough).map(({ start }) => start);
  const last = period.to > asOf ? period.to : asOf;
  const provenance = await provenanceOf(context, description, ordersUpToNow(context, customers ?? undefined));
  const found = starts
    .filter((start) => start <= asOf)
    .map((start) => ({
      start,
      size: sizes.get(start) ?? 0,
      historyTruncated: span !== null && start < addDays(span.from, workspace.churnAfterDays),
      cells: cellsOf(context, { from: start, to: last }, grain, sizes.get(start) ?? 0, rows.get(start) ?? []),
    }));
  return { cohorts: found, provenance };
}

function cellsOf(context: MeasureContext, period: Period, grain: Grain, size: number, rows: CohortRow[]): CohortCell[] {
  const found = new Map(rows.map((row) => [row.unit, row]));
  let value: string | null = size > 0 ? '0' : null;
  return buckets(period, grain, context.completeThrough).map(({ start, complete }, index) => {
    const cell = { index, period: start, complete };
    if (start > context.asOf) return { ...cell, active: null, rate: null, revenue: null, cumulativeValue: null };
    const row = found.get(start);
    if (row) value = row.value;
    const active = row?.active ?? 0;
    const rate = size > 0 ? share(active, size) : null;
    return { ...cell, active, rate, revenue: row ? row.revenue : '0', cumulativeValue: value };
  });
}
