import { addDays, dayLength, dayOf, hour, midnight, minute, monthOf, wholeSeconds } from './clock.ts';
import { deliveries } from './plan.ts';
import type { Purchase } from './purchases.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

export interface Delivery {
  key: string;
  carrier: string;
  promisedAt: number;
  shippedAt: number | null;
  deliveredAt: number | null;
  complete: boolean | null;
  status: 'PENDING' | 'SHIPPED' | 'DELIVERED' | 'RETURNED' | 'LOST';
}

/** The parcels of an order as far as they had come when the data ends. */
export function deliveriesOf(world: World, random: Random, orderKey: string, purchase: Purchase): Delivery[] {
  const first = parcelOf(world, random, `${orderKey}-parcel-1`, purchase, random.whole(3, 5));
  const second = random.chance(deliveries.twoParcels);
  return second ? [first, parcelOf(world, random, `${orderKey}-parcel-2`, purchase, random.whole(5, 7))] : [first];
}

function parcelOf(world: World, random: Random, key: string, purchase: Purchase, promisedDays: number): Delivery {
  const promisedDay = addDays(dayOf(purchase.at), promisedDays);
  const promisedAt = midnight(promisedDay) + 18 * hour;
  const strike = monthOf(promisedAt) === world.strikeMonth;
  const late = random.chance(lateChance(world, promisedDay, purchase.returns));
  const lateOnTheDay = random.chance(deliveries.lateOnTheDay);
  const shippedAt = wholeSeconds(purchase.at + random.between(6 * hour, 40 * hour));
  const inTime = random.between(shippedAt + 8 * hour, promisedAt - 10 * minute);
  const tooLate = lateOnTheDay
    ? promisedAt + random.between(10 * minute, 4 * hour)
    : midnight(addDays(promisedDay, 1 + Math.floor(random.exponential(2.5)))) + random.between(8 * hour, 19 * hour);
  const deliveredAt = wholeSeconds(late ? tooLate : inTime);
  const complete = random.chance(deliveries.completenessUnknown)
    ? null
    : random.chance(strike ? deliveries.completeDuringStrike : deliveries.complete);
  const fate = random.float();
  const parcel = {
    key,
    carrier: strike || random.chance(0.7) ? 'Corriere Demo' : 'Posta Demo',
    promisedAt,
    shippedAt: null,
    deliveredAt: null,
    complete: null,
  };
  const { end } = world.span;
  if (shippedAt >= end) return { ...parcel, status: 'PENDING' };
  const lost = deliveries.lost;
  if (fate < lost && promisedAt + 10 * dayLength < end) return { ...parcel, shippedAt, status: 'LOST' };
  const returned = lost + deliveries.returned;
  if (fate < returned && promisedAt + 5 * dayLength < end) return { ...parcel, shippedAt, status: 'RETURNED' };
  if (fate < returned + deliveries.neverScanned || deliveredAt >= end)
    return { ...parcel, shippedAt, status: 'SHIPPED' };
  return { ...parcel, shippedAt, deliveredAt, complete, status: 'DELIVERED' };
}

function lateChance({ strikeMonth, settings }: World, promisedDay: string, returns: boolean): number {
  const { strikeOdds, decemberOdds, usualOdds } = deliveries;
  const base = promisedDay.startsWith(strikeMonth)
    ? strikeOdds
    : promisedDay.slice(5, 7) === '12'
      ? decemberOdds
      : usualOdds;
  const odds = base * (returns ? 1 : settings.lateEffect);
  return odds / (1 + odds);
}

/** Late by the instant promised. */
export const isLate = ({ deliveredAt, promisedAt }: Delivery) => deliveredAt !== null && deliveredAt > promisedAt;
