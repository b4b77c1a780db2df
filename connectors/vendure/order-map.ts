import type { Draft, DraftData, Payload } from '../../src/sdk/index.ts';
import {
  countAt,
  type Exact,
  idAt,
  instantAt,
  known,
  recordsAt,
  required,
  textAt,
  valueAt,
} from '../../src/sdk/index.ts';
import { mapDelivery } from './delivery-map.ts';
import { enteredState, paymentEntered } from './history.ts';
import { type Line, lineDraft, linesOf } from './line.ts';
import { amountIn, requiredIn, sum, written } from './money.ts';
import { mapRefund } from './refund-map.ts';

const statuses: Readonly<Record<string, DraftData['order']['status']>> = {
  PaymentAuthorized: 'PENDING',
  PaymentSettled: 'PAID',
  PartiallyShipped: 'PAID',
  Shipped: 'FULFILLED',
  PartiallyDelivered: 'FULFILLED',
  Delivered: 'FULFILLED',
  Cancelled: 'CANCELLED',
};

/** An order from its cart on. The parts that a marketplace's sellers get repeat the customer's order: they are left out. */
export function mapOrder(order: Payload, decimals: number): Draft[] {
  const key = required(idAt(order, 'id'), 'id');
  const state = required(textAt(order, 'state'), 'state');
  // Staff drew it up, and nobody has bought it yet.
  if (textAt(order, 'type') === 'Seller' || state === 'Draft') return [];
  const placedAt = instantAt(order, 'orderPlacedAt');
  const cart = mapCart(order, key, decimals);
  if (valueAt(order, 'active') === true || placedAt === undefined) return [cart];
  const lines = linesOf(order, decimals);
  const payments = recordsAt(order, 'payments');
  return [
    cart,
    { type: 'order', data: orderData(order, { key, state, placedAt, lines, decimals }) },
    ...lines.map((line) => lineDraft(line, key)),
    ...mapCoupons(order, key, decimals),
    ...payments.map((payment) => mapPayment(payment, order, key, decimals)),
    ...payments
      .flatMap((payment) => recordsAt(payment, 'refunds'))
      .flatMap((refund) => mapRefund(refund, { order, orderKey: key, lines, decimals })),
    ...recordsAt(order, 'fulfillments').map((fulfilment) => mapDelivery(fulfilment, order, key)),
  ];
}

interface Placed {
  key: string;
  state: string;
  placedAt: string;
  lines: Line[];
  decimals: number;
}

/** Amounts are without tax. What an order as a whole was discounted by, Vendure has spread over its lines. */
function orderData(order: Payload, { key, state, placedAt, lines, decimals }: Placed): DraftData['order'] {
  const shipping = requiredIn(order, 'shipping', decimals);
  const total = amountIn(order, 'totalWithTax', decimals);
  const surcharges = recordsAt(order, 'surcharges').map((surcharge) => ({
    net: requiredIn(surcharge, 'price', decimals),
    gross: requiredIn(surcharge, 'priceWithTax', decimals),
  }));
  const [granted, charged] = [true, false].map((negative) =>
    sum(surcharges.filter(({ net }) => net.isNegative() === negative).map(({ net }) => net)),
  ) as [Exact, Exact];
  const tax = sum([...lines, ...surcharges].map(({ net, gross }) => gross.minus(net)))
    .plus(requiredIn(order, 'shippingWithTax', decimals))
    .minus(shipping);
  const cancelledAt = enteredState(order, 'Cancelled') ?? instantAt(order, 'updatedAt');
  return known({
    key,
    customerKey: idAt(order, 'customer.id'),
    number: textAt(order, 'code'),
    placedAt,
    // A state of the shop's own says nothing that we know, but a payment does.
    status: statuses[state] ?? (isPaid(order) ? ('PAID' as const) : ('PENDING' as const)),
    sourceStatus: state,
    cancelledAt: state === 'Cancelled' ? cancelledAt : undefined,
    kind: 'STANDARD' as const,
    currency: required(textAt(order, 'currencyCode'), 'currencyCode'),
    total: total && written(total),
    discount: written(granted.negated()),
    shipping: written(shipping),
    tax: written(tax),
    fees: written(charged),
    taxesIncluded: false,
  });
}

const isPaid = (order: Payload) => recordsAt(order, 'payments').some((one) => textAt(one, 'state') === 'Settled');

/** Every order was a cart before. */
function mapCart(order: Payload, key: string, decimals: number): Draft {
  const completedAt = instantAt(order, 'orderPlacedAt');
  const total = amountIn(order, 'totalWithTax', decimals);
  return {
    type: 'cart',
    data: known({
      key,
      customerKey: idAt(order, 'customer.id'),
      startedAt: required(instantAt(order, 'createdAt'), 'createdAt'),
      lastActiveAt: completedAt ?? instantAt(order, 'updatedAt'),
      checkoutAt: enteredState(order, 'ArrangingPayment'),
      completedAt,
      orderKey: completedAt && key,
      items: countAt(order, 'totalQuantity'),
      total: total && written(total),
      currency: textAt(order, 'currencyCode'),
    }),
  };
}

/** Codes that were given, with what each took off. */
function mapCoupons(order: Payload, orderKey: string, decimals: number): Draft[] {
  const codes = valueAt(order, 'couponCodes');
  const promotions = recordsAt(order, 'promotions');
  return (Array.isArray(codes) ? codes : []).flatMap((code): Draft[] => {
    if (typeof code !== 'string' || code === '') return [];
    const promotion = promotions.find((one) => textAt(one, 'couponCode') === code);
    const source = promotion && `PROMOTION:${idAt(promotion, 'id')}`;
    const granted = recordsAt(order, 'discounts').find((one) => textAt(one, 'adjustmentSource') === source);
    const amount = granted && amountIn(granted, 'amount', decimals)?.negated();
    return [
      {
        type: 'discount',
        data: known({ key: `${orderKey}:${code}`, orderKey, code, amount: amount && written(amount) }),
      },
    ];
  });
}

function mapPayment(payment: Payload, order: Payload, orderKey: string, decimals: number): Draft {
  const key = required(idAt(payment, 'id'), 'payments.id');
  const status = textAt(payment, 'state');
  const paidAt = paymentEntered(order, key, 'Settled') ?? instantAt(payment, 'createdAt');
  return {
    type: 'payment',
    data: known({
      key,
      orderKey,
      paidAt: status === 'Settled' ? paidAt : undefined,
      method: textAt(payment, 'method'),
      status,
      amount: written(requiredIn(payment, 'amount', decimals)),
      currency: textAt(order, 'currencyCode'),
    }),
  };
}
