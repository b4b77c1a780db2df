import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import type { Period } from '../period.ts';
import { recallRows } from '../recall.ts';
import type { Arm } from './arm.ts';
import { difference } from './welch.ts';

export const covariates = ['PURCHASES', 'NET_SALES', 'DAYS_SINCE_FIRST_PURCHASE', 'DAYS_SINCE_LAST_PURCHASE'] as const;

/** What the arms were like before the start. */
export interface Covariate {
  covariate: (typeof covariates)[number];
  treated: number;
  control: number;
  /** The difference in standard deviations. */
  standardised: number;
  pValue: number;
}

interface Row {
  arm: Arm;
  n: number[];
  means: (number | null)[];
  variances: (number | null)[];
}

/** How alike members, given as rows (customer_id, arm), were by the end of the days before. What cannot be told is left out. */
export async function balanceOf(
  context: MeasureContext,
  members: RawBuilder<unknown>,
  before: Period,
): Promise<Covariate[]> {
  const each = [sql`s.purchases`, sql`s.net`, sql`s.since_first`, sql`s.since_last`];
  const list = (of: (value: RawBuilder<unknown>) => RawBuilder<unknown>) => sql`array[${sql.join(each.map(of))}]`;
  // Stacked rather than joined, as in sql.ts.
  const rows = await recallRows(
    context,
    sql<Row>`
    select s.arm, ${list((value) => sql`count(${value})::int`)} as n, ${list((value) => sql`avg(${value})::float8`)} as means,
      ${list((value) => sql`var_samp(${value})::float8`)} as variances
    from (
      select min(arm) as arm, sum(purchases) as purchases, sum(net) as net, min(since_first) as since_first,
        min(since_last) as since_last
      from (
        select customer_id, arm, 0::bigint as purchases, 0::numeric as net, null::int as since_first, null::int as since_last
        from (${members}) m
        union all
        select o.customer_id, null, count(*) filter (where o.purchase and o.day >= ${before.from}::date),
          sum(o.net) filter (where o.day >= ${before.from}::date),
          ${before.to}::date - min(o.day) filter (where o.purchase),
          ${before.to}::date - max(o.day) filter (where o.purchase)
        from order_facts o
        where o.workspace_id = ${context.workspace.id} and o.valid and o.customer_id is not null
          and o.day <= ${before.to}::date
        group by o.customer_id
      ) stacked group by customer_id having min(arm) is not null
    ) s group by s.arm`,
  );
  const [treated, control] = (['TREATED', 'CONTROL'] as const).map((arm) => rows.find((row) => row.arm === arm));
  if (!treated || !control) return [];
  return covariates.flatMap((covariate, index) => {
    const [one, other] = [treated, control].map(({ n, means, variances }) => ({
      n: n[index]!,
      mean: means[index] ?? 0,
      variance: variances[index] ?? 0,
    })) as [Parameters<typeof difference>[0], Parameters<typeof difference>[1]];
    const spread = Math.sqrt((one.variance + other.variance) / 2);
    if (one.n < 2 || other.n < 2 || spread === 0) return [];
    const { value, pValue } = difference(one, other);
    return [{ covariate, treated: one.mean, control: other.mean, standardised: value / spread, pValue }];
  });
}
