import type { Stream } from '../../../src/sdk/index.ts';
import { isoInstant } from '../world/clock.ts';
import { type ShopEvent, shopEventsOf } from '../world/shop-events.ts';
import type { World } from '../world/world.ts';
import { type Contact, contactOf, known, peopleStream, personOfRecord } from './stream.ts';

type EventPayload = Contact & {
  id: string;
  at: string;
  event: ShopEvent['kind'];
  product_id: string | null;
  in_stock: boolean | null;
};

/** Products looked at, and refunds asked for. */
export function shopEvents(world: World): Stream {
  return peopleStream<EventPayload>(world, {
    entities: ['event'],
    of: ({ person, orders }) => shopEventsOf(world, person, orders).map(payloadOf),
    map: (event) => [
      {
        type: 'event',
        data: {
          ...personOfRecord(event),
          key: event.id,
          at: event.at,
          kind: event.event,
          channel: 'SHOP',
          properties: known({ product: event.product_id, inStock: event.in_stock }),
        },
      },
    ],
  });
}

const payloadOf = (event: ShopEvent): EventPayload => ({
  ...contactOf(event),
  id: event.key,
  at: isoInstant(event.at),
  event: event.kind,
  product_id: event.product,
  in_stock: event.inStock,
});
