import { Arg, Field, FieldResolver, Float, ObjectType, Resolver, Root } from 'type-graphql';
import type { Part } from '../measure/acquisition/book.ts';
import { amountOf, confidence, type Lifetime } from '../measure/acquisition/lifetimes.ts';
import { historicValue, lifetimeValue, valueToCost } from '../measure/acquisition/value-to-cost.ts';
import type { MarginBase } from '../measure/order-margin.ts';
import { durationDays } from '../measure/period.ts';
import { AcquisitionPerformance } from './acquisition.ts';
import { ValueBase } from './forecast.ts';
import { enumType } from './enum-type.ts';
import { partCost } from './limits.ts';
import { Money, money } from './money.ts';
import { NullReason } from './null-reason.ts';
import { CostPerCustomer, costInMoney } from './performance-cost.ts';
import { DecimalScalar, DurationScalar } from './scalars.ts';

const ModelOrigin = enumType('LifetimeModelOrigin', 'To whose customers a model was fitted.', [
  'ALL',
  'CHANNEL',
  'CAMPAIGN',
]);

@ObjectType({ description: 'What customers have been worth on average.', simpleResolvers: true })
export class HistoricValue {
  @Field(() => Money, { nullable: true, description: 'Mean per customer.' })
  perCustomer!: Money | null;

  @Field(() => NullReason, { nullable: true, description: 'Why there is no value.' })
  reason!: string | null;

  @Field(() => DecimalScalar, { description: 'How many customers the mean rests on, by credit.' })
  customers!: string;
}

@ObjectType({
  description:
    'What a customer brings on average within a time from the first purchase: what has come so far, and what a model expects of ' +
    'the days that are left. The interval is of the mean of such customers: it covers which customers happened to come, and ' +
    'what the history leaves open about the model; not that times may change.',
  simpleResolvers: true,
})
export class LifetimeValue {
  @Field(() => Money, { nullable: true, description: 'Mean per customer, undiscounted.' })
  expected!: Money | null;

  @Field(() => Money, { nullable: true, description: 'Lower end of the interval.' })
  low!: Money | null;

  @Field(() => Money, { nullable: true, description: 'Upper end of the interval.' })
  high!: Money | null;

  @Field(() => Float, { description: 'How sure the interval is.' })
  confidence!: number;

  @Field(() => Money, { nullable: true, description: 'The part of it that has come already.' })
  soFar!: Money | null;

  @Field(() => String, {
    nullable: true,
    description: 'The model that foretells the rest. Null where all customers are as old.',
  })
  model!: string | null;

  @Field(() => ModelOrigin, {
    nullable: true,
    description: 'To whose customers the model was fitted: a channel with too few has that of all.',
  })
  modelOf!: string | null;

  @Field(() => NullReason, { nullable: true, description: 'Why there is no value.' })
  reason!: string | null;
}

@ObjectType({
  description: 'Lifetime value for each unit of money that a customer cost. The interval is that of the value alone.',
  simpleResolvers: true,
})
export class ValueToCost {
  @Field(() => Float, { nullable: true })
  value!: number | null;

  @Field(() => Float, { nullable: true, description: 'Lower end of the interval.' })
  low!: number | null;

  @Field(() => Float, { nullable: true, description: 'Upper end of the interval.' })
  high!: number | null;

  @Field(() => NullReason, { nullable: true, description: 'Why there is no value.' })
  reason!: string | null;

  @Field(() => LifetimeValue, { description: 'The numerator.' })
  lifetime!: LifetimeValue;

  @Field(() => CostPerCustomer, { description: 'The denominator.' })
  cost!: CostPerCustomer;
}

const shown = ({ value, reason, model }: Lifetime, currency: string): LifetimeValue => {
  const amount = (part: number | null | undefined) => money(part == null ? null : amountOf(part), currency);
  return {
    expected: amount(value?.expected),
    low: amount(value?.low),
    high: amount(value?.high),
    confidence,
    soFar: amount(value?.soFar),
    model: model?.name ?? null,
    modelOf: model?.of ?? null,
    reason,
  };
};

/** The days meant; those of the options where nothing is said. */
const daysOf = ({ book }: Part, horizon: string | null | undefined): number =>
  horizon == null ? book.query.options.horizonDays : durationDays(horizon, book.context.asOf, 'horizon');

const horizonText = 'From the first purchase; as the options say unless told.';

@Resolver(() => AcquisitionPerformance)
export class PerformanceValue {
  @FieldResolver(() => HistoricValue, {
    complexity: partCost,
    description: 'Value so far; with a horizon, that of the first so many days, over customers who are as old as that.',
  })
  async ltv(
    @Root() { part }: AcquisitionPerformance,
    @Arg('horizon', () => DurationScalar, { nullable: true }) horizon: string | null,
    @Arg('base', () => ValueBase, { defaultValue: 'NET' }) base: MarginBase,
  ): Promise<HistoricValue> {
    const days = horizon == null ? null : daysOf(part, horizon);
    const { value, ...mean } = await historicValue(part, base, days);
    return { ...mean, perCustomer: money(value, part.book.context.workspace.currency) };
  }

  @FieldResolver(() => LifetimeValue, {
    complexity: partCost,
    description: 'What all customers of the period bring within the horizon, those too who are not as old yet.',
  })
  async predictedLtv(
    @Root() { part }: AcquisitionPerformance,
    @Arg('horizon', () => DurationScalar, { nullable: true, description: horizonText }) horizon: string | null,
    @Arg('base', () => ValueBase, { nullable: true, description: 'As the options say unless told.' })
    base: MarginBase | null,
  ): Promise<LifetimeValue> {
    const found = await lifetimeValue(part, base ?? part.book.query.options.base, daysOf(part, horizon));
    return shown(found, part.book.context.workspace.currency);
  }

  @FieldResolver(() => ValueToCost, {
    complexity: partCost,
    description: 'LTV:CAC: predictedLtv / cac, of the same customers. Null where they cost nothing.',
  })
  async ltvToCac(
    @Root() { part }: AcquisitionPerformance,
    @Arg('horizon', () => DurationScalar, { nullable: true, description: horizonText }) horizon: string | null,
    @Arg('base', () => ValueBase, { nullable: true, description: 'As the options say unless told.' })
    base: MarginBase | null,
  ): Promise<ValueToCost> {
    const ratio = await valueToCost(part, base ?? part.book.query.options.base, daysOf(part, horizon));
    const { currency } = part.book.context.workspace;
    return { ...ratio, lifetime: shown(ratio.lifetime, currency), cost: costInMoney(ratio.cost, currency) };
  }
}
