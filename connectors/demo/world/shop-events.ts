import { dayLength, hour, minute, wholeSeconds } from './clock.ts';
import type { Order } from './order.ts';
import type { Person } from './people.ts';
import { shopEvents } from './plan.ts';
import { Random } from './random.ts';
import type { World } from './world.ts';

/** A product looked at, in stock or not, or money asked back. */
export interface ShopEvent {
  key: string;
  account: string | null;
  email: string | null;
  at: number;
  kind: 'product_viewed' | 'refund_requested';
  product: string | null;
  inStock: boolean | null;
}

/** What buyers looked at before they bought in the last year, and how they asked for refunds, also for some that never came. */
export function shopEventsOf(world: World, person: Person, orders: readonly Order[]): ShopEvent[] {
  const random = new Random(world.settings.seed, 'shop event', person.index);
  const { end } = world.span;
  const events: ShopEvent[] = [];
  const add = (order: Order, at: number, event: Pick<ShopEvent, 'kind' | 'product' | 'inStock'>) => {
    if (at < order.at - dayLength || at >= end) return;
    const { account, email } = order;
    events.push({ key: `event-${person.index}-${events.length + 1}`, account, email, at, ...event });
  };
  const ask = (order: Order, at: number) =>
    add(order, wholeSeconds(Math.max(at, order.at + hour)), { kind: 'refund_requested', product: null, inStock: null });
  for (const order of orders.filter(({ purchase }) => purchase)) {
    for (const refund of order.refunds.filter(({ kind }) => kind === 'REFUND')) {
      const [least, most] = random.chance(shopEvents.refundedInTime) ? shopEvents.fastRefund : shopEvents.slowRefund;
      ask(order, refund.at - random.between(least, most) * dayLength);
    }
    if (random.chance(shopEvents.neverRefunded)) ask(order, order.at + random.between(4, 20) * dayLength);
    if (order.at < end - shopEvents.recordedDays * dayLength || order.salesChannel === 'marketplace') continue;
    for (let count = random.poisson(shopEvents.viewsPerPurchase); count > 0; count--) {
      const at = wholeSeconds(order.at - random.between(2, 600) * minute);
      const inStock = random.chance(0.02) ? null : !random.chance(shopEvents.stockOut);
      add(order, at, { kind: 'product_viewed', product: random.pick(world.catalogue.products).key, inStock });
    }
  }
  return events;
}
