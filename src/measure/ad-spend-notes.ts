import { sql } from 'kysely';
import type { MeasureContext } from './context.ts';
import type { Period } from './period.ts';
import { recallRows } from './recall.ts';

/** What a reader of ad spend over a period must know: whose days they are, and what has no day at all. */
export async function adSpendNotes(context: MeasureContext, period: Period | null): Promise<string[]> {
  const { id, timeZone } = context.workspace;
  const rows = await recallRows(
    context,
    sql<{ currency: string; undated: string | null; zones: string[] | null }>`
    select currency, sum(spend) filter (where day is null) as undated,
      array_agg(distinct account_zone) filter (where account_zone <> ${timeZone} and day between ${period?.from ?? null}::date
        and ${period?.to ?? null}::date) as zones
    from ad_spend where workspace_id = ${id} group by currency order by currency`,
  );
  const zones = [...new Set(rows.flatMap((row) => row.zones ?? []))].toSorted();
  const undated = rows.flatMap(({ currency, undated: amount }) => (amount === null ? [] : [`${amount} ${currency}`]));
  return [
    ...(zones.length > 0
      ? [`Days of ads are approximate: they are those of the accounts (${zones.join(', ')}), not of ${timeZone}.`]
      : []),
    ...(undated.length > 0 && period
      ? [`${undated.join(' and ')} was reported without a day, and is in no period.`]
      : []),
  ];
}
