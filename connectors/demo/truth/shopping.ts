import { dayLength, minute } from '../world/clock.ts';
import type { Cart } from '../world/carts.ts';
import type { Order } from '../world/order.ts';
import { Counts, Groups } from './count.ts';
import type { Persons } from './persons.ts';
import { seeCart } from './promises/shopping.ts';
import type { Tally } from './promises/tally.ts';

/** A cart is given up after so many minutes without a click; an order within so many days wins it back. */
const quietMinutes = 60;
const wonBackDays = 7;

/** What became of carts; known when all orders have been seen and persons resolved. */
export class Shopping {
  readonly #end: number;
  readonly #carts: Cart[] = [];
  readonly #orders: Pick<Order, 'at' | 'account' | 'email'>[] = [];

  constructor(end: number) {
    this.#end = end;
  }

  see(orders: readonly Order[], carts: readonly Cart[]): void {
    this.#carts.push(...carts);
    for (const { at, account, email, purchase } of orders) if (purchase) this.#orders.push({ at, account, email });
  }

  totals(persons: Persons, tally: Tally) {
    const purchases = new Map<string, number[]>();
    for (const order of this.#orders) {
      const person = persons.of(order)!;
      purchases.set(person, [...(purchases.get(person) ?? []), order.at]);
    }
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
