import type { Draft, Payload } from '../../src/sdk/index.ts';
import { idOf, known, listOf, missing, parentOf, requiredId, textOf } from './fields.ts';

/** A product. Its price is left out: the API names no currency with it. */
export function mapProduct(product: Payload): Draft[] {
  const key = requiredId(product, 'id');
  return [
    {
      type: 'product',
      data: known({
        key,
        title: textOf(product['name']) ?? `Product ${key}`,
        sku: textOf(product['sku']),
        // The first category is the one that WooCommerce itself shows.
        categoryKey: idOf(listOf(product['categories'])[0]?.['id']),
        published: product['status'] === 'publish',
      }),
    },
  ];
}

/** One size, colour and so on of a product. */
export function mapVariation(variation: Payload): Draft[] {
  const key = requiredId(variation, 'id');
  const options = listOf(variation['attributes']).map(({ option }) => textOf(option));
  const title = options.filter((option) => option !== undefined).join(', ');
  return [
    {
      type: 'variant',
      data: known({
        key,
        productKey: parentOf(variation, 'product_id') ?? missing('parent_id'),
        title: title || (textOf(variation['name']) ?? `Variation ${key}`),
        sku: textOf(variation['sku']),
      }),
    },
  ];
}

export function mapCategory(category: Payload): Draft[] {
  const key = requiredId(category, 'id');
  return [
    {
      type: 'category',
      data: known({ key, name: textOf(category['name']) ?? `Category ${key}`, parentKey: idOf(category['parent']) }),
    },
  ];
}
