import {
  Arg,
  Authorized,
  Ctx,
  Field,
  FieldResolver,
  Float,
  ID,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { type PeriodInput as PeriodGiven, resolvePeriod } from '../measure/period.ts';
import {
  type SpendByLevel,
  spendByLevel,
  type SpendFigures,
  type SpendGroup,
  type SpendLevel,
  spendLevels,
} from '../measure/spend/by-level.ts';
import type { Scope } from '../model/api-key.ts';
import { Campaign, loadCampaign } from './campaign.ts';
import { Channel, loadChannel } from './channel.ts';
import type { Context } from './context.ts';
import { enumType } from './enum-type.ts';
import { idOf, unknownId } from './global-id.ts';
import { defaultPage, figureCost } from './limits.ts';
import { Money, money } from './money.ts';
import { NullReason } from './null-reason.ts';
import { checkPageSize } from './page.ts';
import { PeriodInput } from './period.ts';
import { Computed } from './provenance.ts';
import { DateScalar, DecimalScalar } from './scalars.ts';

const AdSpendLevel = enumType<SpendLevel>('AdSpendLevel', 'How finely ad spend is told.', spendLevels);

@ObjectType({ description: 'Clicks as a share of impressions, with its 95 % interval.', simpleResolvers: true })
export class ClickRate {
  @Field(() => Float)
  value!: number;

  @Field(() => Float)
  low!: number;

  @Field(() => Float)
  high!: number;
}

@ObjectType({
  description: 'What ads cost and did. A count that the platform does not tell for every ad is null.',
  simpleResolvers: true,
})
export class AdFigures {
  @Field(() => NullReason, { nullable: true, description: 'Why there is no amount.' })
  reason!: string | null;

  @Field(() => DecimalScalar, { nullable: true })
  impressions!: string | null;

  @Field(() => DecimalScalar, { nullable: true })
  clicks!: string | null;

  @Field(() => ClickRate, { nullable: true, description: 'CTR.' })
  clickRate!: ClickRate | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Conversions that the platform claims for itself; several platforms may claim the same one.',
  })
  claimedConversions!: string | null;
}

@ObjectType({ description: 'One channel, campaign, ad set or ad.', simpleResolvers: true })
export class AdSpendPart {
  @Field(() => String, { nullable: true, description: 'The name of the ad set. Null at a coarser level.' })
  adSet!: string | null;

  @Field(() => String, { nullable: true, description: 'As the platform names it. Null at a coarser level.' })
  ad!: string | null;
}

@ObjectType({
  description: 'What was spent on ads as their platforms report it, in all and in its parts.',
  implements: Computed,
  simpleResolvers: true,
})
export class AdSpend extends Computed {
  @Field(() => AdFigures)
  total!: SpendFigures;

  groups!: SpendGroup[];
}

@Resolver(() => AdSpend)
export class AdSpendResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => AdSpend, {
    nullable: true,
    complexity: figureCost,
    description: 'What was spent on ads, by channel, campaign, ad set or ad.',
  })
  async adSpend(
    @Ctx() context: Context,
    @Arg('level', () => AdSpendLevel) level: SpendLevel,
    @Arg('period', () => PeriodInput, {
      nullable: true,
      description: 'Days of the ad accounts. Left out: what was reported without a day, and is in no period.',
    })
    period: PeriodInput | null,
    @Arg('campaign', () => ID, { nullable: true, description: 'Of this campaign only.' }) campaign: string | null,
    @Arg('knownOn', () => DateScalar, {
      nullable: true,
      description: 'As it was known by the end of this day, before what the platforms restated since.',
    })
    knownOn: string | null,
  ): Promise<SpendByLevel> {
    const measure = await context.measure();
    const campaignId = campaign ? idOf('Campaign', campaign, 'campaign') : null;
    if (campaignId && !(await loadCampaign(context, campaignId))) throw unknownId('Campaign', campaign!, 'campaign');
    const days = period ? resolvePeriod(period as PeriodGiven, measure.through) : null;
    return spendByLevel(measure, { level, period: days, campaignId, knownOn });
  }

  @FieldResolver(() => [AdSpendPart], { description: 'The largest spend first.' })
  parts(
    @Root() { groups }: SpendByLevel,
    @Arg('first', () => Int, { defaultValue: defaultPage }) first: number,
  ): SpendGroup[] {
    checkPageSize(first, 'first');
    return groups.slice(0, first);
  }
}

@Resolver(() => AdSpendPart)
export class AdSpendPartResolver {
  @FieldResolver(() => AdFigures)
  figures(@Root() part: SpendGroup): SpendFigures {
    return part;
  }

  @FieldResolver(() => Channel, { nullable: true })
  channel(@Root() { channelId }: SpendGroup, @Ctx() context: Context): Promise<Channel | null> | null {
    return channelId ? loadChannel(context, channelId) : null;
  }

  @FieldResolver(() => Campaign, { nullable: true })
  campaign(@Root() { campaignId }: SpendGroup, @Ctx() context: Context): Promise<Campaign | null> | null {
    return campaignId ? loadCampaign(context, campaignId) : null;
  }
}

@Resolver(() => AdFigures)
export class AdFiguresResolver {
  @FieldResolver(() => Money, { nullable: true })
  spend(@Root() { spend }: SpendFigures, @Ctx() context: Context): Money | null {
    return money(spend, context.workspace.currency);
  }

  @FieldResolver(() => Money, { nullable: true, description: 'CPC.' })
  costPerClick(@Root() { costPerClick }: SpendFigures, @Ctx() context: Context): Money | null {
    return money(costPerClick, context.workspace.currency);
  }

  @FieldResolver(() => Money, { nullable: true, description: 'CPM.' })
  costPerThousandImpressions(@Root() figures: SpendFigures, @Ctx() context: Context): Money | null {
    return money(figures.costPerThousandImpressions, context.workspace.currency);
  }

  @FieldResolver(() => Money, {
    nullable: true,
    description: 'What the platform says that a conversion costs: its own claim, never a CAC.',
  })
  costPerClaimedConversion(@Root() figures: SpendFigures, @Ctx() context: Context): Money | null {
    return money(figures.costPerClaimedConversion, context.workspace.currency);
  }
}
