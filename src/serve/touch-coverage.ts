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
import type { Period } from '../measure/period.ts';
import { type PeriodInput as PeriodGiven, resolvePeriod } from '../measure/period.ts';
import { matches } from '../measure/touches/classify.ts';
import {
  adConsents,
  campaignsUnmatched,
  type TouchCoverage as Coverage,
  touchCoverage,
  type UnmatchedCampaign as Unmatched,
} from '../measure/touches/coverage.ts';
import type { Scope } from '../model/api-key.ts';
import { Channel, loadChannel } from './channel.ts';
import type { Context } from './context.ts';
import { CustomerFilterInput, toFilter } from './customer-filter.ts';
import { enumType } from './enum-type.ts';
import { figureCost } from './limits.ts';
import { NullReason } from './null-reason.ts';
import { checkPageSize } from './page.ts';
import { PeriodInput } from './period.ts';
import { Computed } from './provenance.ts';
import { DateScalar } from './scalars.ts';

export const TouchMatch = enumType('TouchMatch', 'What told by which channel a touch came.', matches, {
  RULE: 'A rule of the workspace.',
  SOURCE: 'Its source names the channel or the campaign.',
  CAMPAIGN_ID: 'utm_id or utm_campaign is the id of a campaign.',
  CAMPAIGN_NAME: 'utm_campaign is the name of one campaign.',
  UTM: 'utm_source and utm_medium.',
  CLICK_ID: 'The id of a click.',
  REFERRER: 'The page before.',
  SELF_REPORTED: 'What the customer answered.',
  NOTHING: 'Nothing is told: a direct visit.',
});
const AdConsent = enumType('AdConsent', 'What a customer last said of tracking for ads.', adConsents, {
  UNKNOWN: 'Nothing was ever said.',
});

@ObjectType({ description: 'A share of a count, with its 95 % Wilson interval.', simpleResolvers: true })
export class CountedShare {
  @Field(() => Int)
  part!: number;

  @Field(() => Int)
  whole!: number;

  @Field(() => Float, { nullable: true, description: 'Null where there is nothing to divide by.' })
  share!: number | null;

  @Field(() => Float, { nullable: true })
  low!: number | null;

  @Field(() => Float, { nullable: true })
  high!: number | null;

  @Field(() => NullReason, { nullable: true, description: 'Why there is no share.' })
  reason!: string | null;
}

@ObjectType({
  description: 'How well first orders are known of customers of one word on tracking.',
  simpleResolvers: true,
})
export class ConsentCoverage {
  @Field(() => AdConsent)
  consent!: string;

  @Field(() => CountedShare, { description: 'Their first orders with a known touch.' })
  coverage!: CountedShare;
}

@ObjectType({ description: 'Touches whose channel the same thing told.', simpleResolvers: true })
export class MatchedTouches {
  @Field(() => TouchMatch)
  matchedOn!: string;

  @Field(() => Int)
  touches!: number;

  @Field(() => Int, { description: 'Origins: what is told alike of touches.' })
  origins!: number;
}

@ObjectType({
  description: 'A utm_campaign that no campaign of any source has as its id or name.',
  simpleResolvers: true,
})
export class UnmatchedCampaign {
  @Field(() => String)
  utmCampaign!: string;

  @Field(() => String, { nullable: true })
  utmSource!: string | null;

  @Field(() => String, { nullable: true })
  utmMedium!: string | null;

  @Field(() => Int)
  touches!: number;

  @Field(() => Int, { description: 'Orders that these touches led to.' })
  orders!: number;

  @Field(() => DateScalar, { description: 'The last day of the period with such a touch.' })
  lastDay!: string;

  channelId!: string;
}

@ObjectType({ description: 'Values of utm_campaign that match nothing, most touches first.', simpleResolvers: true })
export class UnmatchedCampaigns {
  @Field(() => Int, { description: 'How many there are in all.' })
  count!: number;

  @Field(() => [UnmatchedCampaign])
  campaigns!: readonly Unmatched[];
}

@ObjectType({
  description: 'How much is known of where the orders of a period came from.',
  implements: Computed,
  simpleResolvers: true,
})
export class TouchCoverage extends Computed {
  @Field(() => CountedShare, { description: 'First purchases with a known touch.' })
  firstOrders!: CountedShare;

  @Field(() => CountedShare, { description: 'Valid orders with a known touch.' })
  orders!: CountedShare;

  @Field(() => [ConsentCoverage], { description: 'First purchases by what their customers say of tracking for ads.' })
  byConsent!: ConsentCoverage[];

  @Field(() => [MatchedTouches], { description: 'What told the channels of the period’s touches, most touches first.' })
  matches!: MatchedTouches[];

  @Field(() => CountedShare, { description: 'Touches that belong neither to a person nor to an order.' })
  ofNobody!: CountedShare;

  period!: Period;
}

@Resolver(() => TouchCoverage)
export class TouchCoverageResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => TouchCoverage, {
    nullable: true,
    complexity: figureCost,
    description:
      'Of how many orders it is known what brought them, why not of the others, and which campaigns match nothing.',
  })
  async touchCoverage(
    @Ctx() context: Context,
    @Arg('period', () => PeriodInput) given: PeriodInput,
    @Arg('filter', () => CustomerFilterInput, { nullable: true, description: 'The customers whose orders are meant.' })
    filter: CustomerFilterInput | null,
  ): Promise<Coverage & { period: Period }> {
    const measure = await context.measure();
    const period = resolvePeriod(given as PeriodGiven, measure.asOf);
    const found = await touchCoverage(measure, { period, ...(filter && { filter: toFilter(context, filter) }) });
    return { ...found, period };
  }

  @FieldResolver(() => UnmatchedCampaigns, { complexity: figureCost / 2 })
  async unmatchedCampaigns(
    @Root() { period }: TouchCoverage,
    @Ctx() context: Context,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
  ): Promise<UnmatchedCampaigns> {
    checkPageSize(first, 'first');
    const all = await campaignsUnmatched(await context.measure(), period);
    return { count: all.length, campaigns: all.slice(0, first) };
  }
}

@Resolver(() => UnmatchedCampaign)
export class UnmatchedCampaignResolver {
  @FieldResolver(() => Channel, { nullable: true, description: 'By which these touches came nevertheless.' })
  channel(@Root() { channelId }: Unmatched, @Ctx() context: Context): Promise<Channel | null> {
    return loadChannel(context, channelId);
  }
}
