import type { Stream } from '../../../src/sdk/index.ts';
import { isoInstant } from '../world/clock.ts';
import { type Visit, visitsOf } from '../world/visits.ts';
import type { World } from '../world/world.ts';
import { type Contact, contactOf, known, peopleStream, personOfRecord } from './stream.ts';

type VisitPayload = Contact & {
  id: string;
  kind: 'SESSION' | 'SURVEY';
  at: string;
  channel: string;
  campaign_id: string | null;
  utm_source: string | null;
  utm_medium: string | null;
  utm_campaign: string | null;
  click_id: { name: string; value: string } | null;
  referrer: string | null;
  landing_page: string | null;
  device: string;
};

/** Sessions before orders, and what buyers said when asked where they had heard of the shop. */
export function visits(world: World): Stream {
  return peopleStream<VisitPayload>(world, {
    entities: ['touch'],
    of: ({ person, orders }) => visitsOf(world, person, orders).map(payloadOf),
    map: (visit) => [
      {
        type: 'touch',
        data: {
          ...personOfRecord(visit),
          ...known({
            campaignKey: visit.campaign_id,
            utmSource: visit.utm_source,
            utmMedium: visit.utm_medium,
            utmCampaign: visit.utm_campaign,
            referrer: visit.referrer,
            landing: visit.landing_page,
          }),
          ...(visit.click_id && { clickIdKind: visit.click_id.name, clickId: visit.click_id.value }),
          key: visit.id,
          at: visit.at,
          kind: visit.kind,
          channelKey: visit.channel,
          device: visit.device,
        },
      },
    ],
  });
}

function payloadOf(visit: Visit): VisitPayload {
  const { channel, campaign } = visit;
  const session = visit.kind === 'SESSION';
  const tagged = session && channel.key !== 'direct' && channel.key !== 'organic';
  return {
    ...contactOf(visit),
    id: visit.key,
    kind: visit.kind,
    at: isoInstant(visit.at),
    channel: channel.key,
    campaign_id: campaign && !visit.unknownCampaign ? campaign.key : null,
    utm_source: tagged ? channel.source : null,
    utm_medium: tagged ? channel.medium : null,
    utm_campaign: tagged && campaign ? (visit.unknownCampaign ? 'old-flyer' : campaign.key) : null,
    click_id: channel.clickId && visit.clickId ? { name: channel.clickId, value: visit.clickId } : null,
    referrer: session ? channel.referrer : null,
    landing_page: session ? '/' : null,
    device: visit.device,
  };
}
