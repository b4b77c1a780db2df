import type { Draft, Stream } from '../../../src/sdk/index.ts';
import { decimalOf } from '../world/money.ts';
import type { World } from '../world/world.ts';
import { streamOf } from './stream.ts';

type ProductPayload = {
  id: string;
  title: string;
  sku: string;
  collection: { id: string; title: string };
  price: string;
  currency: string;
  status: 'active' | 'archived';
  variants: { id: string; title: string; sku: string }[];
  unit_costs: { from: string; amount: string }[];
};

/** The catalogue with its variants and what they cost over time. */
export function products({ catalogue }: World): Stream {
  return streamOf<ProductPayload>({
    entities: ['category', 'product', 'variant', 'cost'],
    personalData: false,
    pages: 1,
    key: ({ id }) => id,
    page: () =>
      catalogue.products.map((product) => ({
        id: product.key,
        title: product.title,
        sku: product.key.toUpperCase(),
        collection: {
          id: product.category,
          title: catalogue.categories.find(({ key }) => key === product.category)!.name,
        },
        price: decimalOf(product.price),
        currency: 'EUR',
        status: 'active',
        variants: product.variants.map((title, at) => ({
          id: variantKey(product.key, at),
          title,
          sku: variantKey(product.key, at).toUpperCase(),
        })),
        unit_costs: product.costs.map(({ since, cost }) => ({ from: since, amount: decimalOf(cost) })),
      })),
    map: productDrafts,
  });
}

export const variantKey = (product: string, variant: number) => `${product}-v${variant + 1}`;

function productDrafts(payload: ProductPayload): Draft[] {
  const { id, title, sku, collection, price, currency, variants } = payload;
  return [
    { type: 'category', data: { key: collection.id, name: collection.title } },
    {
      type: 'product',
      data: {
        key: id,
        title,
        sku,
        categoryKey: collection.id,
        price,
        currency,
        published: payload.status === 'active',
      },
    },
    ...variants.map((variant): Draft => ({
      type: 'variant',
      data: { key: variant.id, productKey: id, title: variant.title, sku: variant.sku },
    })),
    ...payload.unit_costs.map(({ from, amount }): Draft => ({
      type: 'cost',
      data: { key: `${id}:${from}`, productKey: id, since: from, cost: amount, currency },
    })),
  ];
}
