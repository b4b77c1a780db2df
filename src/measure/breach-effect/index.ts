import { sql } from 'kysely';
import { fail } from '../../errors.ts';
import type { MeasureContext } from '../context.ts';
import type { Cpi } from '../cpi/list.ts';
import { outcomeRows } from '../cpi/outcomes.ts';
import type { NullReason, Provenance } from '../metric.ts';
import { addDays } from '../period.ts';
import { provenanceOf } from '../provenance.ts';
import { recall } from '../recall.ts';
import { runTask } from '../thread/run.ts';
import {
  type BreachOutcome,
  breachOutcomes,
  type Estimate,
  fewestCustomers,
  type NoEstimate,
  type OutcomeEffect,
} from './estimate.ts';
import { countSides, readExposures } from './sql.ts';

export const defaultHorizonDays = 180;
const longestHorizonDays = 730;
/** With less of the later sales of known cost no margin is told. */
const leastCostKnown = 0.5;

/** What became of customers after a breach; statistics are floats, money in the workspace's currency. */
export interface BreachEffect {
  horizonDays: number;
  /** Why nothing can be told. */
  reason: NullReason | null;
  estimate: Omit<Estimate, 'outcomes'> | null;
  /** All of them, or none where nothing can be told. */
  outcomes: (OutcomeEffect | { outcome: BreachOutcome; reason: NullReason })[];
}

const formula =
  'Of every promise kept or broken to a customer who had bought before: what the customer did in the days of the horizon from ' +
  'the time it was due (or else decided). REPEAT: bought again. CHURN: counts as churned at the end, silent for the ' +
  'workspace’s churnAfterDays. NET_SALES: net sales of the orders of these days, less what came back of them. MARGIN: those ' +
  'less the cost of the goods (CM1). After a breach: the mean over the broken ones. Without: the mean over kept ones, weighted ' +
  'so that they are like the broken ones in purchases, net sales, days since the last and the first purchase (logarithms and ' +
  'their squares), calendar month, country and acquiring channel (entropy balancing). The interval (95 %) takes all promises ' +
  'to one customer together. The odds ratio is that of a logistic regression on the breach and the same attributes.';

/** What broken promises of a CPI go with. Fails with BAD_INPUT for a horizon of less than a day or of more than two years. */
export async function breachEffect(context: MeasureContext, cpi: Cpi, horizonDays: number): Promise<BreachEffect> {
  if (!(horizonDays >= 1 && horizonDays <= longestHorizonDays)) {
    const reason = `is ${horizonDays} days; give from 1 to ${longestHorizonDays}`;
    fail('BAD_INPUT', { field: 'horizon', reason });
  }
  const { churnAfterDays } = context.workspace;
  const rows = await outcomeRows(context, cpi);
  const { sql: text, parameters } = rows.compile(context.em.getKysely());
  const question = ['breach effect', text, parameters, horizonDays, churnAfterDays, context.completeThrough];
  const found = await recall(context, question, () =>
    inTurn(async () => {
      const { broken, kept } = await countSides(context, rows);
      if (Math.min(broken, kept) < fewestCustomers) return 'TOO_FEW';
      return runTask('breachEffect', await readExposures(context, rows, horizonDays));
    }),
  );
  if (typeof found === 'string') return { horizonDays, reason: found, estimate: null, outcomes: [] };
  const { outcomes, ...estimate } = found;
  const missing: Record<BreachOutcome, NullReason | null> = {
    REPEAT: null,
    CHURN: horizonDays < churnAfterDays ? 'NOT_YET' : null,
    NET_SALES: estimate.unknownAmounts > 0 ? 'NO_RATE' : null,
    MARGIN:
      estimate.unknownAmounts > 0 ? 'NO_RATE' : (estimate.costKnown ?? 1) < leastCostKnown ? 'COST_UNKNOWN' : null,
  };
  return {
    horizonDays,
    reason: null,
    estimate,
    outcomes: breachOutcomes.map((outcome) => {
      const reason = missing[outcome];
      return reason ? { outcome, reason } : outcomes.find((effect) => effect.outcome === outcome)!;
    }),
  };
}

/** One after another, however many are asked for at once: each holds all promises of its CPI, and a thread. */
let last: Promise<unknown> = Promise.resolve();
function inTurn(work: () => Promise<Estimate | NoEstimate>): Promise<Estimate | NoEstimate> {
  const found = last.then(work);
  last = found.catch(() => undefined);
  return found;
}

export async function breachProvenance(
  context: MeasureContext,
  cpi: Cpi,
  { horizonDays, estimate, reason }: BreachEffect,
): Promise<Provenance> {
  const fed = sql`select o.source_id, o.stream from (${await outcomeRows(context, cpi)}) o
    where o.state in ('MET', 'BREACHED') and o.customer_id is not null`;
  const notes = [
    'Association, not proof: promises are not broken at random. What else sets those let down apart, beyond what they were made alike in, is in the difference too.',
    `Only promises due by ${addDays(context.completeThrough, -horizonDays)}: the ${horizonDays} days after are over for these.`,
  ];
  if (reason === 'TOO_FEW')
    notes.push(
      `Fewer than ${fewestCustomers} customers were let down, or fewer than that were not, in the same months.`,
    );
  if (reason === 'NOT_COMPARABLE')
    notes.push('Those let down are so unlike the others that no weights make them alike.');
  if (estimate && estimate.alone > 0)
    notes.push(`${estimate.alone} breaches are left out: in their months no promise was kept to compare with.`);
  if (estimate && horizonDays < context.workspace.churnAfterDays)
    notes.push(
      `Nobody churns within ${horizonDays} days: that takes ${context.workspace.churnAfterDays} days of silence.`,
    );
  if (estimate && estimate.costKnown !== null && estimate.costKnown < 1)
    notes.push(
      `The cost of ${((1 - estimate.costKnown) * 100).toFixed(1)} % of these net sales is unknown; they are taken to earn what the rest does.`,
    );
  return provenanceOf(context, { method: `breach-effect@1(${cpi.method})`, formula }, fed, notes);
}
