import type { ChannelKind } from '../../model/marketing.ts';
import { kindOf, type RawOrigin, type Told } from './kind.ts';
import { type ChannelRule, ruleFor } from './rule.ts';
import type { Platform } from '../../model/click-ids.ts';

/** A channel that a source told of. */
export interface KnownChannel {
  id: string;
  kind: ChannelKind;
  /** Null where neither its name nor its connector tells the ad platform. */
  platform: Platform | null;
}

export interface KnownCampaign {
  id: string;
  name: string;
  /** What the ad platform calls it. */
  externalId: string;
  channelId: string | null;
}

/** What a workspace's touches are matched with. */
export interface Directory {
  channels: ReadonlyMap<string, KnownChannel>;
  campaigns: ReadonlyMap<string, KnownCampaign>;
  rules: readonly ChannelRule[];
}

/**
 * What told the channel: a rule of the workspace; the touch's own source; the campaign of an ad platform, found by its id or
 * by its name; utm_source and utm_medium; a click id; the page before; the customer's own word; or nothing, which is a direct
 * visit.
 */
export const matches = [
  'RULE',
  'SOURCE',
  'CAMPAIGN_ID',
  'CAMPAIGN_NAME',
  'UTM',
  'CLICK_ID',
  'REFERRER',
  'SELF_REPORTED',
  'NOTHING',
] as const;
export type Match = (typeof matches)[number];

export interface Classified {
  /** Null for the workspace's built-in channel of the kind. */
  channelId: string | null;
  campaignId: string | null;
  kind: ChannelKind;
  matchedOn: Match;
}

type Found = { campaign: KnownCampaign; by: 'SOURCE' | 'CAMPAIGN_ID' | 'CAMPAIGN_NAME' };

/** Makes the function that classifies origins: a rule before what the source says, that before the campaign, then the rest. */
export function classifier({ channels, campaigns, rules }: Directory): (origin: RawOrigin) => Classified {
  const byId = Map.groupBy(campaigns.values(), ({ externalId }) => externalId);
  const byName = Map.groupBy(campaigns.values(), ({ name }) => spelling(name));

  return (origin) => {
    const told = kindOf(origin);
    const found = findCampaign(origin, told);
    const ofCampaign = found?.campaign.channelId ? channels.get(found.campaign.channelId) : undefined;
    const rule = ruleFor(rules, origin, (id) => channels.has(id));
    if (rule) {
      const chosen = rule.channelId ? channels.get(rule.channelId) : undefined;
      const kind = chosen?.kind ?? rule.kind!;
      const channel = chosen ?? (ofCampaign?.kind === kind ? ofCampaign : channelOf(kind, told.platform));
      const keepsCampaign = found && (!ofCampaign || ofCampaign.id === channel?.id);
      const campaignId = keepsCampaign ? found.campaign.id : null;
      return { channelId: channel?.id ?? null, campaignId, kind, matchedOn: 'RULE' };
    }
    const given = origin.sourceChannelId === null ? undefined : channels.get(origin.sourceChannelId);
    const channel = given ?? ofCampaign ?? channelOf(told.kind, told.platform);
    return {
      channelId: channel?.id ?? null,
      campaignId: found?.campaign.id ?? null,
      kind: channel?.kind ?? told.kind,
      matchedOn: given ? 'SOURCE' : ofCampaign ? found!.by : told.by,
    };
  };

  function findCampaign(origin: RawOrigin, told: Told): Found | undefined {
    const given = origin.sourceCampaignId === null ? undefined : campaigns.get(origin.sourceCampaignId);
    if (given) return { campaign: given, by: 'SOURCE' };
    if (origin.kind === 'SURVEY') return undefined;
    for (const id of [origin.utmId, origin.utmCampaign]) {
      const campaign = id === null ? undefined : only(byId.get(id), origin, told);
      if (campaign) return { campaign, by: 'CAMPAIGN_ID' };
    }
    const name = origin.utmCampaign;
    const campaign = name === null ? undefined : only(byName.get(spelling(name)), origin, told);
    return campaign && { campaign, by: 'CAMPAIGN_NAME' };
  }

  /** The one campaign meant: of several, the only one of the channel told, else of the kind and platform told. */
  function only(found: KnownCampaign[] = [], { sourceChannelId }: RawOrigin, told: Told): KnownCampaign | undefined {
    const channelIn = (campaign: KnownCampaign) => (campaign.channelId ? channels.get(campaign.channelId) : undefined);
    const given = sourceChannelId !== null && channels.has(sourceChannelId);
    const fitting = found.filter((campaign) => {
      const channel = channelIn(campaign);
      if (given && channel) return channel.id === sourceChannelId;
      return !channel?.platform || !told.platform || channel.platform === told.platform;
    });
    if (fitting.length <= 1) return fitting[0];
    const ofKind = fitting.filter((campaign) => channelIn(campaign)?.kind === told.kind);
    return ofKind.length === 1 ? ofKind[0] : undefined;
  }

  /** The one channel of a kind: the platform's, else one of which no platform is known; undefined for none, and for several. */
  function channelOf(kind: ChannelKind, platform: Platform | null): KnownChannel | undefined {
    const ofKind = [...channels.values()].filter((channel) => channel.kind === kind);
    const exact = ofKind.filter((channel) => platform !== null && channel.platform === platform);
    const open = ofKind.filter((channel) => platform === null || channel.platform === null);
    const [first, ...more] = exact.length > 0 ? exact : open;
    return more.length === 0 ? first : undefined;
  }
}

const spelling = (name: string): string => name.normalize('NFKC').trim().toLowerCase().replaceAll(/\s+/g, ' ');
