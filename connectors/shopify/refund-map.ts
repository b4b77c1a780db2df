import type { Draft, Payload } from '../../src/sdk/index.ts';
import { amountAt, decimalOf, instantAt, known, recordsAt, required, textAt, valueAt } from '../../src/sdk/index.ts';
import { keyAt, moneyAt, sumOf } from './values.ts';

/**
 * A refund as Shopify's reports count it: what came back at what it was sold for, less what was not paid out for it or
 * more than that, which the adjustments say.
 */
export function mapRefund(
  refund: Payload,
  { orderKey, taxesIncluded }: { orderKey: string; taxesIncluded: boolean },
): Draft[] {
  const key = required(keyAt(refund, 'id'), 'refunds.id');
  const lines = recordsAt(refund, 'refundLineItems.nodes');
  const shipments = recordsAt(refund, 'refundShippingLines.nodes');
  const adjustments = recordsAt(refund, 'orderAdjustments.nodes');
  const paidOut = required(moneyAt(refund, 'totalRefundedSet'), 'refunds.totalRefundedSet');
  // A gift card is no sale, and its return no returned goods.
  const giftCards = lines.filter((line) => valueAt(line, 'lineItem.isGiftCard') === true);
  const other = sumOf(recordsAt(refund, 'duties'), 'amountSet').plus(sumOf(giftCards, 'subtotalSet'));
  const [shippingTax, adjustedTax] = [sumOf(shipments, 'taxAmountSet'), sumOf(adjustments, 'taxAmountSet')];
  const tax = sumOf(lines, 'totalTaxSet').plus(shippingTax).minus(adjustedTax);
  const shipping = sumOf(shipments, 'subtotalAmountSet').minus(taxesIncluded ? shippingTax : 0);
  const goods = sumOf(lines, 'subtotalSet')
    .minus(sumOf(giftCards, 'subtotalSet'))
    .minus(sumOf(adjustments, 'amountSet'))
    .minus(taxesIncluded ? tax.minus(shippingTax) : 0);
  const unexplained = lines.length + shipments.length + adjustments.length === 0;
  const head: Draft = {
    type: 'refund',
    data: known({
      key,
      orderKey,
      refundedAt: required(instantAt(refund, 'processedAt') ?? instantAt(refund, 'createdAt'), 'refunds.processedAt'),
      kind: 'REFUND' as const,
      currency: textAt(refund, 'totalRefundedSet.shopMoney.currencyCode'),
      merchandise: decimalOf(unexplained ? paidOut.minus(other) : goods),
      shipping: decimalOf(shipping),
      tax: decimalOf(tax),
      other: decimalOf(other),
      reason: textAt(refund, 'note'),
      restocked: lines.length > 0 && lines.every((line) => valueAt(line, 'restocked') === true),
    }),
  };
  return [head, ...lines.map((line) => mapLine(line, key, taxesIncluded))];
}

function mapLine(line: Payload, refundKey: string, taxesIncluded: boolean): Draft {
  const lineKey = required(keyAt(line, 'lineItem.id'), 'refundLineItems.lineItem.id');
  const amount = required(moneyAt(line, 'subtotalSet'), 'refundLineItems.subtotalSet');
  return {
    type: 'refundLine',
    data: {
      key: keyAt(line, 'id') ?? `${refundKey}:${lineKey}`,
      refundKey,
      lineKey,
      quantity: decimalOf(required(amountAt(line, 'quantity'), 'refundLineItems.quantity')),
      amount: decimalOf(amount.minus(taxesIncluded ? sumOf([line], 'totalTaxSet') : 0)),
    },
  };
}
