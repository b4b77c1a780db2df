import type { Product } from './catalogue.ts';
import { sum } from './money.ts';
import { pairs, repeatPreference } from './plan.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

export interface Item {
  product: Product;
  variant: number;
  quantity: number;
  /** Charged for one, in cents of the order's currency. */
  price: number;
}

/**
 * A basket whose gross value is `target` cents up to the rounding of its prices: products of about that value, then all
 * list prices times one factor (the shop's prices move with the day; mostly between 0.8 and 1.4 of the list).
 */
export function basketOf(
  world: World,
  random: Random,
  target: number,
  targetInEuro: number,
  previous: readonly Product[],
): Item[] {
  const chosen = new Map<Product, number>();
  const wanted = random.weighted([1, 2, 3, 4], (count) => [0, 0.45, 0.3, 0.17, 0.08][count]!);
  let left = targetInEuro;
  for (let count = 1; count <= wanted; count++) {
    const again = count === 1 && previous.length > 0 && random.chance(repeatPreference) ? random.pick(previous) : null;
    const fits = again && again.price <= targetInEuro * 1.1;
    const product = fits
      ? again
      : productBetween(
          world,
          random,
          count < wanted ? left * 0.1 : left * 0.6,
          count < wanted ? left * 0.5 : left * 1.1,
        );
    if (chosen.has(product)) continue;
    chosen.set(product, 1);
    left -= product.price;
    for (const { first, second, probability } of pairs) {
      if (first === product.key && random.chance(probability)) chosen.set(world.catalogue.byKey.get(second)!, 1);
    }
  }
  const listed = sum([...chosen.keys()].map(({ price }) => price));
  const times = Math.max(1, Math.floor(targetInEuro / listed));
  const factor = target / (listed * times);
  return settle(
    [...chosen.keys()].map((product) => ({
      product,
      variant: random.whole(0, product.variants.length - 1),
      quantity: times,
      price: Math.max(1, Math.round(product.price * factor)),
    })),
    target,
  );
}

/** Gives the cents that rounding left to the dearest line; with several pieces to it less than a cent each remains. */
function settle(items: Item[], target: number): Item[] {
  const dearest = items.reduce((one, other) => (other.price > one.price ? other : one));
  const missing = target - grossOf(items);
  dearest.price = Math.max(1, dearest.price + Math.trunc(missing / dearest.quantity));
  return items;
}

export const grossOf = (items: readonly Item[]) => sum(items.map(({ price, quantity }) => price * quantity));

/** A product of such a list price, liked ones more often; the nearest one where there is none. */
function productBetween({ catalogue }: World, random: Random, low: number, high: number): Product {
  const { products } = catalogue;
  let from = products.findIndex(({ price }) => price >= low);
  if (from < 0) from = products.length - 1;
  let to = from;
  let whole = 0;
  while (to < products.length && products[to]!.price <= high) whole += products[to++]!.popularity;
  if (to === from) return products[from]!;
  let share = random.float() * whole;
  while (from < to - 1 && (share -= products[from]!.popularity) >= 0) from++;
  return products[from]!;
}
