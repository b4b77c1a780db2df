import { Arg, Authorized, Ctx, Field, FieldResolver, Float, Int, ObjectType, Resolver, Root } from 'type-graphql';
import type { AttributionModel as ModelName } from '../measure/attribution/credits.ts';
import { covariates } from '../measure/experiments/balance.ts';
import type { Side } from '../measure/experiments/lift.ts';
import { attributedTo } from '../measure/experiments/attributed.ts';
import type { Experiment as ExperimentRow } from '../measure/experiments/list.ts';
import { type Outcome, outcomeOf } from '../measure/experiments/outcome.ts';
import { type ExperimentResult as Result, measureExperiment, type Ratio } from '../measure/experiments/result.ts';
import { durationDays } from '../measure/period.ts';
import type { Effect } from '../measure/experiments/welch.ts';
import type { Scope } from '../model/api-key.ts';
import { AttributionModel } from './attribution-model.ts';
import type { Context } from './context.ts';
import { enumType } from './enum-type.ts';
import { ExperimentOutcome } from './experiment-input.ts';
import { Experiment } from './experiment.ts';
import { figureCost } from './limits.ts';
import { NullReason } from './null-reason.ts';
import { Computed } from './provenance.ts';
import { CurrencyScalar, DateScalar, DecimalScalar, DurationScalar } from './scalars.ts';

const ExperimentCovariate = enumType('ExperimentCovariate', 'What customers were like before the start.', covariates, {
  PURCHASES: 'In the year before.',
  NET_SALES: 'In the year before.',
});

@ObjectType({ description: 'One side of an experiment.', simpleResolvers: true })
export class ExperimentSide {
  @Field(() => Int, { description: 'Customers where these were divided, else days.' })
  units!: number;

  @Field(() => DecimalScalar)
  total!: string;

  @Field(() => Float, { nullable: true, description: 'Per unit.' })
  mean!: number | null;

  @Field(() => Float, { nullable: true, description: 'Lower end of the 95 % interval of a share of customers.' })
  low!: number | null;

  @Field(() => Float, { nullable: true })
  high!: number | null;
}

@ObjectType({ description: 'How much more the treated side has, with a 95 % interval.', simpleResolvers: true })
export class ExperimentEffect {
  @Field(() => Float)
  value!: number;

  @Field(() => Float, { nullable: true, description: 'Null where nothing bounds it.' })
  low!: number | null;

  @Field(() => Float, { nullable: true, description: 'Null where nothing bounds it.' })
  high!: number | null;

  @Field(() => Float, { description: 'How likely a difference as large would be without any effect.' })
  pValue!: number;
}

@ObjectType({ description: 'A ratio to the cost, with a 95 % interval.', simpleResolvers: true })
export class ExperimentRatio {
  @Field(() => DecimalScalar)
  value!: string;

  @Field(() => DecimalScalar, { nullable: true })
  low!: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Null where nothing bounds it.' })
  high!: string | null;
}

@ObjectType({ description: 'What the past explains of the outcome (CUPED).', simpleResolvers: true })
export class ExperimentHistory {
  @Field(() => Float, { description: 'Of the outcome with the year before, within the sides.' })
  correlation!: number;

  @Field(() => Float, { description: 'Share of the variance of the difference that is gone by it.' })
  varianceReduction!: number;
}

@ObjectType({ description: 'Whether the sides are as large as was to be drawn.', simpleResolvers: true })
export class ExperimentSampleRatio {
  @Field(() => Float, { description: 'Share of the control.' })
  expected!: number;

  @Field(() => Float)
  observed!: number;

  @Field(() => Float, { description: 'Below 0.001 something is wrong with the experiment.' })
  pValue!: number;
}

@ObjectType({ description: 'How alike the sides were in something before the start.', simpleResolvers: true })
export class ExperimentBalance {
  @Field(() => ExperimentCovariate)
  covariate!: string;

  @Field(() => Float, { description: 'Mean of the treated.' })
  treated!: number;

  @Field(() => Float, { description: 'Mean of the control.' })
  control!: number;

  @Field(() => Float, { description: 'The difference in standard deviations; 0.1 is small.' })
  standardised!: number;

  @Field(() => Float)
  pValue!: number;
}

@ObjectType({ description: 'What an experiment shows of one outcome.', implements: Computed, simpleResolvers: true })
export class ExperimentResult extends Computed {
  @Field(() => ExperimentOutcome)
  outcome!: Outcome;

  @Field(() => CurrencyScalar, { nullable: true, description: 'Of an outcome in money; null for any other.' })
  currency!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'The last day looked at; null before the first.' })
  through!: string | null;

  @Field(() => Boolean, { description: 'False while days are still to come.' })
  final!: boolean;

  @Field(() => ExperimentSide)
  treated!: Side;

  @Field(() => ExperimentSide)
  control!: Side;

  @Field(() => ExperimentEffect, { nullable: true, description: 'Per customer, or a day.' })
  lift!: ExperimentEffect | null;

  @Field(() => ExperimentEffect, { nullable: true, description: "As a share of the control's." })
  relativeLift!: ExperimentEffect | null;

  @Field(() => ExperimentEffect, { nullable: true, description: 'What the treatment brought in all.' })
  incremental!: ExperimentEffect | null;

  @Field(() => NullReason, { nullable: true, description: 'Why there is no lift.' })
  reason!: string | null;

  @Field(() => ExperimentRatio, {
    nullable: true,
    description: 'Cost / incremental, of an outcome that is counted: the incremental CAC where it is new customers.',
  })
  costPerIncremental!: Ratio | null;

  @Field(() => ExperimentRatio, {
    nullable: true,
    description:
      'Incremental / cost, of an outcome in money: the incremental return on ad spend where it is net sales.',
  })
  returnOnCost!: Ratio | null;

  @Field(() => ExperimentHistory, { nullable: true, description: 'Null where the past does not help.' })
  history!: Result['history'];

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Where amounts per customer were cut; null unless named.',
  })
  cap!: string | null;

  @Field(() => ExperimentSampleRatio, { nullable: true, description: 'Null where nothing was drawn.' })
  sampleRatio!: Result['sampleRatio'];

  @Field(() => [ExperimentBalance], { description: 'Empty where it is not customers who are divided.' })
  balance!: Result['balance'];

  @Field(() => Int, { description: 'Customers who turned out to be in both arms, and count in neither.' })
  mixed!: number;

  found!: Result;
}

@Resolver(() => ExperimentResult)
export class ExperimentAttribution {
  @FieldResolver(() => DecimalScalar, {
    nullable: true,
    complexity: figureCost,
    description:
      'What attribution credits the campaign or channel with that is tested, of the treated side in the same days: beside ' +
      '`incremental`, what it claims and what it brought. Null where nothing is named, and for counts of buyers.',
  })
  async attributed(
    @Root() { found }: ExperimentResult,
    @Ctx() context: Context,
    @Arg('model', () => AttributionModel, { nullable: true, description: "The workspace's unless told." })
    given: ModelName | null,
    @Arg('lookBack', () => DurationScalar, {
      defaultValue: 'P30D',
      description: 'How long before an order a touch counts.',
    })
    lookBack: string,
  ): Promise<string | null> {
    const measure = await context.measure();
    const model = given ?? (measure.workspace.attributionModel as ModelName);
    const lookBackDays = durationDays(lookBack, measure.asOf, 'lookBack');
    return attributedTo(measure, found.experiment, found, { model, lookBackDays });
  }
}

@Resolver(() => Experiment)
export class ExperimentResultResolver {
  @Authorized<Scope>('READ_METRICS')
  @FieldResolver(() => ExperimentResult, {
    nullable: true,
    complexity: figureCost,
    description: 'What it shows so far: of the outcome that it was made for, or of another.',
  })
  async result(
    @Root() experiment: ExperimentRow,
    @Ctx() context: Context,
    @Arg('outcome', () => ExperimentOutcome, { nullable: true }) outcome?: Outcome | null,
  ): Promise<ExperimentResult> {
    const measure = await context.measure();
    const found = await measureExperiment(measure, experiment, outcome ?? undefined);
    const { absolute, relative, incremental, days, ...result } = found;
    return {
      ...result,
      found,
      currency: outcomeOf[result.outcome].unit === 'MONEY' ? measure.workspace.currency : null,
      through: days?.to ?? null,
      lift: bounded(absolute),
      relativeLift: bounded(relative),
      incremental: bounded(incremental),
    };
  }
}

/** JSON has no infinity. */
function bounded(effect: Effect | null): ExperimentEffect | null {
  const end = (value: number) => (Number.isFinite(value) ? value : null);
  return effect && { ...effect, low: end(effect.low), high: end(effect.high) };
}
