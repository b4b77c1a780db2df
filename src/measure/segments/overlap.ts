import { sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import { asked } from '../filter-sql.ts';
import type { Provenance } from '../metric.ts';
import { ordersUpToNow, provenanceOf } from '../provenance.ts';
import { recallRows } from '../recall.ts';
import { type SegmentDefinition, filterOf } from './index.ts';

export interface SegmentOverlap {
  /** All customers. */
  customers: number;
  /** Those in none of the segments. */
  inNone: number;
  /** How many are in each segment, in the order asked. */
  sizes: number[];
  /** Every combination that somebody is in, largest first: with `inNone` these add up to all customers. */
  combinations: SegmentCombination[];
}

export interface SegmentCombination {
  segments: SegmentDefinition[];
  /** In these and in no other of those asked. */
  exactly: number;
  /** In all of these, whatever else they are in. */
  together: number;
}

/** Who is in which of the segments at once. */
export async function segmentOverlap(
  context: MeasureContext,
  segments: readonly SegmentDefinition[],
): Promise<SegmentOverlap> {
  const { states, conditions } = await asked(context, segments.map(filterOf));
  const rows = await recallRows(
    context,
    sql<{ member: boolean[]; customers: number }>`
    select m.member, count(*)::int as customers from (
      select array[${sql.join(conditions)}] as member from (${states}) c
    ) m group by m.member order by customers desc, m.member desc`,
  );
  const sum = (chosen: typeof rows) => chosen.reduce((total, { customers }) => total + customers, 0);
  const combinations = rows
    .filter(({ member }) => member.includes(true))
    .map(({ member, customers }) => ({
      segments: segments.filter((_, index) => member[index]),
      exactly: customers,
      together: sum(rows.filter((other) => member.every((inside, index) => !inside || other.member[index]))),
    }));
  return {
    customers: sum(rows),
    inNone: sum(rows.filter(({ member }) => !member.includes(true))),
    sizes: segments.map((_, index) => sum(rows.filter(({ member }) => member[index]))),
    combinations,
  };
}

export function overlapProvenance(context: MeasureContext): Promise<Provenance> {
  const formula =
    'Every customer is asked for each segment at the end of the as-of day, and counted in one combination.';
  return provenanceOf(context, { method: 'segment-overlap@1', formula }, ordersUpToNow(context));
}
