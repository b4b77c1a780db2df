import type { Draft, Payload } from '../../src/sdk/index.ts';
import { amountAt, Exact, idAt, known, recordsAt, required, textAt } from '../../src/sdk/index.ts';
import { amountIn, requiredIn, written } from './money.ts';

/** A line of an order as it was bought, its discounts and its share of the order's taken off. */
export interface Line {
  record: Payload;
  key: string;
  quantity: Exact;
  unit: { list: Exact; net: Exact; gross: Exact };
  /** Without tax, and with it. */
  net: Exact;
  gross: Exact;
}

/**
 * Vendure takes cancelled units out of a line. Where they were paid for, a refund says so: then, and where the whole order
 * was cancelled, the line counts as it was bought. Otherwise they were never sold.
 */
export function linesOf(order: Payload, decimals: number): Line[] {
  const refunds = recordsAt(order, 'payments').flatMap((payment) => recordsAt(payment, 'refunds'));
  const asBought = refunds.some(isMade) || textAt(order, 'state') === 'Cancelled';
  return recordsAt(order, 'lines').map((record) => {
    const left = required(amountAt(record, 'quantity'), 'lines.quantity');
    const quantity = asBought ? Exact.max(left, amountAt(record, 'orderPlacedQuantity') ?? left) : left;
    const list = requiredIn(record, 'unitPrice', decimals);
    const net = amountIn(record, 'proratedUnitPrice', decimals) ?? list;
    const gross = amountIn(record, 'proratedUnitPriceWithTax', decimals) ?? net;
    // Of a whole line Vendure knows the amount better than of its units, which are rounded.
    const ofLine = (path: string) => (quantity.equals(left) ? amountIn(record, path, decimals) : undefined);
    return {
      record,
      key: required(idAt(record, 'id'), 'lines.id'),
      quantity,
      unit: { list, net, gross },
      net: ofLine('proratedLinePrice') ?? net.times(quantity),
      gross: ofLine('proratedLinePriceWithTax') ?? gross.times(quantity),
    };
  });
}

/** Whether money went back, or will: the payment's provider may still have to say so. */
export const isMade = (refund: Payload): boolean => textAt(refund, 'state') !== 'Failed';

export function lineDraft({ record, key, quantity, unit, net, gross }: Line, orderKey: string): Draft {
  return {
    type: 'line',
    data: known({
      key,
      orderKey,
      productKey: idAt(record, 'productVariant.product.id'),
      variantKey: idAt(record, 'productVariant.id'),
      title: textAt(record, 'productVariant.name'),
      quantity: written(quantity),
      unitPrice: written(unit.list),
      discount: written(unit.list.times(quantity).minus(net)),
      tax: written(gross.minus(net)),
    }),
  };
}
