import { deliveries, spendShape } from './plan.ts';
import type { Person } from './people.ts';
import { Random } from './random.ts';
import { instantAt } from './week.ts';
import type { World } from './world.ts';

/** A purchase as the planted process makes it; orders.ts turns it into an order. */
export interface Purchase {
  at: number;
  /** Gross merchandise that the order aims at, in euro cents. */
  value: number;
  /** Whether the customer buys again within the return days, seen or still to come when the data ends. */
  returns: boolean;
}

/**
 * BG/NBD and Gamma-Gamma: the first purchase is the acquisition; then purchases at a rate of the person's own, and after
 * each of them a chance of the person's own that it was the last.
 */
export function purchasesOf(world: World, person: Person): Purchase[] {
  if (!person.buyer) return [];
  const random = new Random(world.settings.seed, 'purchase', person.index);
  const { r, alpha, a, b, v } = person.channel;
  const perDay = random.gamma(r) / alpha / 7;
  const dropout = random.beta(a, b);
  const spendRate = random.gamma(spendShape.q) / v;
  const value = () => Math.max(100, Math.round((random.gamma(spendShape.p) / spendRate) * 100));
  const { span } = world;
  const times = [firstTime(world, person, random)];
  const values = [value()];
  while (times.at(-1)! < span.days) {
    const next = times.at(-1)! + random.exponential(1 / perDay);
    if (next > span.days + deliveries.returnDays) break;
    times.push(next);
    values.push(value());
    if (random.chance(dropout)) break;
  }
  return times
    .map((time, at) => ({
      at: instantAt(span, time),
      value: values[at]!,
      returns: times[at + 1]! - time <= deliveries.returnDays,
    }))
    .filter(({ at }) => at < span.end);
}

/** The weekly pattern may carry a time of the first and last days over the edge: then another is drawn. */
function firstTime(world: World, person: Person, random: Random): number {
  for (;;) {
    const time = world.acquisition.draw(random, person.campaign?.key ?? null);
    const at = instantAt(world.span, time);
    if (at >= world.span.start && at < world.span.end) return time;
  }
}
