import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { counter, instant, integer, json, text, uuid } from './columns.ts';

/** One call of a vendor's that was believed. */
export const WebhookDelivery = defineEntity({
  name: 'WebhookDelivery',
  tableName: 'webhook_deliveries',
  properties: {
    workspaceId: uuid().primary(),
    sourceId: uuid().primary(),
    /** The vendor's name for it, or the digest of its body. */
    id: text().primary(),
    /** The order in which deliveries came. */
    seq: counter(),
    /** WAITING, TAKEN or FAILED. */
    status: text(),
    receivedAt: instant(),
    url: text(),
    /** Without credentials. */
    headers: json(),
    /** As it came; null once it is taken. */
    body: p.blob().nullable(),
    tries: integer(),
    /** Not to be tried before; null where it was not tried yet. */
    retryAt: instant().nullable(),
    /** Why it could not be taken the last time. */
    error: text().nullable(),
  },
});
export type WebhookDelivery = InferEntity<typeof WebhookDelivery>;
