import type { Draft, Payload } from '../../src/sdk/index.ts';
import { amountOf, decimal, known, listOf, metaOf, missing, parentOf } from './fields.ts';
import { requiredId, requiredInstant, sumOf, textOf } from './fields.ts';

/** A refund. It names no currency: it is its order's. What its lines do not explain went back for merchandise. */
export function mapRefund(refund: Payload): Draft[] {
  const key = requiredId(refund, 'id');
  const amount = (amountOf(refund, 'amount') ?? missing('amount')).abs();
  const lines = listOf(refund['line_items']);
  const [shipments, fees] = [listOf(refund['shipping_lines']), listOf(refund['fee_lines'])];
  // Within a refund, amounts and quantities are negative.
  const shipping = sumOf(shipments, 'total').negated();
  const other = sumOf(fees, 'total').negated();
  const tax = sumOf([...lines, ...shipments, ...fees], 'total_tax').negated();
  const draft: Draft = {
    type: 'refund',
    data: known({
      key,
      orderKey: parentOf(refund, 'order_id') ?? missing('parent_id'),
      refundedAt: requiredInstant(refund, 'date_created_gmt'),
      kind: 'REFUND' as const,
      merchandise: decimal(amount.minus(shipping).minus(tax).minus(other)),
      shipping: decimal(shipping),
      tax: decimal(tax),
      other: decimal(other),
      reason: textOf(refund['reason']),
    }),
  };
  return [draft, ...lines.flatMap((line) => mapLine(line, key))];
}

/** Only the metadata says which line of the order went back. */
function mapLine(line: Payload, refundKey: string): Draft[] {
  const lineKey = metaOf(line).get('_refunded_item_id');
  const [quantity, total] = [amountOf(line, 'quantity'), amountOf(line, 'total')];
  if (!lineKey || !quantity) return [];
  return [
    {
      type: 'refundLine',
      data: known({
        key: requiredId(line, 'id'),
        refundKey,
        lineKey,
        quantity: decimal(quantity.abs()),
        amount: total && decimal(total.abs()),
      }),
    },
  ];
}
