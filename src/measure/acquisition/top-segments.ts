import { Decimal } from 'decimal.js';
import { sql } from 'kysely';
import { asked } from '../filter-sql.ts';
import { recallRows } from '../recall.ts';
import { filterOf, listSegments, type SegmentDefinition } from '../segments/index.ts';
import { creditedOrders, type Inquiry, wonOf } from './credited.ts';

/** How much of a part's customers is in a segment on the as-of day. */
export interface SegmentShare {
  segment: SegmentDefinition;
  /** By credit, exact decimal text. */
  customers: string;
  share: number;
}

/** Of each part, the largest first. */
export async function readSegments(inquiry: Inquiry): Promise<Map<string, SegmentShare[]>> {
  const { context } = inquiry;
  const segments = await listSegments(context);
  const { states, conditions } = await asked(context, segments.map(filterOf));
  const sizes = segments.map((_, at) => sql`coalesce(sum(m.weight) filter (where m.member[${at + 1}::int]), 0)::text`);
  const rows = await recallRows(
    context,
    sql<{ part: string; customers: string; sizes: string[] }>`
    select m.part, sum(m.weight)::text as customers, array[${sql.join(sizes)}] as sizes
    from (
      select w.part, w.weight, array[${sql.join(conditions)}] as member
      from (${wonOf(await creditedOrders(inquiry, 'FIRST'))}) w
      join (${states}) c on c.customer_id = w.customer_id offset 0
    ) m group by m.part`,
  );
  return new Map(
    rows.map(({ part, customers, sizes: own }) => [
      part,
      segments
        .map((segment, at) => ({
          segment,
          customers: own[at]!,
          share: new Decimal(own[at]!).dividedBy(customers).toNumber(),
        }))
        .filter(({ share }) => share > 0)
        .toSorted((one, other) => other.share - one.share || (one.segment.name < other.segment.name ? -1 : 1)),
    ]),
  );
}
