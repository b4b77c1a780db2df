import type { Draft, DraftData, Payload } from '../../src/sdk/index.ts';
import { instantAt, known, recordsAt, required, textAt } from '../../src/sdk/index.ts';
import { keyAt } from './values.ts';

type Status = DraftData['delivery']['status'];

/** What was sent, and what waits to be; nothing says which of several promises of an order a parcel keeps: the latest counts. */
export function mapDeliveries(order: Payload, orderKey: string): Draft[] {
  const asked = recordsAt(order, 'fulfillmentOrders.nodes').filter((each) => textAt(each, 'status') !== 'CANCELLED');
  const promisedAt = asked
    .flatMap((each) => promiseOf(each) ?? [])
    .toSorted()
    .at(-1);
  const sent = recordsAt(order, 'fulfillments').map((parcel) => mapParcel(parcel, { orderKey, promisedAt }));
  const waiting = asked
    .filter((each) => ['OPEN', 'SCHEDULED', 'ON_HOLD', 'IN_PROGRESS'].includes(textAt(each, 'status') ?? ''))
    .map((each): Draft => {
      const key = `waiting:${required(keyAt(each, 'id'), 'fulfillmentOrders.id')}`;
      return {
        type: 'delivery',
        data: known({ key, orderKey, promisedAt: promiseOf(each), status: 'PENDING' as const }),
      };
    });
  return [...sent, ...waiting];
}

/** When it was to arrive at the latest. `fulfillBy` is when it must leave, which is another promise. */
const promiseOf = (fulfillmentOrder: Payload): string | undefined =>
  instantAt(fulfillmentOrder, 'deliveryMethod.maxDeliveryDateTime') ??
  instantAt(fulfillmentOrder, 'deliveryMethod.minDeliveryDateTime');

function mapParcel(
  parcel: Payload,
  { orderKey, promisedAt }: { orderKey: string; promisedAt: string | undefined },
): Draft {
  const deliveredAt = instantAt(parcel, 'deliveredAt');
  const status = deliveredAt === undefined ? statusOf(parcel) : 'DELIVERED';
  return {
    type: 'delivery',
    data: known({
      key: required(keyAt(parcel, 'id'), 'fulfillments.id'),
      orderKey,
      promisedAt,
      shippedAt:
        status === 'PENDING' || status === 'CANCELLED'
          ? undefined
          : (instantAt(parcel, 'inTransitAt') ?? instantAt(parcel, 'createdAt')),
      deliveredAt,
      status,
      carrier: recordsAt(parcel, 'trackingInfo').flatMap((tracking) => textAt(tracking, 'company') ?? [])[0],
    }),
  };
}

function statusOf(parcel: Payload): Status {
  if (['CANCELLED', 'ERROR', 'FAILURE'].includes(textAt(parcel, 'status') ?? '')) return 'CANCELLED';
  return statuses[textAt(parcel, 'displayStatus') ?? ''] ?? 'SHIPPED';
}

/** What is not named here is on its way. */
const statuses: Readonly<Record<string, Status>> = {
  SUBMITTED: 'PENDING',
  CONFIRMED: 'PENDING',
  LABEL_PURCHASED: 'PENDING',
  LABEL_PRINTED: 'PENDING',
  READY_FOR_PICKUP: 'PENDING',
  LABEL_VOIDED: 'CANCELLED',
  CANCELED: 'CANCELLED',
  DELIVERED: 'DELIVERED',
  PICKED_UP: 'DELIVERED',
  NOT_DELIVERED: 'LOST',
  FAILURE: 'LOST',
};
