import type { Draft, Stream } from '../../../src/sdk/index.ts';
import { spendOf, plannedSpend, type Spend } from '../world/advertising.ts';
import { decimalOf } from '../world/money.ts';
import { adSetNames } from '../world/people.ts';
import { type Campaign, campaigns as planned, channels } from '../world/plan.ts';
import type { World } from '../world/world.ts';
import { streamOf } from './stream.ts';

type ChannelPayload = {
  id: string;
  name: string;
  kind: (typeof channels)[number]['kind'];
  campaigns: { id: string; name: string; ad_sets: { id: string; name: string }[] }[];
};

const adSetKey = (campaign: string, adSet: string) => `${campaign}-${adSet}`;

/** Channels with their campaigns and ad sets. */
export function channelTree(world: World): Stream {
  return streamOf<ChannelPayload>({
    entities: ['channel', 'campaign', 'adSet'],
    personalData: false,
    pages: 1,
    key: ({ id }) => id,
    page: () =>
      channels.map(({ key, name, kind }) => ({
        id: key,
        name,
        kind,
        campaigns: planned
          .filter(({ channel }) => channel === key)
          .map((campaign) => ({
            id: campaign.key,
            name: campaign.name,
            ad_sets: adSetNames.map((adSet) => ({
              id: adSetKey(campaign.key, adSet),
              name: `${campaign.name}, ${adSet}`,
            })),
          })),
      })),
    map: (channel) => channelDrafts(world, channel),
  });
}

function channelDrafts({ span }: World, { id: channelKey, name, kind, campaigns }: ChannelPayload): Draft[] {
  return [
    { type: 'channel', data: { key: channelKey, name, kind } },
    ...campaigns.flatMap((campaign): Draft[] => [
      { type: 'campaign', data: { key: campaign.id, name: campaign.name, channelKey, startedOn: span.startsOn } },
      ...campaign.ad_sets.map((adSet): Draft => ({
        type: 'adSet',
        data: { key: adSet.id, name: adSet.name, campaignKey: campaign.id },
      })),
    ]),
  ];
}

type SpendPayload = {
  id: string;
  date: string;
  account: { time_zone: string; currency: string };
  channel_id: string;
  campaign_id: string;
  ad_set_id: string;
  spend: string;
  impressions: number;
  clicks: number;
  conversions: string;
};

const daysOnPage = 28;

/** What each ad set spent on each day of its account. */
export function adSpend(world: World): Stream {
  const plan = new Map<Campaign, number[]>(planned.map((campaign) => [campaign, plannedSpend(world, campaign)]));
  return streamOf<SpendPayload>({
    entities: ['adSpend'],
    personalData: false,
    pages: Math.ceil(world.span.days / daysOnPage),
    key: ({ id }) => id,
    page: (number) => spendOf(world, plan, number * daysOnPage, (number + 1) * daysOnPage).map(payloadOf),
    map: (row) => [
      {
        type: 'adSpend',
        data: {
          key: row.id,
          day: row.date,
          accountZone: row.account.time_zone,
          channelKey: row.channel_id,
          campaignKey: row.campaign_id,
          adSetKey: row.ad_set_id,
          spend: row.spend,
          currency: row.account.currency,
          impressions: row.impressions,
          clicks: row.clicks,
          conversions: row.conversions,
        },
      },
    ],
  });
}

const payloadOf = (row: Spend): SpendPayload => ({
  id: row.key,
  date: row.day,
  account: { time_zone: row.zone, currency: row.currency },
  channel_id: row.campaign.channel,
  campaign_id: row.campaign.key,
  ad_set_id: adSetKey(row.campaign.key, row.adSet),
  spend: decimalOf(row.spend),
  impressions: row.impressions,
  clicks: row.clicks,
  conversions: decimalOf(row.conversions),
});
