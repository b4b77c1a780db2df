import { middle95 } from '../math.ts';
import { type Covariates, covariatesOf, imbalance } from './covariates.ts';
import { chosenRows, type Exposures } from './exposures.ts';
import { balancingWeights } from './fit/balance.ts';
import { designOf } from './fit/design.ts';
import { type Difference, differencesOf } from './fit/difference.ts';
import { fitLogistic } from './fit/logistic.ts';

export const breachOutcomes = ['REPEAT', 'CHURN', 'NET_SALES', 'MARGIN'] as const;
export type BreachOutcome = (typeof breachOutcomes)[number];

export interface Range {
  value: number;
  low: number;
  high: number;
}

export interface OutcomeEffect {
  outcome: BreachOutcome;
  /** Mean after a breach, and of comparable customers without. */
  after: number;
  without: number;
  difference: Range;
  /** How the odds of a yes change; null for money, and where all or none say yes on one side. */
  oddsRatio: Range | null;
}

export interface Estimate {
  breaches: number;
  breachedCustomers: number;
  others: number;
  /** As how many equally weighted ones the others count. */
  comparable: number;
  /** Breaches in months in which all promises were broken: with nobody to compare with. */
  alone: number;
  balance: { name: string; before: number; after: number }[];
  outcomes: OutcomeEffect[];
  /** Share of later net sales whose cost is known; null without any. */
  costKnown: number | null;
  unknownAmounts: number;
}

/** With fewer customers on either side nothing is told. */
export const fewestCustomers = 50;

/** Why there is no estimate: too few customers on a side, or none that are like those let down. */
export type NoEstimate = 'TOO_FEW' | 'NOT_COMPARABLE';

/** What became of customers after a broken promise, against comparable ones after a kept one. */
export function estimateEffect(all: Exposures): Estimate | NoEstimate {
  const months = sidesOf(all);
  const kept = Uint8Array.from(all.month, (month) => Number(months.get(month) === 3));
  const exposures = chosenRows(all, kept);
  const alone = all.breached.filter((one, row) => one === 1 && kept[row] === 0).length;
  const { breached } = exposures;
  const customersWhere = (side: number) => new Set(exposures.customer.filter((_, row) => breached[row] === side)).size;
  const breachedCustomers = customersWhere(1);
  if (Math.min(breachedCustomers, customersWhere(0)) < fewestCustomers) return 'TOO_FEW';
  const covariates = covariatesOf(exposures);
  const chosen = Uint8Array.from(breached);
  const weights = balancingWeights(covariates.design, chosen);
  if (!weights) return 'NOT_COMPARABLE';
  const comparable = 1 / weights.reduce((sum, weight) => sum + weight * weight, 0);
  if (comparable < fewestCustomers) return 'NOT_COMPARABLE';
  const breaches = breached.reduce((sum, one) => sum + one, 0);
  const others = breached.length - breaches;
  const before = imbalance(
    covariates,
    breached,
    breached.map((one) => (1 - one) / others),
  );
  const after = imbalance(covariates, breached, weights);
  const clusters = Int32Array.from(exposures.customer);
  const differenceIn = differencesOf(covariates.design, { chosen, weights, clusters });
  const yesOrNo = (outcome: BreachOutcome, values: Float64Array): OutcomeEffect => ({
    ...effectOf(outcome, differenceIn(values)),
    oddsRatio: oddsRatio(covariates, { breached, clusters }, values),
  });
  const { costKnown, margin } = marginsOf(exposures);
  return {
    breaches,
    breachedCustomers,
    others,
    comparable,
    alone,
    balance: before.map(({ name, difference }, at) => ({ name, before: difference, after: after[at]!.difference })),
    outcomes: [
      yesOrNo(
        'REPEAT',
        exposures.laterOrders.map((orders) => Number(orders > 0)),
      ),
      yesOrNo('CHURN', exposures.churned),
      effectOf('NET_SALES', differenceIn(exposures.laterNet)),
      effectOf('MARGIN', differenceIn(margin)),
    ],
    costKnown,
    unknownAmounts: exposures.laterUnknown.reduce((sum, count) => sum + count, 0),
  };
}

/** Of each month: 1 where promises were kept, 2 where broken, 3 where both. */
function sidesOf({ month, breached }: Exposures): Map<number, number> {
  const sides = new Map<number, number>();
  for (const [row, at] of month.entries()) sides.set(at, (sides.get(at) ?? 0) | (breached[row] === 1 ? 2 : 1));
  return sides;
}

function effectOf(outcome: BreachOutcome, { chosen, others, error }: Difference): OutcomeEffect {
  return { outcome, after: chosen, without: others, difference: around(chosen - others, error), oddsRatio: null };
}

const around = (value: number, error: number): Range => ({
  value,
  low: value - middle95 * error,
  high: value + middle95 * error,
});

/** By logistic regression on the breach and the covariates, with errors by customer. */
function oddsRatio(
  { design }: Covariates,
  { breached, clusters }: { breached: Float64Array; clusters: Int32Array },
  outcomes: Float64Array,
): Range | null {
  const seen = new Set<number>();
  for (const [row, outcome] of outcomes.entries()) seen.add(2 * breached[row]! + outcome);
  if (seen.size < 4) return null;
  const fit = fitLogistic(designOf(design.rows, [breached, ...design.numbers], design.levels), outcomes);
  if (!fit) return null;
  const { value, low, high } = around(fit.coefficients[1]!, fit.error(1, clusters));
  return { value: Math.exp(value), low: Math.exp(low), high: Math.exp(high) };
}

/** CM1 of the days after; what has no known cost is taken to earn what the rest does. */
function marginsOf({ laterNet, laterMargin, laterUncosted }: Exposures): {
  costKnown: number | null;
  margin: Float64Array;
} {
  const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
  const [net, uncosted] = [total(laterNet), total(laterUncosted)];
  if (!(net > 0)) return { costKnown: null, margin: laterMargin };
  const share = net > uncosted ? total(laterMargin) / (net - uncosted) : 0;
  return {
    costKnown: 1 - uncosted / net,
    margin: laterMargin.map((known, row) => known + share * laterUncosted[row]!),
  };
}
