import { amountAt, decimalAt, decimalOf, Exact, FieldError, idAt, instantAt, known } from '../../src/sdk/index.ts';
import { type Draft, draft, type DraftData, type Payload, recordsAt, required } from '../../src/sdk/index.ts';
import { metaOf, plainTextAt, sumOf } from './fields.ts';

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
  const key = required(idAt(order, 'id'), 'id');
  const placedAt = required(instantAt(order, 'date_created_gmt', 'UTC'), 'date_created_gmt');
  const paidAt = instantAt(order, 'date_paid_gmt', 'UTC');
  const sourceStatus = required(plainTextAt(order, 'status'), 'status');
  const meta = metaOf(order);
  const fees = recordsAt(order, 'fee_lines');
  const [charged, granted] = [fees.filter(isCharge), fees.filter((fee) => !isCharge(fee))];
  const total = decimalAt(order, 'total');
  const person = personOf(order);
  const head = draft('order', {
    key,
    ...person,
    number: plainTextAt(order, 'number'),
    placedAt,
    // A status of a plugin's own says nothing that we know, but a payment does.
    status: statuses[sourceStatus] ?? (paidAt ? 'PAID' : 'PENDING'),
    sourceStatus,
    kind: meta.has('_subscription_renewal') ? 'RENEWAL' : 'STANDARD',
    salesChannel: plainTextAt(order, 'created_via'),
    currency: required(plainTextAt(order, 'currency'), 'currency'),
    total,
    discount: decimalOf(sumOf(granted, 'total').negated()),
    shipping: decimalAt(order, 'shipping_total') ?? '0',
    tax: decimalAt(order, 'total_tax') ?? '0',
    fees: decimalOf(sumOf(charged, 'total')),
    // Whatever the shop's prices show, the API gives amounts and their tax apart.
    taxesIncluded: false,
  });
  const drafts = [head, ...recordsAt(order, 'line_items').map((line) => mapLine(line, key))];
  for (const coupon of recordsAt(order, 'coupon_lines')) drafts.push(...mapCoupon(coupon, key));
  if (paidAt && total) {
    const method = plainTextAt(order, 'payment_method');
    drafts.push(draft('payment', { key: `${key}:payment`, orderKey: key, paidAt, method, amount: total }));
  }
  return [...drafts, ...mapVisit(meta, { key, placedAt, person })];
}

/** A negative fee is how plugins grant discounts on the whole order. */
const isCharge = (fee: Payload) => !(amountAt(fee, 'total') ?? new Exact(0)).isNegative();

function personOf(order: Payload): Pick<DraftData['order'], 'customerKey' | 'email' | 'phone'> {
  const customerKey = idAt(order, 'customer_id');
  return customerKey
    ? { customerKey }
    : known({ email: plainTextAt(order, 'billing.email'), phone: plainTextAt(order, 'billing.phone') });
}

/** Amounts are the line's: `subtotal` before coupons, `total` after them. */
function mapLine(line: Payload, orderKey: string): Draft {
  const quantity = required(amountAt(line, 'quantity'), 'line_items.quantity');
  const total = required(amountAt(line, 'total'), 'line_items.total');
  const subtotal = amountAt(line, 'subtotal') ?? total;
  if (quantity.isZero() && !subtotal.isZero())
    throw new FieldError('line_items.quantity', 'is zero where the line has an amount', decimalOf(subtotal));
  // What does not divide evenly is rounded away from zero, and the discount takes the rest: the net stays exact.
  const unitPrice = quantity.isZero() ? subtotal : subtotal.div(quantity).toDecimalPlaces(18, Exact.ROUND_UP);
  return draft('line', {
    key: required(idAt(line, 'id'), 'id'),
    orderKey,
    productKey: idAt(line, 'product_id'),
    variantKey: idAt(line, 'variation_id'),
    title: plainTextAt(line, 'name'),
    quantity: decimalOf(quantity),
    unitPrice: decimalOf(unitPrice),
    discount: decimalOf(unitPrice.times(quantity).minus(total)),
    tax: decimalAt(line, 'total_tax') ?? '0',
  });
}

function mapCoupon(coupon: Payload, orderKey: string): Draft[] {
  const [id, code, amount] = [idAt(coupon, 'id'), plainTextAt(coupon, 'code'), decimalAt(coupon, 'discount')];
  if (!id || !code) return [];
  return [draft('discount', { key: `${orderKey}:${id}`, orderKey, code, amount })];
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
    draft('touch', {
      key: `${key}:visit`,
      ...person,
      orderKey: key,
      at: placedAt,
      kind: 'SESSION',
      utmSource: said('utm_source'),
      utmMedium: said('utm_medium'),
      utmCampaign: said('utm_campaign'),
      utmId: said('utm_id'),
      referrer: said('referrer'),
      landing: said('session_entry'),
      device: said('device_type'),
    }),
  ];
}
