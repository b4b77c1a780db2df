import { defineEntity, type InferEntity } from '@mikro-orm/core';
import { counter, currency, day, decimal, instant, key, lineage, text, uuid } from './columns.ts';

export const channelKinds = [
  'PAID_SEARCH',
  'PAID_SOCIAL',
  'DISPLAY',
  'AFFILIATE',
  'EMAIL',
  'ORGANIC_SEARCH',
  'SOCIAL',
  'REFERRAL',
  'DIRECT',
  'OFFLINE',
  'OTHER',
] as const;
export type ChannelKind = (typeof channelKinds)[number];

/** A way customers reach us. One without lineage is built in: no source told a channel of its kind. */
export const Channel = defineEntity({
  name: 'Channel',
  tableName: 'channels',
  properties: {
    ...key(),
    name: text(),
    /** One of `channelKinds`. */
    kind: text(),
    sourceId: uuid().nullable(),
    externalId: text().nullable(),
    stream: text().nullable(),
    recordKey: text().nullable(),
    runId: uuid().nullable(),
  },
});
export type Channel = InferEntity<typeof Channel>;

export const Campaign = defineEntity({
  name: 'Campaign',
  tableName: 'campaigns',
  properties: {
    ...key(),
    channelId: uuid().nullable(),
    name: text(),
    startedOn: day().nullable(),
    endedOn: day().nullable(),
    ...lineage(),
  },
});
export type Campaign = InferEntity<typeof Campaign>;

/** Ad set (Meta) or ad group (Google). */
export const AdSet = defineEntity({
  name: 'AdSet',
  tableName: 'ad_sets',
  properties: { ...key(), campaignId: uuid().nullable(), name: text(), ...lineage() },
});
export type AdSet = InferEntity<typeof AdSet>;

/** What was spent on one day, in the ad account's own zone and currency. */
export const AdSpend = defineEntity({
  name: 'AdSpend',
  tableName: 'ad_spend',
  properties: {
    ...key(),
    /** The account's local date; null where the source reports a total without dates. */
    day: day().nullable(),
    accountZone: text().nullable(),
    channelId: uuid().nullable(),
    campaignId: uuid().nullable(),
    adSetId: uuid().nullable(),
    ad: text().nullable(),
    spend: decimal(),
    currency: currency(),
    impressions: counter().nullable(),
    clicks: counter().nullable(),
    /** Conversions as the platform claims them. */
    conversions: decimal().nullable(),
    ...lineage(),
  },
});
export type AdSpend = InferEntity<typeof AdSpend>;

/** One contact on the way to an order. */
export const Touch = defineEntity({
  name: 'Touch',
  tableName: 'touches',
  properties: {
    ...key(),
    identityId: uuid().nullable(),
    orderId: uuid().nullable(),
    at: instant(),
    /** SESSION, CLICK, VIEW or SURVEY (self-reported). */
    kind: text(),
    channelId: uuid().nullable(),
    campaignId: uuid().nullable(),
    utmSource: text().nullable(),
    utmMedium: text().nullable(),
    utmCampaign: text().nullable(),
    /** The campaign's id at the ad platform. */
    utmId: text().nullable(),
    clickIdKind: text().nullable(),
    clickId: text().nullable(),
    referrer: text().nullable(),
    landing: text().nullable(),
    device: text().nullable(),
    ...lineage(),
  },
});
export type Touch = InferEntity<typeof Touch>;

/** A prospect with the origin it came from and what became of it. */
export const Lead = defineEntity({
  name: 'Lead',
  tableName: 'leads',
  properties: {
    ...key(),
    identityId: uuid().nullable(),
    firstContactAt: instant().nullable(),
    origin: text().nullable(),
    landing: text().nullable(),
    /** OPEN, WON or LOST. */
    status: text(),
    wonAt: instant().nullable(),
    segment: text().nullable(),
    ...lineage(),
  },
});
export type Lead = InferEntity<typeof Lead>;
