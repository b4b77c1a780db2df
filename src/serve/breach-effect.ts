import { Field, Float, Int, ObjectType } from 'type-graphql';
import { type BreachEffect as Effect, breachProvenance } from '../measure/breach-effect/index.ts';
import { type BreachOutcome as OutcomeName, breachOutcomes, type Range } from '../measure/breach-effect/estimate.ts';
import type { MeasureContext } from '../measure/context.ts';
import type { Cpi } from '../measure/cpi/list.ts';
import { enumType } from './enum-type.ts';
import { NullReason } from './null-reason.ts';
import { Computed, readOnce } from './provenance.ts';
import { CurrencyScalar, DecimalScalar } from './scalars.ts';

const BreachOutcome = enumType<OutcomeName>(
  'BreachOutcome',
  'What customers did in the days after a promise was due.',
  breachOutcomes,
  {
    REPEAT: 'Bought again: a share.',
    CHURN: "Counted as churned at the end of the days, by the workspace's churnAfterDays: a share.",
    NET_SALES: 'Net sales of the orders of these days, for each promise: money.',
    MARGIN: 'Those less the cost of the goods (CM1): money.',
  },
);

@ObjectType({ description: 'A number with its 95 % interval.', simpleResolvers: true })
export class Interval {
  @Field(() => DecimalScalar)
  value!: string;

  @Field(() => DecimalScalar)
  low!: string;

  @Field(() => DecimalScalar)
  high!: string;
}

@ObjectType({
  description: 'One outcome after broken promises, and of comparable customers after kept ones.',
  simpleResolvers: true,
})
export class BreachOutcomeEffect {
  @Field(() => BreachOutcome)
  outcome!: string;

  @Field(() => DecimalScalar, { nullable: true, description: 'The mean after a breach.' })
  after!: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'The mean of comparable customers without one.' })
  without!: string | null;

  @Field(() => Interval, { nullable: true, description: '`after` less `without`. An association, not proof.' })
  difference!: Interval | null;

  @Field(() => Interval, {
    nullable: true,
    description: 'How the odds change: 0.5 is half the odds. Null for money, and where all or none did it.',
  })
  oddsRatio!: Interval | null;

  @Field(() => NullReason, { nullable: true, description: 'Why there is no value.' })
  reason!: string | null;
}

@ObjectType({ description: 'How unlike those let down are to the others in one attribute.', simpleResolvers: true })
export class CovariateBalance {
  @Field(() => String)
  name!: string;

  @Field(() => Float, { description: 'Difference of the means in standard deviations; of many values the largest.' })
  before!: number;

  @Field(() => Float, { description: 'The same once the others are weighted: near zero, or they are not comparable.' })
  after!: number;
}

@ObjectType({
  description:
    'What customers did after broken promises of a CPI, against comparable ones to whom they were kept. An association, not proof.',
  implements: Computed,
  simpleResolvers: true,
})
export class BreachEffect extends Computed {
  @Field(() => Int)
  horizonDays!: number;

  @Field(() => NullReason, { nullable: true, description: 'Why nothing can be told; then there are no outcomes.' })
  reason!: string | null;

  @Field(() => Int, { nullable: true, description: 'Broken promises that it rests on.' })
  breaches!: number | null;

  @Field(() => Int, { nullable: true, description: 'The customers to whom these were made.' })
  breachedCustomers!: number | null;

  @Field(() => Int, { nullable: true, description: 'Kept promises to compare with.' })
  others!: number | null;

  @Field(() => Float, { nullable: true, description: 'As how many equally weighted ones these count.' })
  comparable!: number | null;

  @Field(() => CurrencyScalar, { description: 'Of amounts of money.' })
  currency!: string;

  @Field(() => [CovariateBalance])
  balance!: CovariateBalance[];

  @Field(() => [BreachOutcomeEffect])
  outcomes!: BreachOutcomeEffect[];
}

/** Shares and amounts to six places: more would be rounding. */
const decimal = (value: number) => value.toFixed(6);
export const interval = ({ value, low, high }: Range): Interval => ({
  value: decimal(value),
  low: decimal(low),
  high: decimal(high),
});

export function asBreachEffect(measure: MeasureContext, cpi: Cpi, effect: Effect): BreachEffect {
  const {
    breaches = null,
    breachedCustomers = null,
    others = null,
    comparable = null,
    balance = [],
  } = effect.estimate ?? {};
  return {
    horizonDays: effect.horizonDays,
    reason: effect.reason,
    breaches,
    breachedCustomers,
    others,
    comparable,
    balance,
    currency: measure.workspace.currency,
    outcomes: effect.outcomes.map((found) => {
      const { outcome } = found;
      if ('reason' in found) return { outcome, reason: found.reason, ...unknown };
      const { after, without, difference, oddsRatio } = found;
      return {
        outcome,
        reason: null,
        after: decimal(after),
        without: decimal(without),
        difference: interval(difference),
        oddsRatio: oddsRatio && interval(oddsRatio),
      };
    }),
    provenance: readOnce(() => breachProvenance(measure, cpi, effect)),
  };
}

const unknown = { after: null, without: null, difference: null, oddsRatio: null };
