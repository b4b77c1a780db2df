import type { AttributionModel, AttributionReach as Reach } from './credits.ts';
import type { OrdersAsked } from './sql.ts';

const shares: Record<AttributionModel, (halfLifeDays: number) => string> = {
  FIRST_TOUCH: () => 'all to the first touch',
  LAST_TOUCH: () => 'all to the last touch',
  LAST_NON_DIRECT: () => 'all to the last touch that is not direct, or to the last where all are',
  LINEAR: () => 'the same to each of n touches, 1/n',
  TIME_DECAY: (halfLifeDays) => `in proportion to 2^(−days before the order / ${halfLifeDays})`,
  POSITION_BASED: () =>
    '0.4 to the first and to the last touch, 0.2 to those between alike; of two touches half to each',
  MARKOV: () =>
    'to each channel in proportion to its removal effect: the share of orders that would be lost without it in the ' +
    'absorbing Markov chain of first order that all journeys make, those without an order included, solved exactly; ' +
    'a channel’s credit is spread over its orders in proportion to what it has of the effects on their way',
  SHAPLEY: () =>
    'the same to each distinct channel of the way: the exact Shapley value where a set of channels is worth the orders ' +
    'whose touches all lie in it (Zhao 2018, simplified)',
};

/** How orders are shared by models, in words. */
export function inWords(models: readonly AttributionModel[], reach: Reach, orders: OrdersAsked): string {
  const { lookBackDays, viewDays = 0, halfLifeDays = 7 } = reach;
  const seen = viewDays > 0 ? `ads that were only seen ${viewDays} days` : 'ads that were only seen do not count';
  return [
    `${orders === 'FIRST' ? 'First purchases' : 'Valid orders'} of the period are shared among the touches that led to them, ` +
      `at most ${lookBackDays} days back (${seen}); what the buyer says counts only where nothing else is known.`,
    ...models.map((model) => `${model}: ${shares[model](halfLifeDays)}.`),
    'An order without a known touch is UNATTRIBUTED.',
  ].join(' ');
}

/** What a reader of attributed figures must know. */
export const attributedIsNotIncremental =
  'Attributed is not incremental: a model shares orders out by the touches before them; it does not tell how many would ' +
  'have come without. Only a hold-out tells that.';

export const claimsAreTheirs =
  'Claimed conversions are the ad platforms’ own count, on their days and by their rules, of all customers; they are in no ' +
  'attributed figure.';
