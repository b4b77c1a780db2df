import { dayLength, minute } from '../world/clock.ts';
import type { Cart } from '../world/carts.ts';
import type { Order } from '../world/order.ts';
import type { ShopEvent } from '../world/shop-events.ts';
import { Counts, Groups } from './count.ts';
import type { Persons } from './persons.ts';
import { seeShopEvent } from './promises/shop-events.ts';
import { seeCart } from './promises/shopping.ts';
import type { Tally } from './promises/tally.ts';

/** A cart is given up after so many minutes without a click; an order within so many days wins it back. */
const quietMinutes = 60;
const wonBackDays = 7;

/** What became of carts; known when all orders have been seen and persons resolved. */
export class Shopping {
  readonly #end: number;
  readonly #carts: Cart[] = [];
  readonly #events: ShopEvent[] = [];
  readonly #orders: Pick<Order, 'at' | 'account' | 'email'>[] = [];
  /** Money given back, with whose it was. */
  readonly #refunds: Pick<Order, 'at' | 'account' | 'email'>[] = [];

  constructor(end: number) {
    this.#end = end;
  }

  see(orders: readonly Order[], carts: readonly Cart[], events: readonly ShopEvent[]): void {
    this.#carts.push(...carts);
    this.#events.push(...events);
    for (const { at, account, email, purchase, refunds } of orders) {
      if (purchase) this.#orders.push({ at, account, email });
      for (const refund of refunds) if (refund.kind === 'REFUND') this.#refunds.push({ at: refund.at, account, email });
    }
  }

  totals(persons: Persons, tally: Tally) {
    const purchases = byPerson(persons, this.#orders);
    const refunds = byPerson(persons, this.#refunds);
    for (const event of this.#events) seeShopEvent(tally, event, refunds.get(persons.of(event)!) ?? []);
    const devices = new Groups(() => new Counts<string>());
    for (const cart of this.#carts) {
      const person = persons.of(cart);
      const bought = (person !== null && purchases.get(person)) || [];
      seeCart(tally, cart, bought);
      const counts = devices.at(cart.device);
      counts.add('carts');
      if (cart.checkoutAt !== null) counts.add('checkouts');
      const pending = cart.lastActiveAt + quietMinutes * minute > this.#end;
      const state = cart.completedAt !== null ? 'completed' : pending ? 'pending' : 'abandoned';
      counts.add(state);
      if (state !== 'abandoned') continue;
      if (cart.checkoutAt !== null) counts.add('checkoutsAbandoned');
      const until = cart.lastActiveAt + wonBackDays * dayLength;
      if (bought.some((at) => at > cart.lastActiveAt && at <= until)) counts.add('recovered');
    }
    return devices.all((counts) => counts.all());
  }
}

/** When something happened to each person; what happened to nobody known is in none. */
function byPerson(
  persons: Persons,
  happened: readonly Pick<Order, 'at' | 'account' | 'email'>[],
): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const each of happened) {
    const person = persons.of(each);
    if (person !== null) found.set(person, [...(found.get(person) ?? []), each.at]);
  }
  return found;
}
