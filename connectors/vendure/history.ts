import { instantAt, type Payload, recordsAt, textAt, valueAt } from '../../src/sdk/index.ts';

/** When an order first came into that state. */
export const enteredState = (order: Payload, state: string): string | undefined =>
  entered(order, 'ORDER_STATE_TRANSITION', state);

/** When a payment or a fulfilment of the order first came into that state. */
export const paymentEntered = (order: Payload, id: string, state: string): string | undefined =>
  entered(order, 'ORDER_PAYMENT_TRANSITION', state, { name: 'paymentId', id });
export const fulfilmentEntered = (order: Payload, id: string, state: string): string | undefined =>
  entered(order, 'ORDER_FULFILLMENT_TRANSITION', state, { name: 'fulfillmentId', id });

function entered(order: Payload, type: string, state: string, of?: { name: string; id: string }): string | undefined {
  const entry = recordsAt(order, 'history.items').find(
    (one) =>
      textAt(one, 'type') === type &&
      textAt(one, 'data.to') === state &&
      (of === undefined || String(valueAt(one, `data.${of.name}`)) === of.id),
  );
  return entry && instantAt(entry, 'createdAt');
}
