import { Args, ArgsType, Authorized, Ctx, Field, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { type Kpi as Reading, kpis } from '../measure/kpis/index.ts';
import type { Grain as GrainName } from '../measure/period.ts';
import type { Scope } from '../model/api-key.ts';
import { CustomerFilterInput } from './customer-filter.ts';
import type { Context } from './context.ts';
import { figureCost } from './limits.ts';
import { MetricOptionsInput, toQuery } from './metric-query.ts';
import { MetricResult } from './metric-result.ts';
import { Grain, PeriodInput } from './period.ts';
import { DecimalScalar } from './scalars.ts';

@ArgsType()
class KpiArgs {
  @Field(() => PeriodInput)
  period!: PeriodInput;

  @Field(() => Grain, { nullable: true, description: 'Asks for the course over time: one point a unit.' })
  grain?: GrainName | null;

  @Field(() => String, { nullable: true, description: 'Asks for the parts: a dimension that all of them have.' })
  breakdown?: string | null;

  @Field(() => CustomerFilterInput, { nullable: true, description: 'Over these customers only.' })
  filter?: CustomerFilterInput | null;

  @Field(() => MetricOptionsInput, { nullable: true, description: 'Each obeys those that it has.' })
  options?: MetricOptionsInput | null;
}

@ObjectType({
  description: 'A scale that answers were given on, as the system that asked has it.',
  simpleResolvers: true,
})
export class SurveyScale {
  @Field(() => String, { description: 'NPS, CSAT, CES or REVIEW.' })
  kind!: string;

  @Field(() => DecimalScalar)
  low!: string;

  @Field(() => DecimalScalar)
  high!: string;

  @Field(() => Int, { description: 'Answers on it in the period.' })
  answers!: number;
}

@ObjectType({
  description:
    'A classic figure of customer opinion. It is no CPI: it says how customers rate us, not whether we kept a promise.',
  simpleResolvers: true,
})
export class Kpi {
  @Field(() => String, { description: 'The metric that it is.' })
  key!: string;

  @Field(() => String, { description: 'What customers were asked.' })
  asks!: string;

  @Field(() => String)
  doesNotTell!: string;

  @Field(() => MetricResult)
  result!: MetricResult;

  @Field(() => [SurveyScale], { description: 'The scales of the answers in the period, unchanged.' })
  scales!: SurveyScale[];
}

@Resolver()
export class KpisResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => [Kpi], {
    nullable: true,
    complexity: 5 * figureCost,
    description: 'NPS, CSAT, CES, reviews and the response rate, to be read beside the CPIs.',
  })
  async kpis(@Ctx() context: Context, @Args(() => KpiArgs) args: KpiArgs): Promise<Reading[]> {
    return kpis(await context.measure(), await toQuery(context, args));
  }
}
