import { sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import { customerStates, readThresholds } from '../customer-states.ts';
import type { Provenance } from '../metric.ts';
import { ordersUpToNow, provenanceOf } from '../provenance.ts';
import type { RfmGroup } from './groups.ts';

export interface RfmScore {
  /** 1 to 5, 5 the most recent, frequent or valuable. */
  recency: number;
  frequency: number;
  monetary: number;
  group: RfmGroup;
}

const description = {
  method: 'rfm-value-quintiles@1',
  formula:
    'Recency is the last purchase day, frequency the number of purchase days, monetary the net sales so far. A score is 1 + ' +
    'how many of the four quintile limits of all purchasers the value exceeds, so that equal values score the same; 5 is ' +
    'the most recent, frequent or valuable. The group is the first of an ordered list of score ranges that matches. ' +
    'Limits move with the customers: a score can change although its customer does nothing.',
};

/** The scores of a page of customers; a customer without a purchase has no entry. */
export async function rfmScores(
  context: MeasureContext,
  customerIds: readonly string[],
): Promise<Map<string, RfmScore>> {
  const { rows } = await sql<RfmScore & { customerId: string }>`
    select customer_id as "customerId", recency, frequency, monetary, rfm_group as group
    from (${await customerStates(context, { of: customerIds })}) c where rfm_group is not null`.execute(
    context.em.getKysely(),
  );
  return new Map(rows.map(({ customerId, ...score }) => [customerId, score]));
}

/** How scores are made, and where too few different values leave scores unused. */
export async function rfmProvenance(context: MeasureContext): Promise<Provenance> {
  const { recency, frequency, monetary, purchasers } = await readThresholds(context);
  const notes = Object.entries({ recency, frequency, monetary })
    .map(([name, limits]) => [name, new Set(limits).size + 1] as const)
    .filter(([, scores]) => purchasers > 0 && scores < 5)
    .map(([name, scores]) => `Many customers share the same ${name}: it has at most ${scores} different scores.`);
  return provenanceOf(context, description, ordersUpToNow(context), notes);
}
