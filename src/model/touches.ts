import { defineEntity, type InferEntity } from '@mikro-orm/core';
import { flag, instant, integer, json, key, text, uuid } from './columns.ts';

/** Where touches came from: all that their sources told of it, and what that was classified as. */
export const TouchOrigin = defineEntity({
  name: 'TouchOrigin',
  tableName: 'touch_origins',
  properties: {
    ...key(),
    /** SESSION, CLICK, VIEW or SURVEY. */
    kind: text(),
    /** The channel and campaign that the source itself names, whether or not they have arrived. */
    sourceChannelId: uuid().nullable(),
    sourceCampaignId: uuid().nullable(),
    utmSource: text().nullable(),
    utmMedium: text().nullable(),
    utmCampaign: text().nullable(),
    utmId: text().nullable(),
    clickIdKind: text().nullable(),
    /** Host of the page before, without "www."; null within the shop itself. */
    referrer: text().nullable(),
    /** Null only until it is classified, in the transaction that writes the origin. */
    channelId: uuid().nullable(),
    campaignId: uuid().nullable(),
    channelKind: text().nullable(),
    /** What told the channel: see measure/touches/classify.ts. */
    matchedOn: text().nullable(),
    /** To be classified anew: channels, campaigns or rules have changed. */
    stale: flag(),
  },
});
export type TouchOrigin = InferEntity<typeof TouchOrigin>;

/** A touch that belongs to a person or to an order. */
export const TouchFact = defineEntity({
  name: 'TouchFact',
  tableName: 'touch_facts',
  properties: {
    workspaceId: uuid().primary(),
    touchId: uuid().primary(),
    customerId: uuid().nullable(),
    at: instant(),
    originId: uuid(),
    /** The purchase that it led to: the one it names, or the customer's next at or after it; null where none followed. */
    orderId: uuid().nullable(),
    /** False for a repeat within the same session. */
    counted: flag(),
    sourceId: uuid(),
    stream: text(),
  },
});
export type TouchFact = InferEntity<typeof TouchFact>;

/** How a workspace overrides the classification of touches; the first rule that matches decides. */
export const ChannelRule = defineEntity({
  name: 'ChannelRule',
  tableName: 'channel_rules',
  properties: {
    workspaceId: uuid().primary(),
    position: integer().primary(),
    /** All of them must hold: see measure/touches/rules.ts. */
    conditions: json(),
    /** Either a kind or a channel. */
    kind: text().nullable(),
    channelId: uuid().nullable(),
  },
});
export type ChannelRule = InferEntity<typeof ChannelRule>;
