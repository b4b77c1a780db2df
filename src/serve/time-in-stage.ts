import { Arg, Authorized, Ctx, Field, Float, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { type TimeInStage as Time, timeInStageProvenance, timeInStages } from '../measure/lifecycle/time-in-stage.ts';
import type { Scope } from '../model/api-key.ts';
import { LifecycleStage } from './customer-filter.ts';
import type { Context } from './context.ts';
import { figureCost } from './limits.ts';
import { SurvivalPoint } from './movement.ts';
import { Computed, readOnce } from './provenance.ts';
import { DateScalar } from './scalars.ts';

@ObjectType({ description: 'What comes after a stage.', simpleResolvers: true })
export class NextStage {
  @Field(() => LifecycleStage)
  stage!: string;

  @Field(() => Int, { description: 'Stays that ended so.' })
  customers!: number;

  @Field(() => Float, { description: 'Of all that ended: these add up to 1.' })
  share!: number;
}

@ObjectType({ description: 'How long customers stay in a stage, and what comes after.', simpleResolvers: true })
export class TimeInStage {
  @Field(() => LifecycleStage)
  stage!: string;

  @Field(() => Int, { description: 'How many times a customer was in it.' })
  stays!: number;

  @Field(() => Int, { description: 'Those that have ended.' })
  ended!: number;

  @Field(() => Int, { nullable: true, description: 'Days by which half have left it. Null where half never do.' })
  medianDays!: number | null;

  @Field(() => [SurvivalPoint], { description: 'The share that stays longer, by days.' })
  curve!: SurvivalPoint[];

  @Field(() => [NextStage], { description: 'The most frequent first.' })
  next!: NextStage[];
}

@ObjectType({ description: 'Time in the stages of the life cycle.', implements: Computed, simpleResolvers: true })
export class TimeInStages extends Computed {
  @Field(() => [TimeInStage], { description: 'Stages in which anybody has been.' })
  stages!: Time[];
}

@Resolver(() => TimeInStages)
export class TimeInStagesResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => TimeInStages, {
    nullable: true,
    complexity: 2 * figureCost,
    description: 'How long customers stay in each stage of the life cycle, and what comes after.',
  })
  async timeInStages(
    @Ctx() context: Context,
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'By default the last day of the data.' })
    asOf?: string,
  ): Promise<TimeInStages> {
    const measure = await context.measure(asOf ?? undefined);
    return { stages: await timeInStages(measure), provenance: readOnce(() => timeInStageProvenance(measure)) };
  }
}
