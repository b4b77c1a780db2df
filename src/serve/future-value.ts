import {
  Arg,
  Authorized,
  Ctx,
  Field,
  FieldResolver,
  Float,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { type Equity, equityHistory, equityOn, equityProvenance, type EquityQuery } from '../measure/value/equity.ts';
import type { ForecastBase } from '../measure/value/forecasts.ts';
import { type Grain as GrainName, type PeriodInput as PeriodGiven, resolvePeriod } from '../measure/period.ts';
import type { Scope } from '../model/api-key.ts';
import type { Context } from './context.ts';
import { checkMonths, ForecastReason, ValueBase } from './forecast.ts';
import { figureCost } from './limits.ts';
import { Money, money } from './money.ts';
import { Grain, PeriodInput } from './period.ts';
import { Computed, readOnce } from './provenance.ts';
import { DateScalar } from './scalars.ts';

@ObjectType({ description: 'What all customers were expected to bring on a day.', simpleResolvers: true })
export class FutureValuePoint {
  @Field(() => DateScalar)
  day!: string;

  @Field(() => Int, { description: 'Customers who had bought.' })
  customers!: number;

  @Field(() => Money, { nullable: true })
  expected!: Money | null;

  @Field(() => Money, { nullable: true })
  low!: Money | null;

  @Field(() => Money, { nullable: true })
  high!: Money | null;

  @Field(() => ForecastReason, { nullable: true, description: 'Why there is no value.' })
  reason!: string | null;
}

@ObjectType({
  description: 'What all customers together are expected to bring (customer equity), and how it is spread over them.',
  implements: Computed,
  simpleResolvers: true,
})
export class FutureValue extends Computed {
  @Field(() => DateScalar)
  day!: string;

  @Field(() => Int, { description: 'Customers who have bought.' })
  customers!: number;

  @Field(() => Money, { nullable: true, description: 'What they are expected to bring, undiscounted.' })
  expected!: Money | null;

  @Field(() => Money, { nullable: true, description: 'Lower end of the interval of the sum.' })
  low!: Money | null;

  @Field(() => Money, { nullable: true, description: 'Upper end of the interval of the sum.' })
  high!: Money | null;

  @Field(() => Float, { description: 'How sure the interval is.' })
  confidence!: number;

  @Field(() => Float, { nullable: true, description: 'Of the 20 % of the customers of whom most is expected.' })
  topShare!: number | null;

  @Field(() => Int, { nullable: true, description: 'The fewest customers who bring 80 % of what is expected.' })
  customersFor80!: number | null;

  @Field(() => ForecastReason, { nullable: true })
  reason!: string | null;

  query!: EquityQuery;
}

@Resolver(() => FutureValue)
export class FutureValueResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => FutureValue, {
    nullable: true,
    complexity: figureCost,
    description: 'What all customers together are expected to bring in the months after a day.',
  })
  async futureValue(
    @Ctx() context: Context,
    @Arg('months', () => Int, { defaultValue: 12, description: '1 to 60.' }) months: number,
    @Arg('base', () => ValueBase, { defaultValue: 'NET' }) base: ForecastBase,
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'By default the last day of the data.' })
    asOf?: string,
  ): Promise<FutureValue> {
    checkMonths(months);
    const measure = await context.measure(asOf ?? undefined);
    const query = { months, base };
    const equity = inMoney(await equityOn(measure, query), measure.workspace.currency);
    return { ...equity, query, provenance: readOnce(() => equityProvenance(measure)) };
  }

  @FieldResolver(() => [FutureValuePoint], {
    complexity: 10 * figureCost,
    description:
      'On the last day of each unit of a period, as it was known and expected on that day: by the model in force then.',
  })
  async history(
    @Root() { day, query }: FutureValue,
    @Ctx() context: Context,
    @Arg('period', () => PeriodInput) input: PeriodInput,
    @Arg('grain', () => Grain) grain: GrainName,
  ): Promise<FutureValuePoint[]> {
    const measure = await context.measure(day);
    const period = resolvePeriod(input as PeriodGiven, day);
    const points = await equityHistory(measure, query, { period, grain });
    return points.map((point) => inMoney(point, measure.workspace.currency));
  }
}

const inMoney = ({ expected, low, high, ...equity }: Equity, currency: string) => ({
  ...equity,
  expected: money(expected, currency),
  low: money(low, currency),
  high: money(high, currency),
});
