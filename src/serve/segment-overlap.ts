import { Arg, Authorized, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { fail } from '../errors.ts';
import type { SegmentDefinition } from '../measure/segments/index.ts';
import { overlapProvenance, segmentOverlap } from '../measure/segments/overlap.ts';
import type { Scope } from '../model/api-key.ts';
import type { Context } from './context.ts';
import { figureCost, maximumPage } from './limits.ts';
import { Computed, readOnce } from './provenance.ts';
import { DateScalar } from './scalars.ts';
import { Segment, asOfDescription, segmentNamed } from './segment.ts';

const mostSegments = 20;

@ObjectType({ description: 'How many are in a segment, whatever else they are in.', simpleResolvers: true })
export class OverlappingSegment {
  @Field(() => Segment)
  segment!: SegmentDefinition;

  @Field(() => Int)
  customers!: number;
}

@ObjectType({ description: 'Segments that some customers are in at once.', simpleResolvers: true })
export class SegmentCombination {
  @Field(() => [Segment])
  segments!: SegmentDefinition[];

  @Field(() => Int, { description: 'How many are in these and in no other of those asked.' })
  exactly!: number;

  @Field(() => Int, { description: 'How many are in all of these, whatever else they are in.' })
  together!: number;
}

@ObjectType({ description: 'Who is in several segments at once.', implements: Computed, simpleResolvers: true })
export class SegmentOverlap extends Computed {
  @Field(() => Int, { description: 'All customers: those in none, and in each combination exactly, add up to them.' })
  customers!: number;

  @Field(() => Int, { description: 'How many are in none of the segments.' })
  inNone!: number;

  @Field(() => [OverlappingSegment], { description: 'In the order asked.' })
  segments!: OverlappingSegment[];

  @Field(() => [SegmentCombination], {
    description: `Every combination that somebody is in, the largest first; of many the first ${maximumPage}.`,
  })
  combinations!: SegmentCombination[];
}

@Resolver(() => SegmentOverlap)
export class SegmentOverlapResolver {
  @Authorized<Scope>('READ_CUSTOMERS')
  @Query(() => SegmentOverlap, { nullable: true, complexity: figureCost, description: 'How segments overlap.' })
  async segmentOverlap(
    @Ctx() context: Context,
    @Arg('ids', () => [ID], { description: `At most ${mostSegments}, each once.` }) ids: string[],
    @Arg('asOf', () => DateScalar, { nullable: true, description: asOfDescription }) asOf?: string,
  ): Promise<SegmentOverlap> {
    if (ids.length === 0 || ids.length > mostSegments || new Set(ids).size < ids.length)
      fail('BAD_INPUT', { field: 'ids', reason: `must name from 1 to ${mostSegments} segments, each once` });
    const measure = await context.measure(asOf ?? undefined);
    const named = await Promise.all(ids.map((id, index) => segmentNamed(context, id, `ids.${index}`)));
    const { sizes, combinations, ...overlap } = await segmentOverlap(measure, named);
    return {
      ...overlap,
      segments: named.map((segment, index) => ({ segment, customers: sizes[index]! })),
      combinations: combinations.slice(0, maximumPage),
      provenance: readOnce(() => overlapProvenance(measure)),
    };
  }
}
