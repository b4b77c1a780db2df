import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import { type Cpi, listPromises } from '../cpi/list.ts';
import { outcomeRows } from '../cpi/outcomes.ts';
import type { NullReason, Provenance } from '../metric.ts';
import { daysBetween, type Period } from '../period.ts';
import { provenanceOf } from '../provenance.ts';
import { recallRows } from '../recall.ts';
import type { BreachOutcome, Range } from './estimate.ts';
import { type BreachEffect, breachEffect } from './index.ts';

/** What a CPI's breaches go with in a year; money in the workspace's currency. */
export interface CpiPriority {
  cpi: Cpi;
  effect: BreachEffect;
  /** Breaches of the period, and those of them that befell customers who had bought before. */
  breaches: number;
  ofBuyers: number;
  /** The latter in 365 days, at the pace of the period. */
  perYear: number;
  /** Value that a year of them goes with: below zero where they go with less. */
  valuePerYear: Range | null;
  reason: NullReason | null;
}

export type ValueBase = Extract<BreachOutcome, 'NET_SALES' | 'MARGIN'>;

const formula =
  'Breaches of the period that befell customers who had bought before, brought to 365 days, × the difference in value after a ' +
  'breach (see the effect of each CPI), with its interval; most value lost first, what cannot be told last. CPIs overlap: a ' +
  'late delivery is also none in full and on time, so that their values do not add up.';

/** Every CPI that is a promise by what its breaches go with, the most value lost first. The period's days up to the last that is over count. */
export async function cpiPriorities(
  context: MeasureContext,
  { period, horizonDays, base }: { period: Period; horizonDays: number; base: ValueBase },
): Promise<CpiPriority[]> {
  const elapsed = { from: period.from, to: period.to < context.completeThrough ? period.to : context.completeThrough };
  const years = (daysBetween(elapsed.from, elapsed.to) + 1) / 365;
  const found: CpiPriority[] = [];
  for (const cpi of await listPromises(context)) {
    const effect = await breachEffect(context, cpi, horizonDays);
    const { breaches, ofBuyers } = await countBreaches(context, cpi, elapsed);
    const perYear = years > 0 ? ofBuyers / years : 0;
    const value = effect.outcomes.find(({ outcome }) => outcome === base);
    const valuePerYear =
      value && 'difference' in value && years > 0
        ? {
            value: perYear * value.difference.value,
            low: perYear * value.difference.low,
            high: perYear * value.difference.high,
          }
        : null;
    const reason =
      effect.reason ?? (value && 'reason' in value ? value.reason : null) ?? (years > 0 ? null : 'NOT_YET');
    found.push({ cpi, effect, breaches, ofBuyers, perYear, valuePerYear, reason });
  }
  const rank = ({ valuePerYear }: CpiPriority) => valuePerYear?.value ?? Infinity;
  return found.toSorted((one, other) => (rank(one) === rank(other) ? 0 : rank(one) - rank(other)));
}

async function breachRows(context: MeasureContext, cpi: Cpi, { from, to }: Period): Promise<RawBuilder<unknown>> {
  return sql`
    select o.source_id, o.stream, p.customer_id is not null as of_buyer
    from (${await outcomeRows(context, cpi)}) o
    left join order_facts p on p.workspace_id = ${context.workspace.id} and p.customer_id = o.customer_id
      and p.sequence = 1 and p.placed_at <= coalesce(o.due_at, o.decided_at)
    where o.state = 'BREACHED' and o.day between ${from}::date and ${to}::date`;
}

async function countBreaches(
  context: MeasureContext,
  cpi: Cpi,
  period: Period,
): Promise<{ breaches: number; ofBuyers: number }> {
  const rows = await recallRows(
    context,
    sql<{ breaches: number; ofBuyers: number }>`
    select count(*)::int as breaches, (count(*) filter (where of_buyer))::int as "ofBuyers"
    from (${await breachRows(context, cpi, period)}) b`,
  );
  return rows[0]!;
}

export async function prioritiesProvenance(context: MeasureContext, period: Period): Promise<Provenance> {
  const rows = await Promise.all((await listPromises(context)).map((cpi) => breachRows(context, cpi, period)));
  return provenanceOf(context, { method: 'cpi-priorities@1', formula }, sql`${sql.join(rows, sql` union all `)}`, [
    'Association, not proof: what broken promises go with is what better service could bring at most, if it is their doing.',
  ]);
}
