import { addDays, dayOf, midnight } from '../../world/clock.ts';
import { type Delivery, isLate } from '../../world/delivery.ts';
import type { Order } from '../../world/order.ts';
import type { Outcome, Tally } from './tally.ts';

/** How the parcels of an order kept their promises, each and all together. */
export function seeParcels(tally: Tally, order: Order): void {
  for (const parcel of order.deliveries) {
    const add = (key: string, outcome: Outcome) => tally.add(key, parcel.promisedAt, outcome);
    add('on-time-delivery', punctual(tally, parcel));
    const endOfDay = midnight(addDays(dayOf(parcel.promisedAt), 1)) - 1;
    add('on-time-delivery-by-day', unscanned(tally, parcel) ?? tally.judge(endOfDay, parcel.deliveredAt));
    add('complete-delivery', complete(tally, parcel));
    add('on-time-in-full-delivery', inFull(tally, parcel));
  }
  if (order.deliveries.length === 0) return;
  const parts = order.deliveries.map((parcel) => inFull(tally, parcel));
  const last = Math.max(...order.deliveries.map(({ promisedAt }) => promisedAt));
  tally.add('on-time-in-full-order', last, worstOf(parts));
}

const punctual = (tally: Tally, parcel: Delivery) =>
  unscanned(tally, parcel) ?? tally.judge(parcel.promisedAt, parcel.deliveredAt);

function complete(tally: Tally, parcel: Delivery): Outcome {
  const { deliveredAt, status } = parcel;
  if (deliveredAt !== null && parcel.complete === null) return 'EXCLUDED: not known whether it was complete';
  if (deliveredAt !== null) return parcel.complete ? 'MET' : 'BREACHED';
  return unscanned(tally, parcel) ?? (status === 'LOST' || status === 'RETURNED' ? 'BREACHED' : 'PENDING');
}

function inFull(tally: Tally, parcel: Delivery): Outcome {
  const { deliveredAt, promisedAt } = parcel;
  if (deliveredAt !== null && !isLate(parcel) && parcel.complete === null)
    return 'EXCLUDED: not known whether it was complete';
  return unscanned(tally, parcel) ?? tally.judge(promisedAt, deliveredAt, parcel.complete === true);
}

/** Past its promise, and nobody recorded where it is. */
function unscanned({ span }: Tally, { status, promisedAt }: Delivery): Outcome | null {
  const underWay = status === 'PENDING' || status === 'SHIPPED';
  return underWay && promisedAt < span.end ? 'EXCLUDED: no delivery scan' : null;
}

/** Broken where one part is, else open, else unknown, by the first reason in the alphabet; met where all are. */
function worstOf(parts: readonly Outcome[]): Outcome {
  const rank = (part: Outcome) => (part === 'BREACHED' ? 0 : part === 'PENDING' ? 1 : part === 'MET' ? 3 : 2);
  return parts.toSorted((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1))[0]!;
}
