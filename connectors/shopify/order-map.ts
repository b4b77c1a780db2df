import type { Draft, DraftData, Payload } from '../../src/sdk/index.ts';
import { amountAt, decimalOf, Exact, instantAt, known, recordAt } from '../../src/sdk/index.ts';
import { recordsAt, required, textAt, valueAt } from '../../src/sdk/index.ts';
import { mapDeliveries } from './delivery-map.ts';
import { mapRefund } from './refund-map.ts';
import { keyAt, moneyAt, sumOf } from './values.ts';
import { mapVisits } from './visit-map.ts';

/** An order with all that belongs to it. Amounts are in the shop's currency. */
export function mapOrder(order: Payload): Draft[] {
  const key = required(keyAt(order, 'id'), 'id');
  const person = personOf(order);
  const taxesIncluded = valueAt(order, 'taxesIncluded') === true;
  required(valueAt(order, 'lineItems.nodes'), 'lineItems.nodes');
  const lines = recordsAt(order, 'lineItems.nodes');
  const head: Draft = {
    type: 'order',
    data: known({
      key,
      ...person,
      number: textAt(order, 'name'),
      placedAt: required(instantAt(order, 'processedAt'), 'processedAt'),
      status: statusOf(order),
      sourceStatus: sourceStatusOf(order),
      cancelledAt: instantAt(order, 'cancelledAt'),
      test: valueAt(order, 'test') === true,
      kind: kindOf(order),
      salesChannel: textAt(order, 'sourceName'),
      taxesIncluded,
      ...amountsOf(order, lines),
    }),
  };
  return [
    head,
    ...lines.map((line) => mapLine(line, key)),
    ...mapDiscounts(order, key),
    ...recordsAt(order, 'transactions').flatMap((transaction) => mapPayment(transaction, key)),
    ...recordsAt(order, 'refunds').flatMap((refund) => mapRefund(refund, { orderKey: key, taxesIncluded })),
    ...mapDeliveries(order, key),
    ...mapVisits(order, { orderKey: key, person }),
  ];
}

/** The account; of guests the contact. */
export function personOf(record: Payload): Pick<DraftData['order'], 'customerKey' | 'email' | 'phone'> {
  const customerKey = keyAt(record, 'customer.id');
  return customerKey ? { customerKey } : known({ email: textAt(record, 'email'), phone: textAt(record, 'phone') });
}

function statusOf(order: Payload): DraftData['order']['status'] {
  if (valueAt(order, 'cancelledAt') !== undefined) return 'CANCELLED';
  switch (textAt(order, 'displayFinancialStatus')) {
    case 'VOIDED':
      return 'FAILED';
    case 'REFUNDED':
      return 'REFUNDED';
    case 'PAID':
    case 'PARTIALLY_PAID':
    case 'PARTIALLY_REFUNDED':
      return textAt(order, 'displayFulfillmentStatus') === 'FULFILLED' ? 'FULFILLED' : 'PAID';
    default:
      return 'PENDING';
  }
}

const sourceStatusOf = (order: Payload): string | undefined =>
  ['displayFinancialStatus', 'displayFulfillmentStatus'].flatMap((path) => textAt(order, path) ?? []).join(', ') ||
  undefined;

function kindOf(order: Payload): DraftData['order']['kind'] {
  // What a subscription app bills: "subscription_contract", "subscription_contract_checkout_one".
  if (textAt(order, 'sourceName')?.startsWith('subscription_contract')) return 'RENEWAL';
  return textAt(order, 'purchasingEntity.__typename') === 'PurchasingCompany' ? 'WHOLESALE' : 'STANDARD';
}

function amountsOf(order: Payload, lines: Payload[]) {
  const shipments = recordsAt(order, 'shippingLines.nodes');
  const allocated = [...lines, ...shipments].flatMap((part) => recordsAt(part, 'discountAllocations'));
  // Shopify shares discounts out among lines and shipping; imported orders may hold one that is not.
  const discount = (moneyAt(order, 'totalDiscountsSet') ?? new Exact(0)).minus(sumOf(allocated, 'allocatedAmountSet'));
  const fees = ['totalTipReceivedSet', 'originalTotalDutiesSet', 'originalTotalAdditionalFeesSet'];
  const currency = textAt(order, 'totalPriceSet.shopMoney.currencyCode') ?? textAt(order, 'currencyCode');
  return {
    currency: required(currency, 'totalPriceSet.shopMoney.currencyCode'),
    total: decimalOf(required(moneyAt(order, 'totalPriceSet'), 'totalPriceSet.shopMoney.amount')),
    discount: decimalOf(Exact.max(discount, 0)),
    shipping: decimalOf(sumOf(shipments, 'discountedPriceSet')),
    tax: decimalOf(moneyAt(order, 'totalTaxSet') ?? new Exact(0)),
    fees: decimalOf(fees.reduce((sum, path) => sum.plus(moneyAt(order, path) ?? 0), new Exact(0))),
  };
}

function mapLine(line: Payload, orderKey: string): Draft {
  return {
    type: 'line',
    data: known({
      key: required(keyAt(line, 'id'), 'lineItems.id'),
      orderKey,
      productKey: keyAt(line, 'product.id'),
      variantKey: keyAt(line, 'variant.id'),
      title: textAt(line, 'name'),
      quantity: decimalOf(required(amountAt(line, 'quantity'), 'lineItems.quantity')),
      unitPrice: decimalOf(required(moneyAt(line, 'originalUnitPriceSet'), 'lineItems.originalUnitPriceSet')),
      discount: decimalOf(sumOf(recordsAt(line, 'discountAllocations'), 'allocatedAmountSet')),
      tax: decimalOf(sumOf(recordsAt(line, 'taxLines'), 'priceSet')),
      giftCard: valueAt(line, 'isGiftCard') === true,
    }),
  };
}

/** The order's codes, with what each of them took off lines and shipping. */
function mapDiscounts(order: Payload, orderKey: string): Draft[] {
  const amounts = new Map<string, Exact | undefined>();
  const codes = valueAt(order, 'discountCodes');
  for (const code of Array.isArray(codes) ? codes : [])
    if (typeof code === 'string' && code.trim() !== '') amounts.set(code.trim(), undefined);
  for (const part of [...recordsAt(order, 'lineItems.nodes'), ...recordsAt(order, 'shippingLines.nodes')]) {
    for (const allocation of recordsAt(part, 'discountAllocations')) {
      const code = textAt(allocation, 'discountApplication.code');
      if (code === undefined) continue;
      amounts.set(code, sumOf([allocation], 'allocatedAmountSet').plus(amounts.get(code) ?? 0));
    }
  }
  return [...amounts].map(([code, amount]) => ({
    type: 'discount',
    data: known({ key: `${orderKey}:${code}`, orderKey, code, amount: amount && decimalOf(amount) }),
  }));
}

/** Money that came in; what is only authorised, or failed, is none. */
function mapPayment(transaction: Payload, orderKey: string): Draft[] {
  if (!['SALE', 'CAPTURE'].includes(textAt(transaction, 'kind') ?? '')) return [];
  if (textAt(transaction, 'status') !== 'SUCCESS') return [];
  const amount = required(moneyAt(transaction, 'amountSet'), 'transactions.amountSet');
  const currency = textAt(transaction, 'amountSet.shopMoney.currencyCode');
  const fees = recordsAt(transaction, 'fees').map((fee) => recordAt(fee, 'amount'));
  const comparable = fees.length > 0 && fees.every((fee) => textAt(fee, 'currencyCode') === currency);
  const fee = fees.reduce((sum, each) => sum.plus(amountAt(each, 'amount') ?? 0), new Exact(0));
  return [
    {
      type: 'payment',
      data: known({
        key: required(keyAt(transaction, 'id'), 'transactions.id'),
        orderKey,
        paidAt: instantAt(transaction, 'processedAt'),
        method: textAt(transaction, 'gateway'),
        status: 'SUCCESS',
        amount: decimalOf(amount),
        currency,
        fee: comparable ? decimalOf(fee) : undefined,
      }),
    },
  ];
}
