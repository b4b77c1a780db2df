import { defineEntity, type InferEntity } from '@mikro-orm/core';
import { currency, decimal, flag, instant, integer, key, lineage, text, uuid } from './columns.ts';

/** A promised shipment of an order and what came of it. */
export const Delivery = defineEntity({
  name: 'Delivery',
  tableName: 'deliveries',
  properties: {
    ...key(),
    orderId: uuid(),
    /** End of the first window promised to the customer. */
    promisedAt: instant().nullable(),
    shippedAt: instant().nullable(),
    deliveredAt: instant().nullable(),
    /** Whether all that was due in it came; null where the source does not say. */
    complete: flag().nullable(),
    /** PENDING, SHIPPED, DELIVERED, RETURNED, LOST or CANCELLED. */
    status: text(),
    carrier: text().nullable(),
    ...lineage(),
  },
});
export type Delivery = InferEntity<typeof Delivery>;

/** A cart, and the checkout it may have become. */
export const Cart = defineEntity({
  name: 'Cart',
  tableName: 'carts',
  properties: {
    ...key(),
    identityId: uuid().nullable(),
    startedAt: instant(),
    lastActiveAt: instant().nullable(),
    checkoutAt: instant().nullable(),
    completedAt: instant().nullable(),
    orderId: uuid().nullable(),
    device: text().nullable(),
    items: integer().nullable(),
    total: decimal().nullable(),
    currency: currency().nullable(),
    ...lineage(),
  },
});
export type Cart = InferEntity<typeof Cart>;
