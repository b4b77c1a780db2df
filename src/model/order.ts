import { defineEntity, type InferEntity } from '@mikro-orm/core';
import { currency, decimal, flag, instant, integer, key, lineage, text, uuid } from './columns.ts';

/** A purchase. Amounts are in `currency`; null where the source did not say. */
export const Order = defineEntity({
  name: 'Order',
  tableName: 'orders',
  properties: {
    ...key(),
    /** Who bought; null where nothing identifies the buyer (counts in sales, not in customer figures). */
    identityId: uuid().nullable(),
    number: text().nullable(),
    placedAt: instant(),
    /** PENDING, PAID, FULFILLED, CANCELLED, REFUNDED, FAILED (payment voided) or DRAFT. */
    status: text(),
    sourceStatus: text().nullable(),
    cancelledAt: instant().nullable(),
    test: flag(),
    /** STANDARD, EXCHANGE, RENEWAL or WHOLESALE. */
    kind: text(),
    /** Sales channel: online, POS, marketplace … as the source names it. */
    salesChannel: text().nullable(),
    currency: currency(),
    /** What the buyer was charged in all. */
    total: decimal().nullable(),
    /** Discount on the order as a whole, not on its lines. */
    discount: decimal().nullable(),
    shipping: decimal().nullable(),
    tax: decimal().nullable(),
    /** Duties, tips and fees. */
    fees: decimal().nullable(),
    /** True where line prices and shipping contain the tax. */
    taxesIncluded: flag(),
    /** What the shop paid to ship, pack and take the payment; null where unknown. */
    fulfilmentCost: decimal().nullable(),
    ...lineage(),
  },
});
export type Order = InferEntity<typeof Order>;

export const OrderLine = defineEntity({
  name: 'OrderLine',
  tableName: 'order_lines',
  properties: {
    ...key(),
    orderId: uuid(),
    productId: uuid().nullable(),
    variantId: uuid().nullable(),
    title: text().nullable(),
    quantity: decimal(),
    /** Before discounts. */
    unitPrice: decimal(),
    /** Discount on the whole line. */
    discount: decimal().nullable(),
    shipping: decimal().nullable(),
    tax: decimal().nullable(),
    /** A gift card sold is a liability, not revenue. */
    giftCard: flag(),
    ...lineage(),
  },
});
export type OrderLine = InferEntity<typeof OrderLine>;

/** A discount code or rule used on an order: who used what. Its amounts are in the order and its lines already. */
export const Discount = defineEntity({
  name: 'Discount',
  tableName: 'discounts',
  properties: { ...key(), orderId: uuid(), code: text(), amount: decimal().nullable(), ...lineage() },
});
export type Discount = InferEntity<typeof Discount>;

/** Money given back, split as the ladder needs it; each refund is a fact of its own day. */
export const Refund = defineEntity({
  name: 'Refund',
  tableName: 'refunds',
  properties: {
    ...key(),
    orderId: uuid(),
    refundedAt: instant(),
    /** REFUND or CHARGEBACK. */
    kind: text(),
    /** In the order's currency where null. */
    currency: currency().nullable(),
    merchandise: decimal(),
    shipping: decimal(),
    tax: decimal(),
    /** Other adjustment given back; a restocking fee kept is negative. */
    other: decimal(),
    reason: text().nullable(),
    restocked: flag().nullable(),
    ...lineage(),
  },
});
export type Refund = InferEntity<typeof Refund>;

export const RefundLine = defineEntity({
  name: 'RefundLine',
  tableName: 'refund_lines',
  properties: {
    ...key(),
    refundId: uuid(),
    orderLineId: uuid(),
    quantity: decimal(),
    amount: decimal().nullable(),
    ...lineage(),
  },
});
export type RefundLine = InferEntity<typeof RefundLine>;

export const Payment = defineEntity({
  name: 'Payment',
  tableName: 'payments',
  properties: {
    ...key(),
    orderId: uuid(),
    paidAt: instant().nullable(),
    method: text().nullable(),
    status: text().nullable(),
    amount: decimal(),
    currency: currency().nullable(),
    fee: decimal().nullable(),
    installments: integer().nullable(),
    ...lineage(),
  },
});
export type Payment = InferEntity<typeof Payment>;
