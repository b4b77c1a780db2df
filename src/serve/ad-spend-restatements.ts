import { Arg, Authorized, Ctx, Field, FieldResolver, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { type PeriodInput as PeriodGiven, resolvePeriod } from '../measure/period.ts';
import { adSpendRestatements, type Restatement, type Restatements } from '../measure/spend/restatements.ts';
import type { Scope } from '../model/api-key.ts';
import { Campaign, loadCampaign } from './campaign.ts';
import type { Context } from './context.ts';
import { defaultPage, figureCost } from './limits.ts';
import { Money, money } from './money.ts';
import { NullReason } from './null-reason.ts';
import { checkPageSize } from './page.ts';
import { PeriodInput } from './period.ts';
import { Computed } from './provenance.ts';
import { DateScalar, DateTimeScalar } from './scalars.ts';

@ObjectType({ description: 'What was told of ad spend first, and what is told of it now.', simpleResolvers: true })
export class AdSpendRestatement {
  @Field(() => DateScalar, { nullable: true, description: 'Null for a total.' })
  day!: string | null;

  @Field(() => NullReason, { nullable: true, description: 'Why there are no amounts.' })
  reason!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was told first, the day being over.' })
  firstToldAt!: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it last changed. It has been final since, so far.',
  })
  changedAt!: Date | null;
}

@ObjectType({
  description: 'How much ad platforms changed what they had told of days.',
  implements: Computed,
  simpleResolvers: true,
})
export class AdSpendRestatements extends Computed {
  @Field(() => AdSpendRestatement)
  total!: Restatement;

  restated!: Restatement[];
}

@Resolver(() => AdSpendRestatements)
export class AdSpendRestatementsResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => AdSpendRestatements, {
    nullable: true,
    complexity: figureCost,
    description: 'How much ad platforms restated the days of a period since they first told of them.',
  })
  async adSpendRestatements(
    @Ctx() context: Context,
    @Arg('period', () => PeriodInput) period: PeriodInput,
  ): Promise<Restatements> {
    const measure = await context.measure();
    return adSpendRestatements(measure, resolvePeriod(period as PeriodGiven, measure.through));
  }

  @FieldResolver(() => [AdSpendRestatement], {
    description: 'Days and campaigns that were restated, the latest day first.',
  })
  restated(
    @Root() { restated }: Restatements,
    @Arg('first', () => Int, { defaultValue: defaultPage }) first: number,
  ): Restatement[] {
    checkPageSize(first, 'first');
    return restated.slice(0, first);
  }
}

@Resolver(() => AdSpendRestatement)
export class AdSpendRestatementResolver {
  @FieldResolver(() => Campaign, { nullable: true, description: 'Null for a total.' })
  campaign(@Root() { campaignId }: Restatement, @Ctx() context: Context): Promise<Campaign | null> | null {
    return campaignId ? loadCampaign(context, campaignId) : null;
  }

  @FieldResolver(() => Money, { nullable: true })
  firstTold(@Root() { firstTold }: Restatement, @Ctx() context: Context): Money | null {
    return money(firstTold, context.workspace.currency);
  }

  @FieldResolver(() => Money, { nullable: true })
  now(@Root() { now }: Restatement, @Ctx() context: Context): Money | null {
    return money(now, context.workspace.currency);
  }

  @FieldResolver(() => Money, { nullable: true, description: 'How much more it is now.' })
  change(@Root() { change }: Restatement, @Ctx() context: Context): Money | null {
    return money(change, context.workspace.currency);
  }
}
