import { Arg, Args, Authorized, Ctx, Field, FieldResolver, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { suggestionList } from 'graphql/jsutils/suggestionList.js';
import { fail } from '../errors.ts';
import { measureMetric, metrics } from '../measure/measure.ts';
import type { MetricResult as Result } from '../measure/metric.ts';
import type { Scope } from '../model/api-key.ts';
import type { Context } from './context.ts';
import { defaultPage, figureCost } from './limits.ts';
import { MetricArgs, toQuery } from './metric-query.ts';
import { Metric } from './metric.ts';
import { NullReason } from './null-reason.ts';
import { checkPageSize } from './page.ts';
import { Computed } from './provenance.ts';
import { CurrencyScalar, DateScalar, DecimalScalar } from './scalars.ts';

@ObjectType({ description: 'A value. Null means that there is none, which is not zero.', simpleResolvers: true })
export class MetricPoint {
  @Field(() => DateScalar, { nullable: true, description: 'The first day of its unit of time. Null for a total.' })
  period!: string | null;

  @Field(() => DecimalScalar, { nullable: true })
  value!: string | null;

  @Field(() => NullReason, { nullable: true, description: 'Why there is no value.' })
  reason!: string | null;

  @Field(() => DecimalScalar, { nullable: true })
  numerator!: string | null;

  @Field(() => DecimalScalar, { nullable: true })
  denominator!: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Lower end of the 95 % interval of a share, or of a mean of answers.',
  })
  low!: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Upper end of that interval.' })
  high!: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Of a mean of answers, such as the net promoter score.' })
  standardError!: string | null;

  @Field(() => Int, { description: 'How many facts it rests on: orders, customers, deliveries, answers …' })
  count!: number;

  @Field(() => Boolean, { description: 'False while its days are running, or where they are part of a unit only.' })
  complete!: boolean;
}

@ObjectType({ description: 'One part of a metric: one value of the breakdown.', simpleResolvers: true })
export class MetricGroup {
  @Field(() => String)
  key!: string;

  @Field(() => String)
  label!: string;

  @Field(() => MetricPoint)
  total!: MetricPoint;

  @Field(() => [MetricPoint], { description: 'Empty unless a grain was asked for.' })
  series!: MetricPoint[];
}

@ObjectType({ description: 'How much it changed from the period before, as a fraction.', simpleResolvers: true })
export class Change {
  @Field(() => DecimalScalar, { nullable: true })
  value!: string | null;

  @Field(() => NullReason, { nullable: true, description: 'Why there is no value.' })
  reason!: string | null;
}

@ObjectType({
  description: 'A metric over a period: its total, its course over time, its parts.',
  implements: Computed,
  simpleResolvers: true,
})
export class MetricResult extends Computed {
  @Field(() => Metric)
  metric!: Metric;

  @Field(() => CurrencyScalar, { nullable: true, description: 'Of an amount of money; null for any other unit.' })
  currency!: string | null;

  @Field(() => MetricPoint)
  total!: MetricPoint;

  @Field(() => MetricPoint, { description: 'The same metric over the period before, of the same elapsed length.' })
  previous!: MetricPoint;

  @Field(() => Change)
  change!: Change;

  @Field(() => [MetricPoint], { description: 'One point a unit, gaps included. Empty unless a grain was asked for.' })
  series!: MetricPoint[];
}

/** Throws BAD_INPUT that suggests keys like this one. */
function unknownKey(key: string): never {
  const known = metrics.map((metric) => metric.key);
  const likely = suggestionList(key, known).slice(0, 3).join('" or "');
  const reason = `names no metric: "${key}". ${likely && `Did you mean "${likely}"? `}The query "metrics" lists them`;
  return fail('BAD_INPUT', { field: 'key', reason });
}

/** Answers a metric, over the customers of a segment where one is named. */
export async function answer(context: Context, { key, ...args }: MetricArgs, segment?: string): Promise<Result> {
  if (!metrics.some((metric) => metric.key === key)) unknownKey(key);
  const query = await toQuery(context, args);
  const members = segment && { filter: { all: [{ segment }, ...(query.filter ? [query.filter] : [])] } };
  return measureMetric(await context.measure(), key, { ...query, ...members });
}

@Resolver(() => MetricResult)
export class MetricResultResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => MetricResult, { nullable: true, complexity: figureCost, description: 'Any metric, by its key.' })
  metric(@Ctx() context: Context, @Args(() => MetricArgs) args: MetricArgs): Promise<Result> {
    return answer(context, args);
  }

  @FieldResolver(() => [MetricGroup], { description: 'One group a value of the breakdown, largest first.' })
  groups(
    @Root() result: Result,
    @Arg('first', () => Int, { defaultValue: defaultPage }) first: number,
  ): Result['groups'] {
    checkPageSize(first, 'first');
    return result.groups.slice(0, first);
  }
}
