import { type Draft, draft, idAt, type Payload, recordsAt, required } from '../../src/sdk/index.ts';
import { parentOf, plainTextAt } from './fields.ts';

/** A product. Its price is left out: the API names no currency with it. */
export function mapProduct(product: Payload): Draft[] {
  const key = required(idAt(product, 'id'), 'id');
  return [
    draft('product', {
      key,
      title: plainTextAt(product, 'name') ?? `Product ${key}`,
      sku: plainTextAt(product, 'sku'),
      // The first category is the one that WooCommerce itself shows.
      categoryKey: idAt(recordsAt(product, 'categories')[0] ?? {}, 'id'),
      published: product['status'] === 'publish',
    }),
  ];
}

/** One size, colour and so on of a product. */
export function mapVariation(variation: Payload): Draft[] {
  const key = required(idAt(variation, 'id'), 'id');
  const options = recordsAt(variation, 'attributes').map((attribute) => plainTextAt(attribute, 'option'));
  const title = options.filter((option) => option !== undefined).join(', ');
  return [
    draft('variant', {
      key,
      productKey: required(parentOf(variation, 'product_id'), 'parent_id'),
      title: title || (plainTextAt(variation, 'name') ?? `Variation ${key}`),
      sku: plainTextAt(variation, 'sku'),
    }),
  ];
}

export function mapCategory(category: Payload): Draft[] {
  const key = required(idAt(category, 'id'), 'id');
  const name = plainTextAt(category, 'name') ?? `Category ${key}`;
  return [draft('category', { key, name, parentKey: idAt(category, 'parent') })];
}
