import { dayLength, hour, minute, wholeSeconds } from './clock.ts';
import { addGiftCard, type Buyer, itemsFor, type Order, orderOf } from './order.ts';
import { countries, mishaps } from './plan.ts';
import type { Random } from './random.ts';
import { instantAt } from './week.ts';
import type { World } from './world.ts';

/** Orders around a purchase that are no purchases themselves, so that they leave the planted process as it is. */
export function besidesOf(world: World, random: Random, key: string, buyer: Buyer, at: number): Order[] {
  const { start, end } = world.span;
  const orders: Order[] = [];
  const like = (suffix: string, then: number) =>
    orderOf(random, `${key}-${suffix}`, buyer, then, itemsFor(world, random, buyer, then, random.whole(900, 9000), []));
  const later = (from: number, to: number) => wholeSeconds(at + random.between(from, to) * dayLength);

  if (random.chance(mishaps.failed) && at - 30 * minute > start)
    orders.push(failed(like('failed', at - random.whole(2, 25) * minute)));
  if (random.chance(mishaps.cancelled)) {
    const then = later(1, 25);
    const cancelledAt = wholeSeconds(then + random.between(1, 60) * hour);
    if (cancelledAt < end)
      orders.push(cancelled(like('cancelled', then), random.chance(mishaps.cancelledWithoutDate) ? null : cancelledAt));
  }
  if (random.chance(mishaps.freeOfCharge)) {
    const then = later(3, 20);
    if (then < end) orders.push(free(like('free', then)));
  }
  if (random.chance(mishaps.exchange)) {
    const then = later(8, 25);
    if (then < end) orders.push(exchange(like('exchange', then)));
  }
  if (random.chance(mishaps.giftCardOnly)) {
    const then = later(1, 60);
    if (then < end)
      orders.push(addGiftCard(random, { ...orderOf(random, `${key}-card`, buyer, then, []), shipping: 0, total: 0 }));
  }
  return orders;
}

const failed = (order: Order): Order => ({
  ...order,
  status: 'FAILED',
  payment: { ...order.payment, status: 'failed', paidAt: null, fee: null },
});

/** Cancelled before it was sent; the payment is let go, so there is no refund. */
const cancelled = (order: Order, cancelledAt: number | null): Order => ({
  ...order,
  status: 'CANCELLED',
  cancelledAt,
  payment: { ...order.payment, status: 'voided', fee: null },
});

/** A replacement that costs nothing. */
const free = (order: Order): Order => ({
  ...order,
  status: 'FULFILLED',
  lines: order.lines.map((line) => ({ ...line, price: 0, charged: 0, tax: 0 })),
  shipping: 0,
  tax: 0,
  total: 0,
  payment: { ...order.payment, fee: 0 },
});

/** Goods for goods: an order with its whole value as discount. */
const exchange = (order: Order): Order => ({
  ...order,
  status: 'FULFILLED',
  kind: 'EXCHANGE',
  lines: order.lines.map((line) => ({ ...line, discount: line.charged, charged: 0, tax: 0 })),
  shipping: 0,
  tax: 0,
  total: 0,
  payment: { ...order.payment, fee: 0 },
});

/** Sales at the counter and the shop's own tests: nothing says who bought. */
export function namelessOf(world: World, random: Random, index: number): Order[] {
  const orders: Order[] = [];
  const draw = (suffix: string): Order | null => {
    const buyer: Buyer = {
      account: null,
      email: null,
      country: countries[0],
      salesChannel: suffix === 'test' ? 'web' : 'pos',
      kind: 'STANDARD',
    };
    const at = instantAt(world.span, world.acquisition.draw(random, null));
    if (at < world.span.start || at >= world.span.end) return null;
    return orderOf(
      random,
      `order-${index}-${suffix}`,
      buyer,
      at,
      itemsFor(world, random, buyer, at, random.whole(400, 6000), []),
    );
  };
  const counter = random.chance(mishaps.anonymousPerCustomer) ? draw('counter') : null;
  if (counter) orders.push({ ...counter, status: 'FULFILLED' });
  const test = random.chance(mishaps.testPerCustomer) ? draw('test') : null;
  if (test) orders.push({ ...test, test: true });
  return orders;
}
