import { defineEntity, type InferEntity } from '@mikro-orm/core';
import { currency, day, decimal, flag, instant, integer, text, uuid } from './columns.ts';

/**
 * An order as the figures see it: its customer, its day in the workspace's zone, its amounts in the workspace's currency.
 * Tests, drafts and failed payments have none.
 */
export const OrderFact = defineEntity({
  name: 'OrderFact',
  tableName: 'order_facts',
  properties: {
    workspaceId: uuid().primary(),
    orderId: uuid().primary(),
    /** Null where nothing identifies the buyer. */
    customerId: uuid().nullable(),
    sourceId: uuid(),
    stream: text(),
    placedAt: instant(),
    day: day(),
    cancelledDay: day().nullable(),
    /** Counts in order counts, recency, frequency and cohorts: not test, draft, failed, cancelled or an exchange. */
    valid: flag(),
    /** Valid, identified and above zero: what first orders, repeats and gaps are made of. */
    purchase: flag(),
    salesChannel: text().nullable(),
    country: text().nullable(),
    currency: currency(),
    /** Amounts below are null where the exchange rate of the day is missing. */
    gross: decimal().nullable(),
    discounts: decimal().nullable(),
    /** Merchandise returned so far, at the order's rate: dated on the order. */
    returns: decimal().nullable(),
    /** gross - discounts - returns, without tax and shipping. */
    net: decimal().nullable(),
    shipping: decimal().nullable(),
    tax: decimal().nullable(),
    fees: decimal().nullable(),
    /** net + shipping + tax + fees, less shipping, tax and other amounts refunded. */
    total: decimal().nullable(),
    /** Cost of the goods kept; null where the cost of any line is unknown. */
    cost: decimal().nullable(),
    items: decimal().nullable(),
    /** 1 for the customer's first purchase, counted in (placedAt, id) order; null where it is no purchase. */
    sequence: integer().nullable(),
    /** Day of the customer's purchase before this one. */
    previousDay: day().nullable(),
    /** Day of the customer's first purchase. */
    cohortDay: day().nullable(),
  },
});
export type OrderFact = InferEntity<typeof OrderFact>;

/** A refund on its own day, at that day's rate. A cancelled order has none: its cancellation takes back all of it. */
export const RefundFact = defineEntity({
  name: 'RefundFact',
  tableName: 'refund_facts',
  properties: {
    workspaceId: uuid().primary(),
    refundId: uuid().primary(),
    orderId: uuid(),
    customerId: uuid().nullable(),
    day: day(),
    merchandise: decimal().nullable(),
    shipping: decimal().nullable(),
    tax: decimal().nullable(),
    other: decimal().nullable(),
  },
});
export type RefundFact = InferEntity<typeof RefundFact>;

/**
 * A customer's purchases (orders, days) and the amounts of all that was not cancelled. Nothing here depends on today:
 * recency and stages are worked out when asked.
 */
export const CustomerFact = defineEntity({
  name: 'CustomerFact',
  tableName: 'customer_facts',
  properties: {
    workspaceId: uuid().primary(),
    customerId: uuid().primary(),
    orders: integer(),
    purchaseDays: integer(),
    firstDay: day().nullable(),
    /** The second purchase day; several orders on the first day are one purchase. */
    secondDay: day().nullable(),
    lastDay: day().nullable(),
    /** The purchase day before the last. */
    previousDay: day().nullable(),
    gross: decimal().nullable(),
    net: decimal().nullable(),
    total: decimal().nullable(),
    /** net - cost; null where the cost of any purchase is unknown. */
    margin: decimal().nullable(),
  },
});
export type CustomerFact = InferEntity<typeof CustomerFact>;

/** Orders whose figures must be worked out anew. */
export const TouchedOrder = defineEntity({
  name: 'TouchedOrder',
  tableName: 'touched_orders',
  properties: { workspaceId: uuid().primary(), orderId: uuid().primary() },
});

/** Customers whose figures must be worked out anew; a merge touches every customer it involves. */
export const TouchedCustomer = defineEntity({
  name: 'TouchedCustomer',
  tableName: 'touched_customers',
  properties: { workspaceId: uuid().primary(), customerId: uuid().primary() },
});
