import { Arg, Authorized, Ctx, Field, Float, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { Scope } from '../model/api-key.ts';
import { forecastProvenance } from '../measure/value/forecasts.ts';
import { modelOn } from '../measure/value/model-of.ts';
import type { Context } from './context.ts';
import { Computed, readOnce } from './provenance.ts';
import { DateScalar, DateTimeScalar } from './scalars.ts';

@ObjectType({ description: 'A parameter of a model, with its standard error.', simpleResolvers: true })
export class ModelParameter {
  @Field(() => String)
  name!: string;

  @Field(() => Float)
  value!: number;

  @Field(() => Float, { nullable: true, description: 'Null where the history is too thin to tell.' })
  standardError!: number | null;
}

@ObjectType({ description: 'A model that was tried.', simpleResolvers: true })
export class ModelCandidate {
  @Field(() => String)
  name!: string;

  @Field(() => Float, { description: 'Schwarz’s criterion (BIC): the lower, the better.' })
  criterion!: number;

  @Field(() => Float)
  logLikelihood!: number;
}

@ObjectType({ description: 'A tenth of the customers, by what was expected of them.', simpleResolvers: true })
export class CalibrationDecile {
  @Field(() => Float, { description: 'Purchases expected of a customer.' })
  expected!: number;

  @Field(() => Float, { description: 'Purchases that came.' })
  actual!: number;

  @Field(() => Int)
  customers!: number;
}

@ObjectType({
  description: 'How a model of the same kind, fitted to what was known some weeks ago, foretold the weeks since.',
  simpleResolvers: true,
})
export class BackTest {
  @Field(() => Float)
  weeks!: number;

  @Field(() => Int)
  customers!: number;

  @Field(() => Float, { description: 'Purchases expected of all customers.' })
  expected!: number;

  @Field(() => Float, { description: 'Purchases that came.' })
  actual!: number;

  @Field(() => Float, { nullable: true, description: 'expected / actual − 1. Null where none came.' })
  bias!: number | null;

  @Field(() => Float, { description: 'Of a customer’s purchases.' })
  meanAbsoluteError!: number;

  @Field(() => Float, { nullable: true, description: '1 ranks the customers as well as can be, 0 as chance would.' })
  normalisedGini!: number | null;

  @Field(() => Float, { nullable: true, description: 'Share of customers whose spending lay in their interval.' })
  coverage!: number | null;

  @Field(() => Float, { description: 'The share that the interval says.' })
  confidence!: number;

  @Field(() => [CalibrationDecile], { description: 'The lowest tenth first.' })
  deciles!: CalibrationDecile[];
}

@ObjectType({ description: 'Repeat purchases of all customers since the first one.', simpleResolvers: true })
export class TrackingPoint {
  @Field(() => Int)
  week!: number;

  @Field(() => Float)
  actual!: number;

  @Field(() => Float, { description: 'What the model makes of the first purchases alone.' })
  expected!: number;
}

@ObjectType({
  description:
    'The models that foretell purchases and what they bring, and how far they can be trusted. Times in weeks.',
  implements: Computed,
  simpleResolvers: true,
})
export class ValueModel extends Computed {
  @Field(() => String, { description: 'Of the purchases, in the field’s terms: "MBG/NBD".' })
  name!: string;

  @Field(() => DateScalar, { description: 'The day up to which it knew the customers.' })
  asOf!: string;

  @Field(() => DateTimeScalar)
  fittedAt!: Date;

  @Field(() => Int)
  customers!: number;

  @Field(() => Int, { description: 'Those among them who came again.' })
  repeaters!: number;

  @Field(() => Boolean, {
    description: 'Whether the history tells that customers leave. Where not, nothing is known of churn.',
  })
  churnIdentifiable!: boolean;

  @Field(() => [ModelParameter])
  parameters!: ModelParameter[];

  @Field(() => [ModelParameter], { description: 'Of the Gamma-Gamma model. Empty where too few have paid again.' })
  spendParameters!: ModelParameter[];

  @Field(() => Float, {
    nullable: true,
    description: 'Of repeat purchases and their mean value, which the models take to be independent.',
  })
  correlation!: number | null;

  @Field(() => [ModelCandidate], { description: 'All that were tried, the best first.' })
  candidates!: ModelCandidate[];

  @Field(() => BackTest, { nullable: true, description: 'Null where the history is too short.' })
  backTest!: BackTest | null;

  @Field(() => [TrackingPoint], { description: 'One point a week.' })
  tracking!: TrackingPoint[];
}

@Resolver(() => ValueModel)
export class ValueModelResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => ValueModel, {
    nullable: true,
    description: 'The models in force on a day. Null where too few customers, or none who came again, were known.',
  })
  async valueModel(
    @Ctx() context: Context,
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'By default the last day of the data.' })
    asOf?: string,
  ): Promise<ValueModel | null> {
    const measure = await context.measure(asOf ?? undefined);
    const model = await modelOn(measure.em, measure.workspace.id, measure.asOf);
    if (!model) return null;
    const { purchases, errors, kind, spend, ...fit } = model.fit;
    const names = kind.leaves ? (['r', 'alpha', 'a', 'b'] as const) : (['r', 'alpha'] as const);
    return {
      ...fit,
      asOf: model.asOf,
      fittedAt: model.fittedAt,
      parameters: names.map((name) => ({ name, value: purchases[name], standardError: errors?.[name] ?? null })),
      spendParameters: spend
        ? (['p', 'q', 'v'] as const).map((name) => ({
            name,
            value: spend.parameters[name],
            standardError: spend.errors?.[name] ?? null,
          }))
        : [],
      provenance: readOnce(() => forecastProvenance(measure)),
    };
  }
}
