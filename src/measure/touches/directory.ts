import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { ChannelKind } from '../../model/marketing.ts';
import type { Directory, KnownCampaign } from './classify.ts';
import type { ChannelRule } from './rule.ts';
import type { Platform } from '../../model/click-ids.ts';

/** What the name of a channel, or of the connector that told it, says of its platform. */
const platforms: readonly (readonly [RegExp, Platform])[] = [
  [/google|youtube|adwords/, 'GOOGLE'],
  [/\bmeta\b|facebook|instagram/, 'META'],
  [/microsoft|\bbing\b/, 'MICROSOFT'],
  [/tiktok/, 'TIKTOK'],
  [/linkedin/, 'LINKEDIN'],
  [/pinterest/, 'PINTEREST'],
  [/snapchat/, 'SNAPCHAT'],
  [/reddit/, 'REDDIT'],
  [/twitter|\bx ads\b/, 'X'],
];

/** The channels and campaigns that sources told of, and the workspace's rules. */
export async function readDirectory(em: SqlEntityManager, workspaceId: string): Promise<Directory> {
  const db = em.getKysely();
  const channels = await sql<{ id: string; kind: ChannelKind; words: string }>`
    select c.id, c.kind, lower(c.name || ' ' || s.connector) as words from channels c
    join sources s on s.workspace_id = c.workspace_id and s.id = c.source_id
    where c.workspace_id = ${workspaceId}`.execute(db);
  const campaigns = await sql<KnownCampaign>`
    select id, name, external_id as "externalId", channel_id as "channelId" from campaigns
    where workspace_id = ${workspaceId}`.execute(db);
  return {
    channels: new Map(
      channels.rows.map(({ id, kind, words }) => {
        const platform = platforms.find(([pattern]) => pattern.test(words))?.[1] ?? null;
        return [id, { id, kind, platform }];
      }),
    ),
    campaigns: new Map(campaigns.rows.map((campaign) => [campaign.id, campaign])),
    rules: await readRules(em, workspaceId),
  };
}

/** The workspace's rules in their order. */
export async function readRules(em: SqlEntityManager, workspaceId: string): Promise<ChannelRule[]> {
  const { rows } = await sql<ChannelRule>`
    select conditions, kind, channel_id as "channelId" from channel_rules
    where workspace_id = ${workspaceId} order by position`.execute(em.getKysely());
  return rows;
}
