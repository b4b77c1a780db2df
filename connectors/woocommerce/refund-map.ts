import { amountAt, decimalOf, type Draft, draft, idAt, instantAt } from '../../src/sdk/index.ts';
import { type Payload, recordsAt, required } from '../../src/sdk/index.ts';
import { metaOf, parentOf, plainTextAt, sumOf } from './fields.ts';

/** A refund. It names no currency: it is its order's. What its lines do not explain went back for merchandise. */
export function mapRefund(refund: Payload): Draft[] {
  const key = required(idAt(refund, 'id'), 'id');
  const amount = required(amountAt(refund, 'amount'), 'amount').abs();
  const lines = recordsAt(refund, 'line_items');
  const [shipments, fees] = [recordsAt(refund, 'shipping_lines'), recordsAt(refund, 'fee_lines')];
  // Within a refund, amounts and quantities are negative.
  const shipping = sumOf(shipments, 'total').negated();
  const other = sumOf(fees, 'total').negated();
  const tax = sumOf([...lines, ...shipments, ...fees], 'total_tax').negated();
  const head = draft('refund', {
    key,
    orderKey: required(parentOf(refund, 'order_id'), 'parent_id'),
    refundedAt: required(instantAt(refund, 'date_created_gmt', 'UTC'), 'date_created_gmt'),
    kind: 'REFUND',
    merchandise: decimalOf(amount.minus(shipping).minus(tax).minus(other)),
    shipping: decimalOf(shipping),
    tax: decimalOf(tax),
    other: decimalOf(other),
    reason: plainTextAt(refund, 'reason'),
  });
  return [head, ...lines.flatMap((line) => mapLine(line, key))];
}

/** Only the metadata says which line of the order went back. */
function mapLine(line: Payload, refundKey: string): Draft[] {
  const lineKey = metaOf(line).get('_refunded_item_id');
  const [quantity, total] = [amountAt(line, 'quantity'), amountAt(line, 'total')];
  if (!lineKey || !quantity) return [];
  return [
    draft('refundLine', {
      key: required(idAt(line, 'id'), 'id'),
      refundKey,
      lineKey,
      quantity: decimalOf(quantity.abs()),
      amount: total && decimalOf(total.abs()),
    }),
  ];
}
