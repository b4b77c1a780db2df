import { type Account, accountsOf } from './accounts.ts';
import type { Order } from './order.ts';
import { ordersOf } from './orders.ts';
import { type Person, personOf } from './people.ts';
import type { World } from './world.ts';

/** What every stream needs of a person to go on from. */
export interface Life {
  world: World;
  person: Person;
  orders: Order[];
  accounts: Account[];
}

export function lifeOf(world: World, index: number): Life {
  const person = personOf(world, index);
  const orders = ordersOf(world, person);
  return { world, person, orders, accounts: accountsOf(world, person, orders) };
}
