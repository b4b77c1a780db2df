import { Arg, Authorized, Ctx, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import { fail } from '../errors.ts';
import type { Change as ChangeOf, MetricResult as Result } from '../measure/metric.ts';
import { differenceOf } from '../measure/point.ts';
import type { SegmentDefinition } from '../measure/segments/index.ts';
import type { Scope } from '../model/api-key.ts';
import type { Context } from './context.ts';
import { figureCost } from './limits.ts';
import { Change, MetricResult, answer } from './metric-result.ts';
import { PeriodInput } from './period.ts';
import { Segment, segmentNamed } from './segment.ts';

const mostMetrics = 8;

@ObjectType({ description: 'A metric over two segments.', simpleResolvers: true })
export class MetricComparison {
  @Field(() => MetricResult)
  a!: Result;

  @Field(() => MetricResult)
  b!: Result;

  @Field(() => Change, { description: 'The total of a less that of b, in the unit of the metric.' })
  difference!: ChangeOf;
}

@ObjectType({ description: 'Two segments side by side. Who is in both counts in both.', simpleResolvers: true })
export class SegmentComparison {
  @Field(() => Segment)
  a!: SegmentDefinition;

  @Field(() => Segment)
  b!: SegmentDefinition;

  @Field(() => [MetricComparison], { description: 'In the order asked.' })
  metrics!: MetricComparison[];
}

@Resolver()
export class SegmentComparisonResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => SegmentComparison, {
    nullable: true,
    complexity: mostMetrics * figureCost,
    description: 'Metrics of one segment against those of another.',
  })
  async compareSegments(
    @Ctx() context: Context,
    @Arg('a', () => ID) a: string,
    @Arg('b', () => ID) b: string,
    @Arg('metrics', () => [String], { description: `Keys as \`metrics\` lists them, at most ${mostMetrics}.` })
    keys: string[],
    @Arg('period', () => PeriodInput) period: PeriodInput,
  ): Promise<SegmentComparison> {
    if (keys.length === 0 || keys.length > mostMetrics)
      fail('BAD_INPUT', { field: 'metrics', reason: `must name from 1 to ${mostMetrics} metrics` });
    context.allow('READ_CUSTOMERS', 'compareSegments');
    const [one, other] = [await segmentNamed(context, a, 'a'), await segmentNamed(context, b, 'b')];
    const metrics: MetricComparison[] = [];
    for (const key of keys) {
      const [ofOne, ofOther] = await Promise.all(
        [one, other].map(({ id }) => answer(context, { key, period }, id)) as [Promise<Result>, Promise<Result>],
      );
      metrics.push({ a: ofOne, b: ofOther, difference: differenceOf(ofOne.total, ofOther.total) });
    }
    return { a: one, b: other, metrics };
  }
}
