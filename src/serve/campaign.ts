import { sql } from 'kysely';
import { Arg, Args, Authorized, Ctx, Field, FieldResolver, ID, ObjectType, Query, Resolver, Root } from 'type-graphql';
import type { Scope } from '../model/api-key.ts';
import { Channel, loadChannel } from './channel.ts';
import { type Connection, connectionType } from './connection.ts';
import type { Context } from './context.ts';
import { idOf, unknownId } from './global-id.ts';
import { figureCost } from './limits.ts';
import { Node } from './node.ts';
import { PageArgs, type PagedRow, pageOf } from './page.ts';
import { pageByPerformance, PerformanceSort } from './performance-sort.ts';
import { DateScalar } from './scalars.ts';
import { Source, loadSource } from './source.ts';

@ObjectType({ description: 'One effort inside a channel.', implements: Node, simpleResolvers: true })
export class Campaign extends Node {
  @Field(() => String)
  name!: string;

  @Field(() => String, { description: 'What its source calls it: what utm_id may name.' })
  externalId!: string;

  @Field(() => DateScalar, { nullable: true })
  startedOn!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Null while no end is known.' })
  endedOn!: string | null;

  channelId!: string | null;
  sourceId!: string;
}

const CampaignConnection = connectionType('Campaign', () => Campaign);
const columns = sql`c.id, c.name, c.external_id as "externalId", c.started_on as "startedOn", c.ended_on as "endedOn",
  c.channel_id as "channelId", c.source_id as "sourceId"`;
const order = { name: 'campaigns', value: sql`c.name`, type: 'text', id: sql`c.id` } as const;

/** The campaign with that id, null where the workspace has none. */
export const loadCampaign = (context: Context, id: string): Promise<Campaign | null> =>
  context.batch('campaign', id, async (ids) => {
    const rows = await context.rows(sql<Campaign>`
      select ${columns} from campaigns c where c.workspace_id = ${context.workspaceId} and c.id = any(${ids})`);
    return new Map(rows.map((row) => [row.id, row]));
  });

@Resolver(() => Campaign)
export class CampaignResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => Campaign, { nullable: true })
  async campaign(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<Campaign> {
    const campaign = await loadCampaign(context, idOf('Campaign', id, 'id'));
    if (!campaign) throw unknownId('Campaign', id, 'id');
    return campaign;
  }

  @Authorized<Scope>('READ_METRICS')
  @Query(() => CampaignConnection, {
    nullable: true,
    complexity: figureCost,
    description: 'Campaigns by name, unless told.',
  })
  async campaigns(
    @Ctx() context: Context,
    @Args(() => PageArgs) args: PageArgs,
    @Arg('search', () => String, { nullable: true, description: 'Part of the name.' }) search: string | null,
    @Arg('sort', () => PerformanceSort, { nullable: true }) sort: PerformanceSort | null,
  ): Promise<Connection<Campaign>> {
    const of = sql<boolean>`c.workspace_id = ${context.workspaceId}
      and ${search ? sql`position(lower(${search}) in lower(c.name)) > 0` : sql`true`}`;
    if (sort) {
      const all = await context.rows(
        sql<Campaign>`select ${columns} from campaigns c where ${of} order by c.name, c.id`,
      );
      return pageByPerformance(context, 'CAMPAIGN', all, sort, args);
    }
    const page = pageOf(args, order);
    const rows = await context.rows(sql<Campaign & PagedRow>`
      select ${columns}, ${page.sortValue} as "sortValue" from campaigns c
       where ${of} and ${page.where} order by ${page.orderBy} limit ${page.limit}`);
    return page.connection(rows, () => context.count(sql`campaigns c where ${of}`));
  }

  @FieldResolver(() => Channel, { nullable: true, description: 'Null where the source does not tell.' })
  channel(@Root() { channelId }: Campaign, @Ctx() context: Context): Promise<Channel | null> | null {
    return channelId ? loadChannel(context, channelId) : null;
  }

  @FieldResolver(() => Source)
  async source(@Root() { sourceId }: Campaign, @Ctx() context: Context): Promise<Source> {
    return (await loadSource(context, sourceId))!;
  }
}

@Resolver(() => Channel)
export class ChannelCampaigns {
  @FieldResolver(() => CampaignConnection, { description: 'Its campaigns by name.' })
  async campaigns(
    @Root() channel: Channel,
    @Ctx() context: Context,
    @Args(() => PageArgs) args: PageArgs,
  ): Promise<Connection<Campaign & PagedRow>> {
    const page = pageOf(args, order);
    const rows = await context.batch(`campaigns ${JSON.stringify(args)}`, channel.id, async (ids) => {
      const found = await context.rows(sql<Campaign & PagedRow>`
        select * from (
          select ${columns}, ${page.sortValue} as "sortValue",
                 row_number() over (partition by c.channel_id order by ${page.orderBy}) as place
            from campaigns c
           where c.workspace_id = ${context.workspaceId} and c.channel_id = any(${ids}) and ${page.where}
        ) placed where place <= ${page.limit} order by place`);
      return Map.groupBy(found, ({ channelId }) => channelId!);
    });
    const count = () =>
      context.batch('count of campaigns', channel.id, async (ids) => {
        const counts = await context.rows(sql<{ channelId: string; count: string }>`
          select channel_id as "channelId", count(*) as count from campaigns
           where workspace_id = ${context.workspaceId} and channel_id = any(${ids}) group by channel_id`);
        return new Map(counts.map((row) => [row.channelId, Number(row.count)]));
      });
    return page.connection(rows ?? [], async () => (await count()) ?? 0);
  }
}
