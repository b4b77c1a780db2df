import type { Stream } from '../../../src/sdk/index.ts';
import { isoInstant } from '../world/clock.ts';
import type { Delivery } from '../world/delivery.ts';
import { decimalOf } from '../world/money.ts';
import type { Order, OrderLine } from '../world/order.ts';
import type { Refund } from '../world/refunds.ts';
import type { World } from '../world/world.ts';
import { orderDrafts } from './order-map.ts';
import type { FulfillmentPayload, LinePayload, OrderPayload, RefundPayload } from './order-payload.ts';
import { variantKey } from './products.ts';
import { contactOf, peopleStream } from './stream.ts';

/** Orders with lines, payment, refunds and parcels, as a shop's API nests them. */
export function orders(world: World): Stream {
  return peopleStream<OrderPayload>(world, {
    entities: ['order', 'line', 'discount', 'payment', 'refund', 'refundLine', 'delivery'],
    of: (life) => life.orders.map(payloadOf),
    map: orderDrafts,
  });
}

const instantOrNull = (at: number | null) => (at === null ? null : isoInstant(at));

const payloadOf = (order: Order): OrderPayload => ({
  ...contactOf(order),
  id: order.key,
  name: `#${order.key.slice('order-'.length)}`,
  created_at: isoInstant(order.at),
  status: order.status.toLowerCase(),
  cancelled_at: instantOrNull(order.cancelledAt),
  test: order.test,
  type: order.kind.toLowerCase(),
  source_name: order.salesChannel,
  currency: order.currency,
  taxes_included: true,
  line_items: order.lines.map(lineOf),
  discount_code: order.code,
  order_discount: decimalOf(order.discount),
  shipping_price: decimalOf(order.shipping),
  total_tax: decimalOf(order.tax),
  total_price: decimalOf(order.total),
  fulfilment_cost: order.fulfilmentCost === null ? null : decimalOf(order.fulfilmentCost),
  payment: {
    id: `${order.key}-payment`,
    gateway: order.payment.method,
    status: order.payment.status,
    processed_at: instantOrNull(order.payment.paidAt),
    amount: decimalOf(order.total),
    fee: order.payment.fee === null ? null : decimalOf(order.payment.fee),
    installments: order.payment.installments,
  },
  refunds: order.refunds.map(refundOf),
  fulfillments: order.deliveries.map(fulfillmentOf),
});

const lineOf = (line: OrderLine): LinePayload => ({
  id: line.key,
  product_id: line.product?.key ?? null,
  variant_id: line.product && variantKey(line.product.key, line.variant),
  title: line.product?.title ?? 'Gift card',
  quantity: line.quantity,
  price: decimalOf(line.price),
  discount: decimalOf(line.discount),
  tax: decimalOf(line.tax),
  gift_card: line.product === null,
});

const refundOf = (refund: Refund): RefundPayload => ({
  id: refund.key,
  created_at: isoInstant(refund.at),
  kind: refund.kind.toLowerCase(),
  subtotal: decimalOf(refund.merchandise),
  shipping: decimalOf(refund.shipping),
  tax: decimalOf(refund.tax),
  reason: refund.reason,
  restock: refund.restocked,
  lines: refund.lines.map(({ line, quantity, amount }) => ({
    id: `${refund.key}:${line}`,
    line_item_id: line,
    quantity,
    subtotal: decimalOf(amount),
  })),
});

const fulfillmentOf = (parcel: Delivery): FulfillmentPayload => ({
  id: parcel.key,
  carrier: parcel.carrier,
  status: parcel.status.toLowerCase(),
  promised_at: isoInstant(parcel.promisedAt),
  shipped_at: instantOrNull(parcel.shippedAt),
  delivered_at: instantOrNull(parcel.deliveredAt),
  complete: parcel.complete,
});
