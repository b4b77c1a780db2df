import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import type { CustomerFilter } from '../filter.ts';
import { asked, customersWhere } from '../filter-sql.ts';
import type { Provenance } from '../metric.ts';
import { ordersUpToNow, provenanceOf } from '../provenance.ts';
import { recallRows } from '../recall.ts';
import { type SegmentDefinition, filterOf } from './index.ts';

export const segmentMoves = ['ENTERED', 'LEFT', 'STAYED'] as const;
export type SegmentMove = (typeof segmentMoves)[number];

/**
 * What a segment asks of a customer one by one: the parts of `all` and `any`, at whatever depth. What is within a `not`
 * counts as one.
 */
export function conditionsOf({ all = [], any = [], ...fields }: CustomerFilter): CustomerFilter[] {
  const own = Object.entries(fields).map(([name, value]): CustomerFilter => ({ [name]: value }));
  return [...own, ...[...all, ...any].flatMap(conditionsOf)];
}

/**
 * Rows (customer_id, move, held, holds) of all who were in a segment on one of two days: which of its conditions held on
 * the first (null where the customer was not known yet) and hold on the second.
 */
export async function movesBetween(
  before: MeasureContext,
  after: MeasureContext,
  segment: SegmentDefinition,
): Promise<RawBuilder<unknown>> {
  const [then, now] = [await membership(before, segment), await membership(after, segment)];
  return sql`
    select a.customer_id, b.holds as held, a.holds,
      case when a.member and b.member then 'STAYED' when a.member then 'ENTERED' else 'LEFT' end as move
    from (${now}) a left join (${then}) b on b.customer_id = a.customer_id
    where a.member or b.member`;
}

async function membership(context: MeasureContext, segment: SegmentDefinition): Promise<RawBuilder<unknown>> {
  const filter = filterOf(segment);
  const { states, conditions } = await asked(context, [filter, ...conditionsOf(filter)]);
  const [member, ...each] = conditions;
  return sql`select c.customer_id, ${member} as member, array[${sql.join(each)}] as holds from (${states}) c`;
}

/** How many entered, left and stayed between two days. */
export async function countMoves(
  before: MeasureContext,
  after: MeasureContext,
  segment: SegmentDefinition,
): Promise<Record<SegmentMove, number>> {
  const rows = await recallRows(
    after,
    sql<{ move: SegmentMove; customers: number }>`
    select m.move, count(*)::int as customers from (${await movesBetween(before, after, segment)}) m
    group by m.move`,
  );
  return {
    ENTERED: 0,
    LEFT: 0,
    STAYED: 0,
    ...Object.fromEntries(rows.map(({ move, customers }) => [move, customers])),
  };
}

/** A segment at the end of a day, and how it came there from the day before in the list. */
export interface SegmentDay {
  size: number;
  entered: number;
  left: number;
}

/** A segment at the ends of days, oldest first, each but the first with the moves from the one before. */
export async function segmentDays(days: readonly MeasureContext[], segment: SegmentDefinition): Promise<SegmentDay[]> {
  const members = await Promise.all(
    days.map(
      async (context, index) =>
        sql`${name(index)} as materialized (${await customersWhere(context, filterOf(segment))})`,
    ),
  );
  const counts = days.slice(1).map(
    (_, index) => sql`
      select ${index}::int as place, (select count(*) from ${name(index)})::int as before,
        (select count(*) from ${name(index + 1)})::int as size,
        (select count(*) from ${name(index + 1)} a
          join ${name(index)} b on b.customer_id = a.customer_id)::int as stayed`,
  );
  const rows = await recallRows(
    days[0]!,
    sql<{ before: number; size: number; stayed: number }>`
    with ${sql.join(members)} select * from (${sql.join(counts, sql` union all `)}) counted order by place`,
  );
  return rows.map(({ before, size, stayed }) => ({ size, entered: size - stayed, left: before - stayed }));
}

const name = (index: number) => sql.table(`members_${index}`);

export function movementProvenance(context: MeasureContext): Promise<Provenance> {
  const formula =
    'The filter of the segment is asked at the end of the day before the period and at the end of its last day, of the ' +
    'customers as they were then. Of a list, those count who stood on it.';
  return provenanceOf(context, { method: 'segment-movement@1', formula }, ordersUpToNow(context));
}
