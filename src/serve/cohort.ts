import { Arg, Authorized, Ctx, Field, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { type Grain as GrainName, type PeriodInput as PeriodGiven, resolvePeriod } from '../measure/period.ts';
import { type Cohort as Row, cohorts } from '../measure/retention/index.ts';
import type { Scope } from '../model/api-key.ts';
import { CustomerFilterInput, toFilter } from './customer-filter.ts';
import type { Context } from './context.ts';
import { figureCost } from './limits.ts';
import { Money, money } from './money.ts';
import { Grain, PeriodInput } from './period.ts';
import { Computed } from './provenance.ts';
import { DateScalar, DecimalScalar } from './scalars.ts';

@ObjectType({
  description: 'A cohort, so many units after it started. All null where that lies ahead.',
  simpleResolvers: true,
})
export class CohortCell {
  @Field(() => Int, { description: '0 is the unit in which it started.' })
  index!: number;

  @Field(() => DateScalar, { description: 'The first day of the unit.' })
  period!: string;

  @Field(() => Int, { nullable: true, description: 'How many of the cohort bought.' })
  active!: number | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'active / size, a fraction.' })
  rate!: string | null;

  @Field(() => Money, {
    nullable: true,
    description: 'Net sales of its orders of this unit, whenever their returns came.',
  })
  revenue!: Money | null;

  @Field(() => Money, { nullable: true, description: 'Net sales per customer of the cohort up to here.' })
  cumulativeValue!: Money | null;

  @Field(() => Boolean, { description: 'False while the unit is running.' })
  complete!: boolean;
}

@ObjectType({
  description: 'Customers who first bought in the same unit of time, followed over time.',
  simpleResolvers: true,
})
export class Cohort {
  @Field(() => DateScalar)
  start!: string;

  @Field(() => Int, { description: 'How many they were at the start: every rate and mean divides by it.' })
  size!: number;

  @Field(() => Boolean, { description: 'True where some may have bought before the data begins and only seem new.' })
  historyTruncated!: boolean;

  @Field(() => [CohortCell])
  retention!: CohortCell[];
}

@ObjectType({ description: 'Cohorts, the oldest first.', implements: Computed, simpleResolvers: true })
export class CohortTable extends Computed {
  @Field(() => [Cohort])
  cohorts!: Cohort[];
}

const inMoney = ({ cells, ...cohort }: Row, currency: string): Cohort => ({
  ...cohort,
  retention: cells.map(({ revenue, cumulativeValue, ...cell }) => ({
    ...cell,
    revenue: money(revenue, currency),
    cumulativeValue: money(cumulativeValue, currency),
  })),
});

@Resolver(() => CohortTable)
export class CohortResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => CohortTable, {
    nullable: true,
    complexity: figureCost,
    description: 'Retention: who comes back after the first purchase, and what they are worth by then.',
  })
  async cohorts(
    @Ctx() context: Context,
    @Arg('period', () => PeriodInput, { description: 'The first purchases that make the cohorts.' }) input: PeriodInput,
    @Arg('grain', () => Grain, { defaultValue: 'MONTH' }) grain: GrainName,
    @Arg('filter', () => CustomerFilterInput, { nullable: true }) filter: CustomerFilterInput | null,
  ): Promise<CohortTable> {
    const measure = await context.measure();
    const period = resolvePeriod(input as PeriodGiven, measure.asOf);
    const table = await cohorts(measure, { period, grain, ...(filter && { filter: toFilter(context, filter) }) });
    const { currency } = measure.workspace;
    return { provenance: table.provenance, cohorts: table.cohorts.map((cohort) => inMoney(cohort, currency)) };
  }
}
