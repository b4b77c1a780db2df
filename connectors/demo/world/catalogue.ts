import { addDays, type Span } from './clock.ts';
import { Random } from './random.ts';

export interface Product {
  key: string;
  title: string;
  category: string;
  /** List price in euro cents. Orders are charged at it times a factor of their own, see baskets.ts. */
  price: number;
  popularity: number;
  variants: string[];
  /** What one costs from a day on, in euro cents; none for the one product whose cost the shop never recorded. */
  costs: { since: string; cost: number }[];
}

export interface Catalogue {
  categories: readonly { key: string; name: string }[];
  /** From the cheapest to the dearest. */
  products: readonly Product[];
  byKey: ReadonlyMap<string, Product>;
}

const variety = [
  'Alba',
  'Borgo',
  'Cortile',
  'Duomo',
  'Etna',
  'Fiume',
  'Giardino',
  'Isola',
  'Laguna',
  'Maestro',
  'Notte',
  'Onda',
];

/** Category, its name, what its products are called, cheapest and dearest in cents, cost as a share of the price. */
const shelves: [
  key: string,
  name: string,
  noun: string,
  low: number,
  high: number,
  cost: number,
  variants: string[],
][] = [
  ['beans', 'Coffee beans', 'espresso beans', 690, 2490, 0.48, ['250 g', '500 g', '1 kg']],
  ['ground', 'Ground coffee', 'ground coffee', 550, 1690, 0.47, ['250 g', '500 g']],
  ['capsules', 'Capsules', 'capsules', 390, 1990, 0.42, ['10', '30']],
  ['tea', 'Tea and cocoa', 'tea', 450, 1890, 0.4, ['One size']],
  ['moka', 'Moka pots', 'moka pot', 1490, 6990, 0.52, ['3 cups', '6 cups']],
  ['filter', 'Filter coffee', 'dripper', 1290, 8990, 0.5, ['White', 'Black']],
  ['grinder', 'Grinders', 'grinder', 2990, 32900, 0.6, ['One size']],
  ['machine', 'Espresso machines', 'espresso machine', 9900, 89900, 0.64, ['Steel', 'Black', 'Red']],
  ['cups', 'Cups and glasses', 'cups', 590, 3990, 0.38, ['Two', 'Six']],
  ['care', 'Care and accessories', 'care set', 290, 1990, 0.35, ['One size']],
];

const withoutCost = 'tea-11';

/** 120 products in ten categories; the costs of each change at random days. */
export function catalogueOf(seed: number, span: Span): Catalogue {
  const products = shelves
    .flatMap(([category, , noun, low, high, costShare, variants], shelf) =>
      variety.map((name, at): Product => {
        const random = new Random(seed, 'product', shelf * 100 + at);
        // Five and twelve share no divisor: dear and cheap, liked and unliked products are well mixed.
        const price = Math.round((low * (high / low) ** (((at * 5) % 12) / 11)) / 10) * 10;
        const key = `${category}-${at + 1}`;
        return {
          key,
          title: `${name} ${noun}`,
          category,
          price,
          popularity: (at + 1) ** -0.6,
          variants,
          costs: key === withoutCost ? [] : costsOf(random, span, price * costShare),
        };
      }),
    )
    .toSorted((one, other) => one.price - other.price || one.key.localeCompare(other.key, 'en'));
  return {
    categories: shelves.map(([key, name]) => ({ key, name })),
    products,
    byKey: new Map(products.map((product) => [product.key, product])),
  };
}

function costsOf(random: Random, span: Span, first: number): Product['costs'] {
  const costs = [{ since: span.startsOn, cost: Math.round(first) }];
  for (let day = random.whole(90, 300); day < span.days; day += random.whole(150, 400)) {
    costs.push({
      since: addDays(span.startsOn, day),
      cost: Math.round(costs.at(-1)!.cost * random.between(0.97, 1.09)),
    });
  }
  return costs;
}
