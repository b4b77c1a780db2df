import type { AcquisitionQuery } from '../acquisition/question.ts';
import type { Step } from './decide.ts';
import type { Economy, Interval } from './economy.ts';

/** A step in words. */
export interface Told {
  title: string;
  reason: string;
}

interface Known {
  currency: string;
  economy: Economy;
  marginal: Interval | null;
  query: AcquisitionQuery;
}

/** What to do and why, with the figures behind it. */
export function told(step: Step, { currency, economy, marginal, query }: Known): Told {
  const money = (amount: number) => `${amount.toFixed(2)} ${currency}`;
  const { spend, customers, limit, value, usualValue } = economy;
  const average = money(spend / customers);
  const next = marginal && `${money(marginal.expected)} (${marginal.low.toFixed(2)} to ${marginal.high.toFixed(2)})`;
  const shift = money(Math.abs(step.shift?.budget ?? 0));
  const within = `within ${query.options.horizonDays} days`;
  switch (step.action) {
    case 'RAISE_BUDGET':
      return {
        title: `Spend ${shift} a month more`,
        reason: `A customer costs ${average} on average and the next one ${next}; one may cost ${money(limit.value)}.`,
      };
    case 'LOWER_BUDGET':
      return {
        title: `Spend ${shift} a month less`,
        reason: `A customer costs ${average} on average, but the last one ${next}; one may cost ${money(limit.value)}.`,
      };
    case 'PAUSE':
      return {
        title: `Pause it, and save ${shift} a month`,
        reason: `A customer costs ${average} and brings ${money(value.value)} ${within}; with no budget tried so far did one pay.`,
      };
    case 'CHANGE_AUDIENCE':
      return {
        title: 'Look for people like the best customers',
        reason: `Its customers bring ${money(value.value)} ${within}, all new customers ${money(usualValue!.value)}.`,
      };
  }
}

/** What a reader of advice must know. */
export const notesOn = ({ period, options }: AcquisitionQuery): string[] => [
  `Costs and customers of ${period.from} to ${period.to}, by ${options.model}; value is ${options.base} within ` +
    `${options.horizonDays} days, and a customer may cost 1/${options.targetRatio} of it at most.`,
  'With a target ratio of 1 the expected gain is what the customers bring less what they cost.',
  'Holds while things stay as they were; only an experiment proves what a budget brings.',
  'The interval covers how sure elasticity, customers and value are, not that times may change.',
];
