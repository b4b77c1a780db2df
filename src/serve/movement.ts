import { Arg, Authorized, Ctx, Field, Float, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { lifecycleProvenance } from '../measure/lifecycle/index.ts';
import { transitionsBetween } from '../measure/lifecycle/transitions.ts';
import { type PeriodInput as PeriodGiven, resolvePeriod } from '../measure/period.ts';
import { ladderProvenance, repeatLadder, timeToSecondPurchase } from '../measure/repeat/ladder.ts';
import type { Scope } from '../model/api-key.ts';
import { LifecycleStage } from './customer-filter.ts';
import type { Context } from './context.ts';
import { figureCost } from './limits.ts';
import { PeriodInput } from './period.ts';
import { Computed, readOnce } from './provenance.ts';
import { DateScalar } from './scalars.ts';

@ObjectType({ description: 'Customers who went from a stage to another, or stayed.', simpleResolvers: true })
export class StageTransition {
  @Field(() => LifecycleStage, { nullable: true, description: 'Null where they were not known yet.' })
  from!: string | null;

  @Field(() => LifecycleStage)
  to!: string;

  @Field(() => Int)
  customers!: number;

  @Field(() => Float, { description: 'Of all who were in `from`: these add up to 1.' })
  share!: number;
}

@ObjectType({
  description: 'How customers moved between two days: the links of a Sankey diagram.',
  implements: Computed,
  simpleResolvers: true,
})
export class LifecycleFlow extends Computed {
  @Field(() => DateScalar)
  from!: string;

  @Field(() => DateScalar)
  to!: string;

  @Field(() => [StageTransition])
  transitions!: readonly StageTransition[];
}

@ObjectType({ description: 'From the n-th purchase to the next.', simpleResolvers: true })
export class RepeatRung {
  @Field(() => Int, { description: 'n' })
  purchases!: number;

  @Field(() => Int, { description: 'Customers with n purchases or more.' })
  customers!: number;

  @Field(() => Int, { description: 'Those among them with one more.' })
  next!: number;

  @Field(() => Float, { description: 'next / customers, so far.' })
  share!: number;

  @Field(() => Float)
  low!: number;

  @Field(() => Float)
  high!: number;

  @Field(() => Float, { description: 'The share that comes again within a year, whoever bought lately allowed for.' })
  withinYear!: number;

  @Field(() => Int, { nullable: true, description: 'Days by which half have come again. Null where half never do.' })
  medianDays!: number | null;
}

@ObjectType({ description: 'A step of a survival curve.', simpleResolvers: true })
export class SurvivalPoint {
  @Field(() => Int, { description: 'Days.' })
  time!: number;

  @Field(() => Int)
  atRisk!: number;

  @Field(() => Float, { description: 'The share that lasts longer.' })
  survival!: number;

  @Field(() => Float)
  low!: number;

  @Field(() => Float)
  high!: number;
}

@ObjectType({
  description: 'What moves customers from the first purchase on to the next ones.',
  implements: Computed,
  simpleResolvers: true,
})
export class RepeatPurchases extends Computed {
  @Field(() => [RepeatRung])
  ladder!: RepeatRung[];

  @Field(() => [SurvivalPoint], { description: 'The share without a second purchase, by days since the first.' })
  untilSecond!: SurvivalPoint[];
}

@Resolver(() => LifecycleFlow)
export class MovementResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => LifecycleFlow, {
    nullable: true,
    complexity: 2 * figureCost,
    description: 'Which stages customers were in at the beginning and at the end of a period.',
  })
  async lifecycleFlow(
    @Ctx() context: Context,
    @Arg('period', () => PeriodInput) input: PeriodInput,
  ): Promise<LifecycleFlow> {
    const { from, to } = resolvePeriod(input as PeriodGiven, (await context.measure()).asOf);
    const [before, after] = [await context.measure(from), await context.measure(to)];
    const transitions = await transitionsBetween(before, after);
    return { from: before.asOf, to: after.asOf, transitions, provenance: readOnce(() => lifecycleProvenance(after)) };
  }

  @Authorized<Scope>('READ_METRICS')
  @Query(() => RepeatPurchases, {
    nullable: true,
    complexity: 2 * figureCost,
    description: 'How likely the next purchase is after each, and how long the second takes.',
  })
  async repeatPurchases(
    @Ctx() context: Context,
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'By default the last day of the data.' })
    asOf?: string,
  ): Promise<RepeatPurchases> {
    const measure = await context.measure(asOf ?? undefined);
    const [ladder, untilSecond] = [await repeatLadder(measure), await timeToSecondPurchase(measure)];
    return { ladder, untilSecond, provenance: readOnce(() => ladderProvenance(measure)) };
  }
}
