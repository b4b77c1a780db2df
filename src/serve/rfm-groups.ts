import {
  Arg,
  Authorized,
  Ctx,
  Field,
  FieldResolver,
  Float,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { readThresholds } from '../measure/customer-states.ts';
import { compareGroups, type ComparedGroup as Compared, comparisonProvenance } from '../measure/rfm/comparison.ts';
import { rfmProvenance } from '../measure/rfm/index.ts';
import type { Scope } from '../model/api-key.ts';
import type { Context } from './context.ts';
import { RfmGroup } from './customer-filter.ts';
import { figureCost } from './limits.ts';
import { Money, money } from './money.ts';
import { Computed, readOnce } from './provenance.ts';
import { DateScalar } from './scalars.ts';
import { loadSource, Source } from './source.ts';

@ObjectType({
  description:
    'What RFM scores were measured against on a day. A score is 1 + how many of its four limits a value exceeds.',
  implements: Computed,
  simpleResolvers: true,
})
export class RfmThresholds extends Computed {
  @Field(() => DateScalar)
  asOf!: string;

  @Field(() => Int, { description: 'Customers with a purchase.' })
  purchasers!: number;

  @Field(() => [DateScalar], { description: 'Limits of the last purchase day. Empty without purchasers, as all are.' })
  recency!: string[];

  @Field(() => [Int], { description: 'Limits of the number of purchase days.' })
  frequency!: number[];

  @Field(() => [Money], { description: 'Limits of net sales.' })
  monetary!: Money[];

  @Field(() => Money, { nullable: true, description: 'Net sales from which a loyal customer is a VIP.' })
  vip!: Money | null;
}

@ObjectType({ description: 'Customers in a group of a source’s and a group of ours.', simpleResolvers: true })
export class ComparedGroup {
  @Field(() => String, { description: 'In the source’s own words.' })
  sourceGroup!: string;

  @Field(() => RfmGroup, { nullable: true, description: 'Null where no purchase of theirs is known.' })
  group!: string | null;

  @Field(() => Int)
  customers!: number;

  @Field(() => Float, { description: 'Of the source’s group: these add up to 1.' })
  share!: number;
}

@ObjectType({
  description: 'The groups that a source puts its customers into, beside ours.',
  implements: Computed,
  simpleResolvers: true,
})
export class RfmComparison extends Computed {
  @Field(() => Int, { description: 'Customers whom the source puts into a group.' })
  customers!: number;

  @Field(() => Float, { description: 'Share who are in the group of ours in which most of their source’s group are.' })
  agreement!: number;

  @Field(() => [ComparedGroup])
  groups!: Compared[];

  sourceId!: string;
}

@Resolver(() => RfmComparison)
export class RfmGroupsResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => RfmThresholds, { nullable: true, complexity: figureCost })
  async rfmThresholds(
    @Ctx() context: Context,
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'By default the last day of the data.' })
    asOf?: string,
  ): Promise<RfmThresholds> {
    const measure = await context.measure(asOf ?? undefined);
    const { recency, frequency, monetary, vip, purchasers } = await readThresholds(measure);
    const { currency } = measure.workspace;
    return {
      asOf: measure.asOf,
      purchasers,
      recency,
      frequency: frequency.map(Number),
      monetary: monetary.map((amount) => ({ amount, currency })),
      vip: money(vip, currency),
      provenance: readOnce(() => rfmProvenance(measure)),
    };
  }

  @Authorized<Scope>('READ_METRICS')
  @Query(() => [RfmComparison], {
    nullable: true,
    complexity: figureCost,
    description: 'One for each source that puts customers into groups of its own. Empty where none does.',
  })
  async rfmComparisons(@Ctx() context: Context): Promise<RfmComparison[]> {
    const measure = await context.measure();
    const provenance = readOnce(() => comparisonProvenance(measure));
    return (await compareGroups(measure)).map((comparison) => ({ ...comparison, provenance }));
  }

  @FieldResolver(() => Source, { nullable: true })
  source(@Root() { sourceId }: RfmComparison, @Ctx() context: Context): Promise<Source | null> {
    return loadSource(context, sourceId);
  }
}
