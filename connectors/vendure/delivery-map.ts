import type { Draft, DraftData, Payload } from '../../src/sdk/index.ts';
import { countAt, idAt, instantAt, known, recordsAt, required, textAt } from '../../src/sdk/index.ts';
import { fulfilmentEntered } from './history.ts';

const statuses: Readonly<Record<string, DraftData['delivery']['status']>> = {
  Created: 'PENDING',
  Pending: 'PENDING',
  Shipped: 'SHIPPED',
  Delivered: 'DELIVERED',
  Cancelled: 'CANCELLED',
};

/** A fulfilment. Vendure promises no day of delivery. */
export function mapDelivery(fulfilment: Payload, order: Payload, orderKey: string): Draft {
  const key = required(idAt(fulfilment, 'id'), 'fulfillments.id');
  const state = textAt(fulfilment, 'state') ?? 'Pending';
  // The fulfilment itself says when its last state began; the order's history knows the ones before.
  const since = (wanted: string) =>
    fulfilmentEntered(order, key, wanted) ?? (state === wanted ? instantAt(fulfilment, 'updatedAt') : undefined);
  return {
    type: 'delivery',
    data: known({
      key,
      orderKey,
      shippedAt: since('Shipped'),
      deliveredAt: since('Delivered'),
      complete: isComplete(fulfilment, order),
      status: statuses[state] ?? 'PENDING',
      carrier: textAt(fulfilment, 'method'),
    }),
  };
}

/** Whether all of the order came at once. */
function isComplete(fulfilment: Payload, order: Payload): boolean {
  const sent = new Map(
    recordsAt(fulfilment, 'lines').map((line) => [idAt(line, 'orderLineId'), countAt(line, 'quantity')]),
  );
  return recordsAt(order, 'lines').every((line) => {
    const wanted = countAt(line, 'orderPlacedQuantity') ?? countAt(line, 'quantity') ?? 0;
    return wanted === 0 || (sent.get(idAt(line, 'id')) ?? 0) >= wanted;
  });
}
