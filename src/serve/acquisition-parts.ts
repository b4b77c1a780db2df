import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import type { Division } from '../measure/acquisition/credited.ts';
import { openBook } from '../measure/acquisition/index.ts';
import { partsOf } from '../measure/acquisition/parts.ts';
import { AcquisitionPerformance, performanceOf } from './acquisition.ts';
import { Campaign, loadCampaign } from './campaign.ts';
import { Channel, loadChannel } from './channel.ts';
import type { Context } from './context.ts';
import { figureCost } from './limits.ts';

@ObjectType({ description: 'What a channel won and cost.', simpleResolvers: true })
export class ChannelPerformance {
  @Field(() => Channel, {
    nullable: true,
    description: 'Null for the customers of whom nobody knows what brought them, and costs that belong to no channel.',
  })
  channel!: Channel | null;

  @Field(() => AcquisitionPerformance)
  performance!: AcquisitionPerformance;
}

@ObjectType({ description: 'What a campaign won and cost.', simpleResolvers: true })
export class CampaignPerformance {
  @Field(() => Campaign, {
    nullable: true,
    description: 'Null for the customers whom no known campaign brought, and costs that belong to none.',
  })
  campaign!: Campaign | null;

  @Field(() => AcquisitionPerformance)
  performance!: AcquisitionPerformance;
}

@Resolver(() => AcquisitionPerformance)
export class AcquisitionParts {
  @FieldResolver(() => [ChannelPerformance], {
    complexity: figureCost,
    description:
      'The same customers and costs by channel, the one that won most first: the parts add up to the whole. A part has no parts ' +
      'of its own.',
  })
  async byChannel(@Root() performance: AcquisitionPerformance, @Ctx() context: Context): Promise<ChannelPerformance[]> {
    return divided(performance, 'CHANNEL', async (id, own) => ({
      channel: id === null ? null : await loadChannel(context, id),
      performance: own,
    }));
  }

  @FieldResolver(() => [CampaignPerformance], {
    complexity: figureCost,
    description:
      'The same customers and costs by campaign, the one that won most first: the parts add up to the whole.',
  })
  async byCampaign(
    @Root() performance: AcquisitionPerformance,
    @Ctx() context: Context,
  ): Promise<CampaignPerformance[]> {
    return divided(performance, 'CAMPAIGN', async (id, own) => ({
      campaign: id === null ? null : await loadCampaign(context, id),
      performance: own,
    }));
  }
}

async function divided<Shown>(
  { part: { book } }: AcquisitionPerformance,
  division: Division,
  show: (id: string | null, performance: AcquisitionPerformance) => Promise<Shown>,
): Promise<Shown[]> {
  if (book.division !== 'ALL') return [];
  const parts = await partsOf(openBook(book.context, division, book.query));
  return Promise.all(parts.map((part) => show(part.key || null, performanceOf(part))));
}
