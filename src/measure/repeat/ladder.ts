import { sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import { wilson } from '../math.ts';
import type { Provenance } from '../metric.ts';
import { ordersUpToNow, provenanceOf } from '../provenance.ts';
import { purchaseGaps } from '../purchase-gaps.ts';
import { survivalAt, survivalCurve, type SurvivalStep, timeUntil } from '../survival.ts';

/** From the n-th purchase to the next. */
export interface Rung {
  /** n */
  purchases: number;
  /** Customers with at least n purchase days, */
  customers: number;
  /** and those of them with one more. */
  next: number;
  share: number;
  low: number;
  high: number;
  /** The share that comes again within a year, those counted who could not yet: by Kaplan and Meier. */
  withinYear: number;
  /** Days by which half have come again; null where half never do. */
  medianDays: number | null;
}

const mostRungs = 10;

/** P(n + 1 | n) for n = 1, 2 …, for as long as anybody has come so far. */
export async function repeatLadder(context: MeasureContext): Promise<Rung[]> {
  const rungs: Rung[] = [];
  for (let purchases = 1; purchases <= mostRungs; purchases++) {
    const gaps = await purchaseGaps(context, sql`g.number = ${purchases}`);
    const customers = gaps.reduce((sum, { count = 1 }) => sum + count, 0);
    if (customers === 0) break;
    const next = gaps.reduce((sum, { ended, count = 1 }) => sum + (ended ? count : 0), 0);
    const curve = survivalCurve(gaps);
    rungs.push({
      purchases,
      customers,
      next,
      share: next / customers,
      ...wilson(next, customers),
      withinYear: 1 - survivalAt(curve, 365),
      medianDays: timeUntil(curve, 0.5),
    });
  }
  return rungs;
}

/** The share of customers who have not come again, by days since the first purchase. */
export async function timeToSecondPurchase(context: MeasureContext): Promise<SurvivalStep[]> {
  return survivalCurve(await purchaseGaps(context, sql`g.number = 1`));
}

export const ladderProvenance = (context: MeasureContext): Promise<Provenance> =>
  provenanceOf(
    context,
    {
      method: 'repeat-ladder@1',
      formula:
        'Purchases are days with a valid order above zero of an identified customer. share: customers with n + 1 purchases ' +
        'or more / customers with n or more, with its 95 % Wilson interval; customers who bought lately have had little time. ' +
        'withinYear and medianDays count those for as long as they were seen (Kaplan and Meier 1958).',
    },
    ordersUpToNow(context),
  );
