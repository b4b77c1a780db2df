import { type RawBuilder, sql } from 'kysely';
import { spanDays } from '../aggregate.ts';
import type { MeasureContext } from '../context.ts';
import { groupingBy } from '../dimension.ts';
import type { Question, Reading } from '../figure.ts';
import { orderRows } from '../order-rows.ts';
import { recallRows } from '../recall.ts';

/** What the buyers of a span, best first, hold of its revenue; what each is made of is said in index.ts. */
export type Concentration = 'TOP_SHARE' | 'GINI' | 'CUSTOMERS' | 'CUSTOMER_SHARE';

const topShare = '0.2';
const revenueShare = '0.8';

const numerators: Record<Concentration, RawBuilder<unknown>> = {
  TOP_SHARE: sql`sum(r.value) filter (where r.place <= ceil(${topShare}::numeric * r.buyers))`,
  GINI: sql`sum((r.buyers + 1 - 2 * r.place) * r.value)`,
  CUSTOMERS: sql`count(*) filter (where r.upto - r.value < ${revenueShare}::numeric * r.whole)`,
  CUSTOMER_SHARE: sql`count(*) filter (where r.upto - r.value < ${revenueShare}::numeric * r.whole)`,
};
const denominators: Record<Concentration, RawBuilder<unknown>> = {
  TOP_SHARE: sql`max(r.whole)`,
  GINI: sql`max(r.buyers) * max(r.whole)`,
  CUSTOMERS: sql`count(*)`,
  CUSTOMER_SHARE: sql`count(*)`,
};

/** Buyers are ranked by the net sales of their valid orders, equal ones by id; a value below zero counts as zero. */
export async function readConcentration(
  kind: Concentration,
  context: MeasureContext,
  question: Question,
): Promise<readonly Reading[]> {
  const { join, key, label } = await groupingBy(context, question.by);
  const [numerator, denominator] = [numerators[kind], denominators[kind]];
  const ratio = kind === 'CUSTOMERS' ? numerator : sql`trim_scale(${numerator} / nullif(${denominator}, 0)::numeric)`;
  const rows = await recallRows(
    context,
    sql<Reading>`
    with buyers as materialized (
      select (s.number - 1)::int as span, ${key} as key, min(${label}) as label, f.customer_id,
        greatest(sum(f.net), 0) as value, count(*) - count(f.net) as unknown
      from (${spanDays(context, question)}) s
      join (${orderRows(context, question)}) f on f.day = s.day and f.valid and f.customer_id is not null
      ${join}
      group by 1, 2, f.customer_id
    ),
    ranked as (
      select b.*, row_number() over best as place, sum(b.value) over (best rows unbounded preceding) as upto,
        sum(b.value) over whole as whole, count(*) over whole as buyers
      from buyers b
      window whole as (partition by b.span, b.key),
        best as (partition by b.span, b.key order by b.value desc, b.customer_id)
    )
    select r.span, r.key, min(r.label) as label, case when max(r.whole) > 0 then (${ratio})::text end as value,
      (${numerator})::text as numerator, (${denominator})::text as denominator,
      count(*)::int as count, sum(r.unknown)::int as unknown
    from ranked r group by r.span, r.key`,
  );
  return rows;
}
