import { dayOf } from '../world/clock.ts';
import type { Life } from '../world/life.ts';
import { sum } from '../world/money.ts';
import type { Order, OrderLine } from '../world/order.ts';
import type { World } from '../world/world.ts';

/** What orders brought, in euro cents at the rates of their days, all that came back later taken off. */
export interface Brought {
  net: number;
  /** Net sales of the orders all of whose goods have a known cost, and what that leaves of them. */
  known: number;
  left: number;
}

/** Of all orders that stand. */
export function broughtBy({ world, orders }: Life): Brought {
  const total = { net: 0, known: 0, left: 0 };
  for (const order of orders) {
    if (order.test || order.status === 'FAILED' || order.status === 'CANCELLED') continue;
    const net = (netOf(order) * 1e6) / world.rates.on(dayOf(order.at), order.currency);
    const cost = costOf(world, order);
    total.net += net;
    if (cost === null) continue;
    total.known += net;
    total.left += net - cost;
  }
  return total;
}

const isGoods = ({ product }: OrderLine) => product !== null;

function netOf({ lines, discount, refunds }: Order): number {
  const goods = lines.filter(isGoods);
  return (
    sum(goods.map((line) => line.price * line.quantity - line.discount - line.tax)) -
    discount -
    sum(refunds.map(({ merchandise }) => merchandise))
  );
}

/** What went back to the shelf costs nothing; null where the cost of one product was never recorded. */
function costOf({ span }: World, { at, lines, refunds }: Order): number | null {
  const restocked = new Map(
    refunds
      .filter((refund) => refund.restocked)
      .flatMap(({ lines: back }) => back.map((one) => [one.line, one.quantity])),
  );
  const day = dayOf(at) < span.startsOn ? span.startsOn : dayOf(at);
  const costs = lines.filter(isGoods).map(({ key, product, quantity }) => {
    const each = product!.costs.findLast(({ since }) => since <= day)?.cost;
    return each === undefined ? null : each * (quantity - (restocked.get(key) ?? 0));
  });
  return costs.reduce<number | null>((total, cost) => (total === null || cost === null ? null : total + cost), 0);
}
