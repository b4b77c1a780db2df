import {
  Args,
  ArgsType,
  Authorized,
  Ctx,
  Field,
  FieldResolver,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { AttributedCampaign, AttributedChannel, Credit } from '../measure/attribution/channels.ts';
import { type AttributionModel as Model, attributionModels } from '../measure/attribution/credits.ts';
import { type Attribution as Figures, attribution } from '../measure/attribution/index.ts';
import type { Base } from '../measure/metric.ts';
import { type PeriodInput as PeriodGiven, resolvePeriod } from '../measure/period.ts';
import type { Scope } from '../model/api-key.ts';
import { AttributionModel } from './attribution-model.ts';
import { ReachArgs, toReach } from './attribution-options.ts';
import { Campaign, loadCampaign } from './campaign.ts';
import { Channel, loadChannel } from './channel.ts';
import type { Context } from './context.ts';
import { CustomerFilterInput, toFilter } from './customer-filter.ts';
import { enumType } from './enum-type.ts';
import { figureCost } from './limits.ts';
import { AmountBase } from './metric-query.ts';
import { Money, money } from './money.ts';
import { NullReason } from './null-reason.ts';
import { PeriodInput } from './period.ts';
import { Computed } from './provenance.ts';
import { DecimalScalar } from './scalars.ts';

const AttributedOrders = enumType('AttributedOrders', 'Which orders are shared out.', ['FIRST', 'ALL'], {
  FIRST: "Every customer's first purchase: who won the customer.",
  ALL: 'All valid orders, those of buyers whom nobody knows included.',
});
const claim =
  "Conversions that the ad platform itself claims, by its own rules and on its account's days: not comparable with credits, which share every order out once. Null where it says nothing.";

@ObjectType({ description: 'What one model gives a channel or a campaign.', simpleResolvers: true })
export class AttributedCredit {
  @Field(() => AttributionModel)
  model!: string;

  @Field(() => DecimalScalar, { description: 'Orders, in fractions: an order is shared among the touches before it.' })
  orders!: string;

  @Field(() => DecimalScalar, { nullable: true, description: 'Of all orders shared out. Null without any.' })
  share!: string | null;

  @Field(() => Money, { nullable: true, description: 'What these orders brought, returns so far taken off.' })
  revenue!: Money | null;

  @Field(() => NullReason, { nullable: true, description: 'Why there is no revenue.' })
  reason!: string | null;
}

@ObjectType({ description: "A campaign's part of its channel's orders.", simpleResolvers: true })
export class CampaignAttribution {
  @Field(() => [AttributedCredit], { description: 'One a model, in the order asked.' })
  credits!: AttributedCredit[];

  @Field(() => DecimalScalar, { nullable: true, description: claim })
  claimedConversions!: string | null;

  campaignId!: string | null;
}

@ObjectType({ description: "A channel's part of the orders.", simpleResolvers: true })
export class ChannelAttribution {
  @Field(() => [AttributedCredit], { description: 'One a model, in the order asked.' })
  credits!: AttributedCredit[];

  @Field(() => DecimalScalar, { nullable: true, description: claim })
  claimedConversions!: string | null;

  @Field(() => [CampaignAttribution], { description: 'They add up to the channel. The largest first.' })
  campaigns!: CampaignAttribution[];

  channelId!: string | null;
}

@ObjectType({
  description:
    'The orders of a period, shared among channels by several models side by side. By each they add up to all orders and to all revenue. Attributed is not incremental: it does not tell how many would have come without.',
  implements: Computed,
  simpleResolvers: true,
})
export class Attribution extends Computed {
  @Field(() => Int, { description: 'Orders shared out.' })
  orders!: number;

  @Field(() => Money, { nullable: true, description: 'What they brought, returns so far taken off.' })
  revenue!: Money | null;

  @Field(() => NullReason, { nullable: true, description: 'Why there is no revenue.' })
  reason!: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: claim })
  claimedConversions!: string | null;

  @Field(() => [ChannelAttribution], { description: 'The largest by the first model first, unattributed orders last.' })
  channels!: ChannelAttribution[];
}

@ArgsType()
class ComparisonArgs extends ReachArgs {
  @Field(() => PeriodInput)
  period!: PeriodInput;

  @Field(() => [AttributionModel], { nullable: true, description: 'All models unless told.' })
  models?: Model[] | null;

  @Field(() => AttributedOrders, { defaultValue: 'FIRST' })
  orders!: 'FIRST' | 'ALL';

  @Field(() => AmountBase, { defaultValue: 'NET' })
  base!: Base;

  @Field(() => CustomerFilterInput, { nullable: true, description: 'Orders of these customers only.' })
  filter?: CustomerFilterInput | null;
}

@Resolver(() => Attribution)
export class AttributionResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => Attribution, {
    nullable: true,
    complexity: figureCost,
    description: 'Which channels and campaigns the orders of a period came by, model beside model.',
  })
  async attribution(@Ctx() context: Context, @Args(() => ComparisonArgs) args: ComparisonArgs): Promise<Attribution> {
    const { period, orders, base, filter } = args;
    const measure = await context.measure();
    const figures = await attribution(measure, {
      period: resolvePeriod(period as PeriodGiven, measure.asOf),
      models: args.models?.length ? [...new Set(args.models)] : attributionModels,
      reach: toReach(measure, args),
      orders,
      base,
      ...(filter && { filter: toFilter(context, filter) }),
    });
    return inMoney(figures, measure.workspace.currency);
  }
}

function inMoney({ revenue, claimed, channels, ...figures }: Figures, currency: string): Attribution {
  const credits = (given: Credit[]) => given.map((credit) => ({ ...credit, revenue: money(credit.revenue, currency) }));
  const part = <Part extends AttributedCampaign | AttributedChannel>({
    claimed: claimedConversions,
    ...own
  }: Part) => ({
    ...own,
    claimedConversions,
    credits: credits(own.credits),
  });
  return {
    ...figures,
    revenue: money(revenue, currency),
    claimedConversions: claimed,
    channels: channels.map((channel) => ({ ...part(channel), campaigns: channel.campaigns.map(part) })),
  };
}

@Resolver(() => ChannelAttribution)
export class ChannelOfAttribution {
  @FieldResolver(() => Channel, { nullable: true, description: 'Null where no touch is known: UNATTRIBUTED.' })
  channel(@Root() { channelId }: ChannelAttribution, @Ctx() context: Context): Promise<Channel | null> | null {
    return channelId === null ? null : loadChannel(context, channelId);
  }
}

@Resolver(() => CampaignAttribution)
export class CampaignOfAttribution {
  @FieldResolver(() => Campaign, { nullable: true, description: 'Null for touches of no known campaign.' })
  campaign(@Root() { campaignId }: CampaignAttribution, @Ctx() context: Context): Promise<Campaign | null> | null {
    return campaignId === null ? null : loadCampaign(context, campaignId);
  }
}
