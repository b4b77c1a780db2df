import { Arg, Authorized, Ctx, Field, FieldResolver, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { durationDays, type PeriodInput as PeriodGiven, resolvePeriod } from '../measure/period.ts';
import { type Acquisition, type AcquisitionQuery, acquisition } from '../measure/acquisition/index.ts';
import type { Scope } from '../model/api-key.ts';
import { CustomerFilterInput, toFilter } from './customer-filter.ts';
import type { Context } from './context.ts';
import { figureCost } from './limits.ts';
import { Money, money } from './money.ts';
import { NullReason } from './null-reason.ts';
import { PeriodInput } from './period.ts';
import { Computed } from './provenance.ts';
import { DecimalScalar, DurationScalar } from './scalars.ts';

@ObjectType({ description: 'What customers have been worth on average.', simpleResolvers: true })
export class HistoricValue {
  @Field(() => Money, { nullable: true, description: 'Mean net sales per customer.' })
  perCustomer!: Money | null;

  @Field(() => NullReason, { nullable: true, description: 'Why there is no value.' })
  reason!: string | null;

  @Field(() => Int, { description: 'How many customers the mean rests on.' })
  customers!: number;
}

@ObjectType({
  description: 'The customers won in a period, and what they have been worth.',
  implements: Computed,
  simpleResolvers: true,
})
export class AcquisitionPerformance extends Computed {
  @Field(() => Int, { description: 'Customers whose first purchase lies in the period.' })
  newCustomers!: number;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Mean days from the first purchase to the last day of the data.',
  })
  meanTenure!: string | null;

  toDate!: Acquisition;
  query!: AcquisitionQuery;
}

@Resolver(() => AcquisitionPerformance)
export class AcquisitionResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => AcquisitionPerformance, {
    nullable: true,
    complexity: figureCost,
    description: 'What a customer won in a period is worth on average.',
  })
  async acquisition(
    @Ctx() context: Context,
    @Arg('period', () => PeriodInput) period: PeriodInput,
    @Arg('filter', () => CustomerFilterInput, { nullable: true }) filter: CustomerFilterInput | null,
  ): Promise<AcquisitionPerformance> {
    const measure = await context.measure();
    const query = {
      period: resolvePeriod(period as PeriodGiven, measure.asOf),
      ...(filter && { filter: toFilter(context, filter) }),
    };
    const toDate = await acquisition(measure, query);
    const { newCustomers, meanTenure, provenance } = toDate;
    return { newCustomers, meanTenure, provenance, toDate, query };
  }

  @FieldResolver(() => HistoricValue, {
    complexity: figureCost,
    description: 'Value so far; with a horizon, that of the first so many days, over customers who are as old as that.',
  })
  async ltv(
    @Root() { toDate, query }: AcquisitionPerformance,
    @Ctx() context: Context,
    @Arg('horizon', () => DurationScalar, { nullable: true }) horizon: string | null,
  ): Promise<HistoricValue> {
    const measure = await context.measure();
    const { ltv, ltvReason, ltvCustomers } =
      horizon == null
        ? toDate
        : await acquisition(measure, { ...query, horizonDays: durationDays(horizon, measure.asOf, 'horizon') });
    return { perCustomer: money(ltv, measure.workspace.currency), reason: ltvReason, customers: ltvCustomers };
  }
}
