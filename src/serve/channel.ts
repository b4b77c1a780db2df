import { sql } from 'kysely';
import { Arg, Args, Authorized, Ctx, Field, FieldResolver, ID, ObjectType, Query, Resolver, Root } from 'type-graphql';
import type { Scope } from '../model/api-key.ts';
import { channelKinds } from '../model/marketing.ts';
import { type Connection, connectionType } from './connection.ts';
import type { Context } from './context.ts';
import { enumType } from './enum-type.ts';
import { idOf, unknownId } from './global-id.ts';
import { figureCost } from './limits.ts';
import { Node } from './node.ts';
import { PageArgs, type PagedRow, pageOf } from './page.ts';
import { pageByPerformance, PerformanceSort } from './performance-sort.ts';
import { Source, loadSource } from './source.ts';

export const ChannelKind = enumType('ChannelKind', 'The kinds of ways by which customers come.', channelKinds, {
  PAID_SEARCH: 'Ads beside the results of a search engine or of a price comparison.',
  PAID_SOCIAL: 'Ads in a social network.',
  DISPLAY: 'Ads on other pages and in videos.',
  AFFILIATE: 'Partners who are paid for what they bring, voucher sites among them.',
  ORGANIC_SEARCH: 'Unpaid results of a search engine.',
  SOCIAL: 'Unpaid links in a social network.',
  REFERRAL: 'Links on other sites, and people who recommend.',
  DIRECT: 'The address was typed, or nothing tells where the visit came from.',
  OFFLINE: 'Print, mail, radio, television, fairs.',
  OTHER: 'Something is told that fits nothing else.',
});

@ObjectType({
  description:
    'A way by which customers come: one that a source told of, or our own for a kind that no source told of.',
  implements: Node,
  simpleResolvers: true,
})
export class Channel extends Node {
  @Field(() => String)
  name!: string;

  @Field(() => ChannelKind)
  kind!: keyof typeof ChannelKind;

  sourceId!: string | null;
}

const ChannelConnection = connectionType('Channel', () => Channel);
const columns = sql`c.id, c.name, c.kind, c.source_id as "sourceId"`;

/** The channel with that id, null where the workspace has none. */
export const loadChannel = (context: Context, id: string): Promise<Channel | null> =>
  context.batch('channel', id, async (ids) => {
    const rows = await context.rows(sql<Channel>`
      select ${columns} from channels c where c.workspace_id = ${context.workspaceId} and c.id = any(${ids})`);
    return new Map(rows.map((row) => [row.id, row]));
  });

@Resolver(() => Channel)
export class ChannelResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => Channel, { nullable: true })
  async channel(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<Channel> {
    const channel = await loadChannel(context, idOf('Channel', id, 'id'));
    if (!channel) throw unknownId('Channel', id, 'id');
    return channel;
  }

  @Authorized<Scope>('READ_METRICS')
  @Query(() => ChannelConnection, {
    nullable: true,
    complexity: figureCost,
    description: 'Channels by name, unless told.',
  })
  async channels(
    @Ctx() context: Context,
    @Args(() => PageArgs) args: PageArgs,
    @Arg('kind', () => [ChannelKind], { nullable: true }) kinds: string[] | null,
    @Arg('sort', () => PerformanceSort, { nullable: true }) sort: PerformanceSort | null,
  ): Promise<Connection<Channel>> {
    const of = sql<boolean>`c.workspace_id = ${context.workspaceId}
      and ${kinds ? sql`c.kind = any(${kinds}::text[])` : sql`true`}`;
    if (sort) {
      const all = await context.rows(sql<Channel>`select ${columns} from channels c where ${of} order by c.name, c.id`);
      return pageByPerformance(context, 'CHANNEL', all, sort, args);
    }
    const page = pageOf(args, { name: 'channels', value: sql`c.name`, type: 'text', id: sql`c.id` });
    const rows = await context.rows(sql<Channel & PagedRow>`
      select ${columns}, ${page.sortValue} as "sortValue" from channels c
       where ${of} and ${page.where} order by ${page.orderBy} limit ${page.limit}`);
    return page.connection(rows, () => context.count(sql`channels c where ${of}`));
  }

  @FieldResolver(() => Source, { nullable: true, description: 'Null where it is our own.' })
  source(@Root() { sourceId }: Channel, @Ctx() context: Context): Promise<Source | null> | null {
    return sourceId ? loadSource(context, sourceId) : null;
  }
}
