import { Authorized, Field, ObjectType, Query, Resolver } from 'type-graphql';
import { metrics } from '../measure/measure.ts';
import type { Metric as Definition, Unit } from '../measure/metric.ts';
import type { Scope } from '../model/api-key.ts';
import { enumType } from './enum-type.ts';

const MetricUnit = enumType<Unit>(
  'MetricUnit',
  'What a metric is counted in.',
  ['MONEY', 'COUNT', 'RATIO', 'DURATION', 'SCORE'],
  { MONEY: "In the workspace's currency.", RATIO: 'A fraction: 0.25 is a quarter.', DURATION: 'In days.' },
);

@ObjectType({ description: 'What a metric measures.', simpleResolvers: true })
export class Metric {
  @Field(() => String, { description: 'The word by which it is asked for.' })
  key!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String)
  description!: string;

  @Field(() => String, { description: 'How it is worked out, in words, with its edge cases.' })
  formula!: string;

  @Field(() => MetricUnit)
  unit!: string;

  @Field(() => [String], { description: 'What it can be broken down by.' })
  dimensions!: readonly string[];

  @Field(() => [String], { description: 'The fields of MetricOptionsInput that it obeys.' })
  options!: readonly string[];

  @Field(() => Boolean, { nullable: true, description: 'Null where more is neither good nor bad.' })
  higherIsBetter!: boolean | null;

  @Field(() => String, { description: 'Name and version of the method, such as "net-sales@1".' })
  method!: string;
}

@Resolver(() => Metric)
export class MetricResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => [Metric], { nullable: true, description: 'Every metric that can be asked for.' })
  metrics(): readonly Definition[] {
    return metrics;
  }
}
