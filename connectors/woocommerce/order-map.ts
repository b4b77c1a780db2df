import type { Draft, DraftData, Payload } from '../../src/sdk/index.ts';
import { FieldError } from '../../src/sdk/index.ts';
import { amountOf, decimal, idOf, instantOf, known, listOf, metaOf, missing } from './fields.ts';
import { Exact, recordOf, requiredId, requiredInstant, sumOf, textOf } from './fields.ts';

const statuses: Readonly<Record<string, DraftData['order']['status']>> = {
  pending: 'PENDING',
  'on-hold': 'PENDING',
  processing: 'PAID',
  completed: 'FULFILLED',
  cancelled: 'CANCELLED',
  refunded: 'REFUNDED',
  failed: 'FAILED',
  'checkout-draft': 'DRAFT',
  'auto-draft': 'DRAFT',
  // The shop took it back; it is no sale any more.
  trash: 'CANCELLED',
};

/** An order with its lines, coupons, payment and the visit that it came from. */
export function mapOrder(order: Payload): Draft[] {
  const key = requiredId(order, 'id');
  const placedAt = requiredInstant(order, 'date_created_gmt');
  const paidAt = instantOf(order, 'date_paid_gmt');
  const sourceStatus = textOf(order['status']) ?? missing('status');
  const meta = metaOf(order);
  const fees = listOf(order['fee_lines']);
  const [charged, granted] = [fees.filter(isCharge), fees.filter((fee) => !isCharge(fee))];
  const total = amountOf(order, 'total');
  const person = personOf(order);
  const draft: Draft = {
    type: 'order',
    data: known({
      key,
      ...person,
      number: textOf(order['number']),
      placedAt,
      // A status of a plugin's own says nothing that we know, but a payment does.
      status: statuses[sourceStatus] ?? (paidAt ? 'PAID' : 'PENDING'),
      sourceStatus,
      kind: meta.has('_subscription_renewal') ? 'RENEWAL' : 'STANDARD',
      salesChannel: textOf(order['created_via']),
      currency: textOf(order['currency']) ?? missing('currency'),
      total: total && decimal(total),
      discount: decimal(sumOf(granted, 'total').negated()),
      shipping: decimal(amountOf(order, 'shipping_total') ?? new Exact(0)),
      tax: decimal(amountOf(order, 'total_tax') ?? new Exact(0)),
      fees: decimal(sumOf(charged, 'total')),
      // Whatever the shop's prices show, the API gives amounts and their tax apart.
      taxesIncluded: false,
    }),
  };
  const drafts = [draft, ...listOf(order['line_items']).map((line) => mapLine(line, key))];
  for (const coupon of listOf(order['coupon_lines'])) drafts.push(...mapCoupon(coupon, key));
  if (paidAt && total) {
    const method = textOf(order['payment_method']);
    drafts.push({
      type: 'payment',
      data: known({ key: `${key}:payment`, orderKey: key, paidAt, method, amount: decimal(total) }),
    });
  }
  return [...drafts, ...mapVisit(meta, { key, placedAt, person })];
}

/** A negative fee is how plugins grant discounts on the whole order. */
const isCharge = (fee: Payload) => !(amountOf(fee, 'total') ?? new Exact(0)).isNegative();

function personOf(order: Payload): Pick<DraftData['order'], 'customerKey' | 'email' | 'phone'> {
  const customerKey = idOf(order['customer_id']);
  const billing = recordOf(order['billing']);
  return customerKey ? { customerKey } : known({ email: textOf(billing['email']), phone: textOf(billing['phone']) });
}

/** Amounts are the line's: `subtotal` before coupons, `total` after them. */
function mapLine(line: Payload, orderKey: string): Draft {
  const quantity = amountOf(line, 'quantity') ?? missing('line_items.quantity');
  const total = amountOf(line, 'total') ?? missing('line_items.total');
  const subtotal = amountOf(line, 'subtotal') ?? total;
  if (quantity.isZero() && !subtotal.isZero())
    throw new FieldError('line_items.quantity', 'is zero where the line has an amount', decimal(subtotal));
  // What does not divide evenly is rounded away from zero, and the discount takes the rest: the net stays exact.
  const unitPrice = quantity.isZero() ? subtotal : subtotal.div(quantity).toDecimalPlaces(18, Exact.ROUND_UP);
  return {
    type: 'line',
    data: known({
      key: requiredId(line, 'id'),
      orderKey,
      productKey: idOf(line['product_id']),
      variantKey: idOf(line['variation_id']),
      title: textOf(line['name']),
      quantity: decimal(quantity),
      unitPrice: decimal(unitPrice),
      discount: decimal(unitPrice.times(quantity).minus(total)),
      tax: decimal(amountOf(line, 'total_tax') ?? new Exact(0)),
    }),
  };
}

function mapCoupon(coupon: Payload, orderKey: string): Draft[] {
  const [id, code, amount] = [idOf(coupon['id']), textOf(coupon['code']), amountOf(coupon, 'discount')];
  if (!id || !code) return [];
  return [
    { type: 'discount', data: known({ key: `${orderKey}:${id}`, orderKey, code, amount: amount && decimal(amount) }) },
  ];
}

/** WooCommerce's own order attribution: the visit in which the order was placed. */
function mapVisit(
  meta: Map<string, string>,
  { key, placedAt, person }: { key: string; placedAt: string; person: object },
): Draft[] {
  const said = (name: string): string | undefined => {
    const value = meta.get(`_wc_order_attribution_${name}`);
    return value === undefined || ['(none)', '(direct)'].includes(value) ? undefined : value;
  };
  const origin = said('source_type');
  // Orders that the shop's staff entered came from no visit.
  if (!origin || origin === 'admin') return [];
  return [
    {
      type: 'touch',
      data: known({
        key: `${key}:visit`,
        ...person,
        orderKey: key,
        at: placedAt,
        kind: 'SESSION' as const,
        utmSource: said('utm_source'),
        utmMedium: said('utm_medium'),
        utmCampaign: said('utm_campaign'),
        referrer: said('referrer'),
        landing: said('session_entry'),
        device: said('device_type'),
      }),
    },
  ];
}
