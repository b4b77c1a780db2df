import { type RawBuilder, sql } from 'kysely';
import { Arg, Args, Authorized, Ctx, Field, FieldResolver, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { type EntryKind, entryKinds } from '../measure/cost-rows.ts';
import { type PeriodInput as PeriodGiven, resolvePeriod } from '../measure/period.ts';
import type { Scope } from '../model/api-key.ts';
import { Campaign, loadCampaign } from './campaign.ts';
import { Channel, loadChannel } from './channel.ts';
import { type Connection, connectionType } from './connection.ts';
import type { Context } from './context.ts';
import { enumType } from './enum-type.ts';
import { Money } from './money.ts';
import { Node } from './node.ts';
import { PageArgs, type PagedRow, pageOf } from './page.ts';
import { PeriodInput } from './period.ts';
import { DateScalar } from './scalars.ts';
import { Source, loadSource } from './source.ts';

export const CostEntryKind = enumType<EntryKind>('CostEntryKind', 'What marketing costs besides ads.', entryKinds, {
  AFFILIATE: 'Fees of partners that no ad platform reports.',
  TOOLS: 'Software and services.',
});

@ObjectType({
  description: 'A cost of marketing that is no ad, spread evenly over its days.',
  implements: Node,
  simpleResolvers: true,
})
export class CostEntry extends Node {
  @Field(() => CostEntryKind)
  kind!: EntryKind;

  @Field(() => DateScalar)
  startsOn!: string;

  @Field(() => DateScalar, { description: 'The last of its days.' })
  endsOn!: string;

  @Field(() => String, { nullable: true })
  note!: string | null;

  amount!: string;
  currency!: string;
  channelId!: string | null;
  campaignId!: string | null;
  sourceId!: string | null;
}

const CostEntryConnection = connectionType('CostEntry', () => CostEntry);
const columns = sql`c.id, c.kind, c.starts_on as "startsOn", coalesce(c.ends_on, c.starts_on) as "endsOn", c.note,
  c.amount, c.currency, c.channel_id as "channelId", c.campaign_id as "campaignId", c.source_id as "sourceId"`;

/** The cost with that id, null where the workspace has none. */
export const loadCostEntry = (context: Context, id: string): Promise<CostEntry | null> =>
  context.batch('cost entry', id, async (ids) => {
    const rows = await context.rows(sql<CostEntry>`
      select ${columns} from cost_entries c where c.workspace_id = ${context.workspaceId} and c.id = any(${ids})`);
    return new Map(rows.map((row) => [row.id, row]));
  });

@Resolver(() => CostEntry)
export class CostEntryResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => CostEntryConnection, {
    nullable: true,
    description: 'What marketing costs besides ads, the latest first. Sums over days are the metric marketing_costs.',
  })
  async costEntries(
    @Ctx() context: Context,
    @Args(() => PageArgs) args: PageArgs,
    @Arg('period', () => PeriodInput, { nullable: true, description: 'With a day in it.' }) period: PeriodInput | null,
    @Arg('kind', () => [CostEntryKind], { nullable: true }) kinds: EntryKind[] | null,
  ): Promise<Connection<CostEntry & PagedRow>> {
    const order = { name: 'cost entries', value: sql`c.starts_on::text`, type: 'text', id: sql`c.id` } as const;
    const page = pageOf(args, { ...order, descending: true });
    const of = sql<boolean>`c.workspace_id = ${context.workspaceId} and ${await inPeriod(context, period)}
      and ${kinds ? sql`c.kind = any(${kinds}::text[])` : sql`true`}`;
    const rows = await context.rows(sql<CostEntry & PagedRow>`
      select ${columns}, ${page.sortValue} as "sortValue" from cost_entries c
       where ${of} and ${page.where} order by ${page.orderBy} limit ${page.limit}`);
    return page.connection(rows, () => context.count(sql`cost_entries c where ${of}`));
  }

  @FieldResolver(() => Money, { description: 'For all its days together.' })
  amount(@Root() { amount, currency }: CostEntry): Money {
    return { amount, currency };
  }

  @FieldResolver(() => Channel, { nullable: true, description: 'Null where it is for all channels.' })
  channel(@Root() { channelId }: CostEntry, @Ctx() context: Context): Promise<Channel | null> | null {
    return channelId ? loadChannel(context, channelId) : null;
  }

  @FieldResolver(() => Campaign, { nullable: true, description: 'Null where it is for all campaigns.' })
  campaign(@Root() { campaignId }: CostEntry, @Ctx() context: Context): Promise<Campaign | null> | null {
    return campaignId ? loadCampaign(context, campaignId) : null;
  }

  @FieldResolver(() => Source, { nullable: true, description: 'Null where it was entered by hand.' })
  source(@Root() { sourceId }: CostEntry, @Ctx() context: Context): Promise<Source | null> | null {
    return sourceId ? loadSource(context, sourceId) : null;
  }
}

async function inPeriod(context: Context, period: PeriodInput | null): Promise<RawBuilder<unknown>> {
  if (!period) return sql`true`;
  const { from, to } = resolvePeriod(period as PeriodGiven, (await context.measure()).asOf);
  return sql`c.starts_on <= ${to}::date and coalesce(c.ends_on, c.starts_on) >= ${from}::date`;
}
