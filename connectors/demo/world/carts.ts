import { dayLength, hour, minute, wholeSeconds } from './clock.ts';
import { sum } from './money.ts';
import type { Order } from './order.ts';
import { accountKey, type Person } from './people.ts';
import { carts } from './plan.ts';
import { Random } from './random.ts';
import type { World } from './world.ts';

export interface Cart {
  key: string;
  account: string | null;
  email: string | null;
  startedAt: number;
  lastActiveAt: number;
  checkoutAt: number | null;
  completedAt: number | null;
  order: string | null;
  device: 'mobile' | 'desktop';
  items: number;
  total: number;
  currency: string;
}

/** Carts of the last year: those that became an order, those left by people we know, and those left by nobody we know. */
export function cartsOf(world: World, person: Person, orders: readonly Order[]): Cart[] {
  const random = new Random(world.settings.seed, 'cart', person.index);
  const recordedFrom = world.span.end - carts.recordedDays * dayLength;
  const found: Cart[] = [];
  const leave = (at: number, account: string | null, email: string | null) => {
    if (at < recordedFrom || at >= world.span.end) return;
    found.push(abandoned(world, random, person, `cart-${person.index}-${found.length + 1}`, at, account, email));
  };
  const bought = orders.filter(
    ({ purchase, salesChannel, at }) => purchase && salesChannel !== 'marketplace' && at - hour >= recordedFrom,
  );
  for (const order of bought) {
    const before = random.between(4, 50) * minute;
    if (random.chance(carts.recovered))
      leave(wholeSeconds(order.at - before - random.between(hour, 6 * dayLength)), order.account, order.email);
    found.push(completed(order, person, `cart-${person.index}-${found.length + 1}`, wholeSeconds(order.at - before)));
    const anytime = () => wholeSeconds(random.between(recordedFrom, world.span.end));
    for (let count = random.poisson(carts.abandonedPerCompleted[person.device]); count > 0; count--)
      leave(anytime(), order.account, order.email);
    for (let count = random.poisson(carts.anonymousPerCompleted); count > 0; count--) leave(anytime(), null, null);
  }
  if (!person.buyer && person.guestOrders === 0) {
    for (let count = random.poisson(1); count > 0; count--) {
      leave(wholeSeconds(random.between(recordedFrom, world.span.end)), accountKey(person), person.email);
    }
  }
  return found;
}

function completed(order: Order, person: Person, key: string, startedAt: number): Cart {
  return {
    key,
    account: order.account,
    email: order.email,
    startedAt,
    lastActiveAt: order.at,
    checkoutAt: wholeSeconds(startedAt + (order.at - startedAt) * 0.7),
    completedAt: order.at,
    order: order.key,
    device: person.device,
    items: sum(order.lines.map(({ quantity }) => quantity)),
    total: order.total,
    currency: order.currency,
  };
}

function abandoned(
  world: World,
  random: Random,
  person: Person,
  key: string,
  startedAt: number,
  account: string | null,
  email: string | null,
): Cart {
  const lastActiveAt = Math.min(wholeSeconds(startedAt + random.between(1, 25) * minute), world.span.end - 1000);
  const reached = random.chance(carts.checkoutReached);
  return {
    key,
    account,
    email,
    startedAt,
    lastActiveAt,
    checkoutAt: reached ? lastActiveAt : null,
    completedAt: null,
    order: null,
    device: person.device,
    items: random.whole(1, 5),
    total: random.whole(500, 15_000),
    currency: person.country.currency,
  };
}
