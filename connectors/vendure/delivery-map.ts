import type { Draft, DraftData, Payload } from '../../src/sdk/index.ts';
import { idAt, instantAt, known, required, textAt } from '../../src/sdk/index.ts';
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
      status: statuses[state] ?? 'PENDING',
      carrier: textAt(fulfilment, 'method'),
    }),
  };
}
