import type { Draft, Payload } from '../../src/sdk/index.ts';
import { amountAt, Exact, idAt, instantAt, known, recordsAt, required, textAt } from '../../src/sdk/index.ts';
import { isMade, type Line } from './line.ts';
import { amountIn, requiredIn, sum, written } from './money.ts';

/** Where a refund belongs. */
interface Sale {
  order: Payload;
  orderKey: string;
  lines: Line[];
  decimals: number;
}

/** A refund and the lines that it is for. Vendure gives it with tax and does not say how much of it that is. */
export function mapRefund(refund: Payload, sale: Sale): Draft[] {
  if (!isMade(refund)) return [];
  const key = required(idAt(refund, 'id'), 'refunds.id');
  const returned = returnedLines(refund, sale.lines);
  const shipping = parted(amountIn(refund, 'shipping', sale.decimals) ?? new Exact(0), shippingShare(sale), sale);
  const merchandise = requiredIn(refund, 'total', sale.decimals).minus(shipping.gross);
  const exact = sum(returned.map(({ line, quantity }) => line.unit.gross.times(quantity))).equals(merchandise);
  const net = exact
    ? sum(returned.map(({ line, quantity }) => line.unit.net.times(quantity)))
    : parted(merchandise, lineShare(sale), sale).net;
  const draft: Draft = {
    type: 'refund',
    data: known({
      key,
      orderKey: sale.orderKey,
      refundedAt: required(instantAt(refund, 'createdAt'), 'refunds.createdAt'),
      kind: 'REFUND' as const,
      currency: textAt(sale.order, 'currencyCode'),
      merchandise: written(net),
      shipping: written(shipping.net),
      tax: written(merchandise.minus(net).plus(shipping.gross).minus(shipping.net)),
      reason: textAt(refund, 'reason'),
    }),
  };
  return [
    draft,
    ...returned.map(({ line, quantity }): Draft => {
      const amount = line.unit.net.times(quantity);
      const data = { key: `${key}:${line.key}`, refundKey: key, lineKey: line.key };
      return { type: 'refundLine', data: { ...data, quantity: written(quantity), amount: written(amount) } };
    }),
  ];
}

function returnedLines(refund: Payload, lines: Line[]): { line: Line; quantity: Exact }[] {
  return recordsAt(refund, 'lines').flatMap((one) => {
    const line = lines.find(({ key }) => key === idAt(one, 'orderLineId'));
    const quantity = amountAt(one, 'quantity');
    return line && quantity ? [{ line, quantity }] : [];
  });
}

/** How much of what was paid is left without tax, as a fraction. */
interface Share {
  net: Exact;
  gross: Exact;
}

const lineShare = ({ lines }: Sale): Share => ({
  net: sum(lines.map(({ net }) => net)),
  gross: sum(lines.map(({ gross }) => gross)),
});

const shippingShare = ({ order, decimals }: Sale): Share => ({
  net: requiredIn(order, 'shipping', decimals),
  gross: requiredIn(order, 'shippingWithTax', decimals),
});

/** An amount with tax and what is left of it without, to the smallest unit. */
function parted(gross: Exact, share: Share, { decimals }: Sale): Share {
  if (share.gross.isZero()) return { gross, net: gross };
  return { gross, net: gross.times(share.net).div(share.gross).toDecimalPlaces(decimals) };
}
