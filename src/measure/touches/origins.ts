import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { factId } from '../../model/ids.ts';
import { type ChannelKind, channelKinds } from '../../model/marketing.ts';
import { classifier, type Classified, type Directory } from './classify.ts';
import { readDirectory } from './directory.ts';
import type { RawOrigin } from './kind.ts';

/** What the channels are called that no source told of. */
const builtInNames: Readonly<Record<ChannelKind, string>> = {
  PAID_SEARCH: 'Paid search',
  PAID_SOCIAL: 'Paid social',
  DISPLAY: 'Display',
  AFFILIATE: 'Affiliates',
  EMAIL: 'E-mail',
  ORGANIC_SEARCH: 'Organic search',
  SOCIAL: 'Social networks',
  REFERRAL: 'Referrals',
  DIRECT: 'Direct',
  OFFLINE: 'Offline',
  OTHER: 'Other',
};

/** The id of a workspace's own channel of a kind, for touches whose channel no source tells of. */
export const builtInChannel = (workspaceId: string, kind: ChannelKind): string =>
  factId(workspaceId, '', 'channel', kind);

export type StoredOrigin = RawOrigin & {
  id: string;
  channelId: string | null;
  campaignId: string | null;
};

/** The origins of a workspace that a condition on `o` chooses. */
export async function readOrigins(
  em: SqlEntityManager,
  workspaceId: string,
  chosen: RawBuilder<unknown>,
): Promise<StoredOrigin[]> {
  const { rows } = await sql<StoredOrigin>`
    select o.id, o.kind, o.source_channel_id as "sourceChannelId", o.source_campaign_id as "sourceCampaignId",
      o.utm_source as "utmSource", o.utm_medium as "utmMedium", o.utm_campaign as "utmCampaign", o.utm_id as "utmId",
      o.click_id_kind as "clickIdKind", o.referrer, o.channel_id as "channelId", o.campaign_id as "campaignId"
    from touch_origins o where o.workspace_id = ${workspaceId} and ${chosen}`.execute(em.getKysely());
  return rows;
}

/** What origins are, the built-in channels by their ids. */
export function classifyAll<Origin extends RawOrigin>(
  workspaceId: string,
  directory: Directory,
  origins: readonly Origin[],
): (Classified & { channelId: string; origin: Origin })[] {
  const classify = classifier(directory);
  return origins.map((origin) => {
    const { channelId, ...found } = classify(origin);
    return { ...found, channelId: channelId ?? builtInChannel(workspaceId, found.kind), origin };
  });
}

/** Classifies the origins that are new, or stale since channels, campaigns or rules changed. Touches stay as they are. */
export async function classifyStale(em: SqlEntityManager, workspaceId: string): Promise<void> {
  const origins = await readOrigins(em, workspaceId, sql`o.stale`);
  if (origins.length === 0) return;
  const classified = classifyAll(workspaceId, await readDirectory(em, workspaceId), origins);
  await addBuiltIns(em, workspaceId, new Set(classified.map(({ channelId }) => channelId)));
  const column = <Name extends 'channelId' | 'campaignId' | 'kind' | 'matchedOn'>(name: Name) =>
    classified.map((row) => row[name]);
  await sql`
    update touch_origins o set channel_id = c.channel_id, campaign_id = c.campaign_id, channel_kind = c.kind,
      matched_on = c.matched_on, stale = false
    from unnest(${classified.map(({ origin }) => origin.id)}::uuid[], ${column('channelId')}::uuid[],
      ${column('campaignId')}::uuid[], ${column('kind')}::text[], ${column('matchedOn')}::text[])
      as c (id, channel_id, campaign_id, kind, matched_on)
    where o.workspace_id = ${workspaceId} and o.id = c.id`.execute(em.getKysely());
}

/** Writes the workspace's own channels among these. */
async function addBuiltIns(em: SqlEntityManager, workspaceId: string, used: ReadonlySet<string>): Promise<void> {
  const kinds = channelKinds.filter((kind) => used.has(builtInChannel(workspaceId, kind)));
  if (kinds.length === 0) return;
  await sql`
    insert into channels (workspace_id, id, name, kind)
    select ${workspaceId}::uuid, * from unnest(${kinds.map((kind) => builtInChannel(workspaceId, kind))}::uuid[],
      ${kinds.map((kind) => builtInNames[kind])}::text[], ${kinds}::text[])
    on conflict do nothing`.execute(em.getKysely());
}
