import { type Draft, type DraftData, FieldError } from '../../../src/sdk/index.ts';
import type { FulfillmentPayload, LinePayload, OrderPayload, RefundPayload } from './order-payload.ts';
import { known, personOfRecord } from './stream.ts';

type Status<T extends 'order' | 'delivery'> = DraftData[T]['status'];

const orderStatuses: Readonly<Record<string, Status<'order'>>> = {
  pending: 'PENDING',
  paid: 'PAID',
  fulfilled: 'FULFILLED',
  cancelled: 'CANCELLED',
  refunded: 'REFUNDED',
  failed: 'FAILED',
};
const orderKinds: Readonly<Record<string, 'STANDARD' | 'EXCHANGE' | 'WHOLESALE'>> = {
  standard: 'STANDARD',
  exchange: 'EXCHANGE',
  wholesale: 'WHOLESALE',
};
const parcelStatuses: Readonly<Record<string, Status<'delivery'>>> = {
  pending: 'PENDING',
  shipped: 'SHIPPED',
  delivered: 'DELIVERED',
  returned: 'RETURNED',
  lost: 'LOST',
};
const refundKinds: Readonly<Record<string, 'REFUND' | 'CHARGEBACK'>> = { refund: 'REFUND', chargeback: 'CHARGEBACK' };

/** One order's payload in the unified model. */
export function orderDrafts(order: OrderPayload): Draft[] {
  const { id: orderKey, payment, discount_code: code, currency } = order;
  return [
    { type: 'order', data: orderOf(order) },
    ...order.line_items.map((line): Draft => ({ type: 'line', data: lineOf(orderKey, line) })),
    ...(code === null ? [] : [{ type: 'discount' as const, data: { key: `${orderKey}:${code}`, orderKey, code } }]),
    {
      type: 'payment',
      data: known({
        key: payment.id,
        orderKey,
        paidAt: payment.processed_at,
        method: payment.gateway,
        status: payment.status,
        amount: payment.amount,
        currency,
        fee: payment.fee,
        installments: payment.installments,
      }),
    },
    ...order.refunds.flatMap((refund) => refundDrafts(orderKey, currency, refund)),
    ...order.fulfillments.map((parcel): Draft => ({ type: 'delivery', data: deliveryOf(orderKey, parcel) })),
  ];
}

const orderOf = (order: OrderPayload): DraftData['order'] => ({
  ...personOfRecord(order),
  ...known({ cancelledAt: order.cancelled_at, fulfilmentCost: order.fulfilment_cost }),
  key: order.id,
  number: order.name,
  placedAt: order.created_at,
  status: meaning(orderStatuses, 'status', order.status),
  sourceStatus: order.status,
  test: order.test,
  kind: meaning(orderKinds, 'type', order.type),
  salesChannel: order.source_name,
  currency: order.currency,
  total: order.total_price,
  discount: order.order_discount,
  shipping: order.shipping_price,
  tax: order.total_tax,
  taxesIncluded: order.taxes_included,
});

const lineOf = (orderKey: string, line: LinePayload): DraftData['line'] => ({
  ...known({ productKey: line.product_id, variantKey: line.variant_id }),
  key: line.id,
  orderKey,
  title: line.title,
  quantity: String(line.quantity),
  unitPrice: line.price,
  discount: line.discount,
  tax: line.tax,
  giftCard: line.gift_card,
});

function refundDrafts(orderKey: string, currency: string, refund: RefundPayload): Draft[] {
  const { id: key, subtotal: merchandise, shipping, tax, reason, restock: restocked } = refund;
  const kind = meaning(refundKinds, 'refunds.kind', refund.kind);
  return [
    {
      type: 'refund',
      data: {
        key,
        orderKey,
        refundedAt: refund.created_at,
        kind,
        currency,
        merchandise,
        shipping,
        tax,
        reason,
        restocked,
      },
    },
    ...refund.lines.map((line): Draft => ({
      type: 'refundLine',
      data: {
        key: line.id,
        refundKey: key,
        lineKey: line.line_item_id,
        quantity: String(line.quantity),
        amount: line.subtotal,
      },
    })),
  ];
}

const deliveryOf = (orderKey: string, parcel: FulfillmentPayload): DraftData['delivery'] => ({
  ...known({ shippedAt: parcel.shipped_at, deliveredAt: parcel.delivered_at, complete: parcel.complete }),
  key: parcel.id,
  orderKey,
  promisedAt: parcel.promised_at,
  status: meaning(parcelStatuses, 'fulfillments.status', parcel.status),
  carrier: parcel.carrier,
});

function meaning<T>(table: Readonly<Record<string, T>>, field: string, value: string): T {
  const found = table[value];
  if (found === undefined) throw new FieldError(field, `is none of ${Object.keys(table).join(', ')}`, value);
  return found;
}
