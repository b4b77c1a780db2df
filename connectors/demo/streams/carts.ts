import type { Stream } from '../../../src/sdk/index.ts';
import { type Cart, cartsOf } from '../world/carts.ts';
import { isoInstant } from '../world/clock.ts';
import { decimalOf } from '../world/money.ts';
import type { World } from '../world/world.ts';
import { type Contact, contactOf, known, peopleStream, personOfRecord } from './stream.ts';

type CartPayload = Contact & {
  id: string;
  created_at: string;
  updated_at: string;
  checkout_started_at: string | null;
  completed_at: string | null;
  order_id: string | null;
  device: string;
  item_count: number;
  total_price: string;
  currency: string;
};

/** Carts of the last year, also those that came to nothing. */
export function carts(world: World): Stream {
  return peopleStream<CartPayload>(world, {
    entities: ['cart'],
    of: ({ person, orders }) => cartsOf(world, person, orders).map(payloadOf),
    map: (cart) => [
      {
        type: 'cart',
        data: {
          ...personOfRecord(cart),
          ...known({ checkoutAt: cart.checkout_started_at, completedAt: cart.completed_at, orderKey: cart.order_id }),
          key: cart.id,
          startedAt: cart.created_at,
          lastActiveAt: cart.updated_at,
          device: cart.device,
          items: cart.item_count,
          total: cart.total_price,
          currency: cart.currency,
        },
      },
    ],
  });
}

const payloadOf = (cart: Cart): CartPayload => ({
  ...contactOf(cart),
  id: cart.key,
  created_at: isoInstant(cart.startedAt),
  updated_at: isoInstant(cart.lastActiveAt),
  checkout_started_at: cart.checkoutAt === null ? null : isoInstant(cart.checkoutAt),
  completed_at: cart.completedAt === null ? null : isoInstant(cart.completedAt),
  order_id: cart.order,
  device: cart.device,
  item_count: cart.items,
  total_price: decimalOf(cart.total),
  currency: cart.currency,
});
