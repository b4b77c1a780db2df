import { Arg, Field, FieldResolver, Float, Int, ObjectType, Resolver, Root } from 'type-graphql';
import {
  churnRate,
  loyalShare,
  repeatRate,
  type ShareOfCustomers as Measured,
} from '../measure/acquisition/quality.ts';
import type { SegmentDefinition } from '../measure/segments/index.ts';
import { AcquisitionPerformance } from './acquisition.ts';
import { partCost } from './limits.ts';
import { NullReason } from './null-reason.ts';
import { checkPageSize } from './page.ts';
import { DecimalScalar } from './scalars.ts';
import { Segment } from './segment.ts';

@ObjectType({ description: 'A share of customers, who are counted by credit.', simpleResolvers: true })
export class ShareOfCustomers {
  @Field(() => Float, { nullable: true, description: 'A fraction.' })
  value!: number | null;

  @Field(() => Float, { nullable: true, description: 'Lower end of the 95 % Wilson interval.' })
  low!: number | null;

  @Field(() => Float, { nullable: true, description: 'Upper end of it.' })
  high!: number | null;

  @Field(() => DecimalScalar)
  numerator!: string;

  @Field(() => DecimalScalar)
  denominator!: string;

  @Field(() => NullReason, { nullable: true, description: 'Why there is no value.' })
  reason!: string | null;
}

@ObjectType({ description: 'How much of the customers won is in a segment.', simpleResolvers: true })
export class SegmentShare {
  @Field(() => Segment)
  segment!: SegmentDefinition;

  @Field(() => DecimalScalar, { description: 'By credit.' })
  customers!: string;

  @Field(() => Float, { description: 'A fraction; segments overlap.' })
  share!: number;
}

@Resolver(() => AcquisitionPerformance)
export class PerformanceQuality {
  @FieldResolver(() => ShareOfCustomers, {
    complexity: partCost,
    description:
      "Those of them who became loyal: with as many purchases as the workspace's loyalAfterOrders or more, whether or not they " +
      'still buy. Young customers have had less time: compare channels over the same period.',
  })
  loyalShare(@Root() { part }: AcquisitionPerformance): Promise<Measured> {
    return loyalShare(part);
  }

  @FieldResolver(() => ShareOfCustomers, {
    complexity: partCost,
    description: 'Those of them who bought on another day again.',
  })
  repeatRate(@Root() { part }: AcquisitionPerformance): Promise<Measured> {
    return repeatRate(part);
  }

  @FieldResolver(() => ShareOfCustomers, {
    complexity: partCost,
    description:
      "Of those won at least the workspace's churnAfterDays ago, the ones who have not bought for as long on the last day.",
  })
  churnRate(@Root() { part }: AcquisitionPerformance): Promise<Measured> {
    return churnRate(part);
  }

  @FieldResolver(() => [SegmentShare], {
    complexity: partCost,
    description: 'The segments that most of them are in on the last day of the data.',
  })
  async topSegments(
    @Root() { part }: AcquisitionPerformance,
    @Arg('first', () => Int, { defaultValue: 3 }) first: number,
  ): Promise<SegmentShare[]> {
    checkPageSize(first, 'first');
    return ((await part.book.segments()).get(part.key) ?? []).slice(0, first);
  }
}
