import { Arg, Authorized, Ctx, Field, Float, ObjectType, Query, Resolver } from 'type-graphql';
import { daysIn } from '../measure/experiments/design.ts';
import type { Sizes } from '../measure/experiments/frozen.ts';
import { checkDesign } from '../measure/experiments/list.ts';
import type { Outcome } from '../measure/experiments/outcome.ts';
import { type Plan, planExperiment } from '../measure/experiments/plan.ts';
import type { Scope } from '../model/api-key.ts';
import type { Context } from './context.ts';
import { ExperimentDesignInput, ExperimentOutcome, toDesign } from './experiment-input.ts';
import { ExperimentSizes } from './experiment.ts';
import { figureCost } from './limits.ts';
import { NullReason } from './null-reason.ts';
import { DateRangeInput } from './period.ts';
import { Computed } from './provenance.ts';

@ObjectType({
  description: 'What an experiment could tell, before it is made. Nobody is divided by asking.',
  implements: Computed,
  simpleResolvers: true,
})
export class ExperimentPlan extends Computed {
  @Field(() => ExperimentSizes, { nullable: true, description: 'Null where it is not customers who are divided.' })
  sizes!: Sizes | null;

  @Field(() => Float, { nullable: true, description: 'The outcome per customer or a day as it is now.' })
  usual!: number | null;

  @Field(() => Float, { nullable: true, description: 'The smallest effect that would be found four times in five.' })
  leastEffect!: number | null;

  @Field(() => Float, { nullable: true, description: 'The same as a share of the usual.' })
  leastRelativeEffect!: number | null;

  @Field(() => Float, { nullable: true, description: 'Share of the variance that the past takes away (CUPED).' })
  varianceReduction!: number | null;

  @Field(() => NullReason, { nullable: true, description: 'Why the effect is not known.' })
  reason!: string | null;
}

@Resolver(() => ExperimentPlan)
export class ExperimentPlanResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => ExperimentPlan, {
    nullable: true,
    complexity: figureCost,
    description: 'How many an experiment would divide, and the smallest effect that it could find.',
  })
  async experimentPlan(
    @Ctx() context: Context,
    @Arg('design', () => ExperimentDesignInput) input: ExperimentDesignInput,
    @Arg('outcome', () => ExperimentOutcome) outcome: Outcome,
    @Arg('days', () => DateRangeInput) days: DateRangeInput,
    @Arg('winsoriseAt', () => Float, { nullable: true }) winsoriseAt: number | null = null,
  ): Promise<ExperimentPlan> {
    const measure = await context.measure();
    const design = toDesign(context, input);
    await checkDesign(measure, { design, days, outcome, winsoriseAt });
    const plan: Plan = await planExperiment(measure, { design, outcome, length: daysIn(days), winsoriseAt });
    const { least, leastRelative, ...rest } = plan;
    return { ...rest, leastEffect: least, leastRelativeEffect: leastRelative };
  }
}
