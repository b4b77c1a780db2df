import type { Draft, Payload } from '../../src/sdk/index.ts';
import { idAt, known, recordsAt, required, textAt, valueAt } from '../../src/sdk/index.ts';
import { amountIn, written } from './money.ts';

const root = '__root_collection__';

/** A collection; those at the top hang on one that Vendure hides. */
export function mapCollection(collection: Payload): Draft[] {
  const parentKey = textAt(collection, 'parent.name') === root ? undefined : idAt(collection, 'parent.id');
  const name = required(textAt(collection, 'name'), 'name');
  return [{ type: 'category', data: known({ key: required(idAt(collection, 'id'), 'id'), name, parentKey }) }];
}

/** A product with what can be bought of it: prices belong to variants. */
export function mapProduct(product: Payload, decimals: number): Draft[] {
  const key = required(idAt(product, 'id'), 'id');
  const draft: Draft = {
    type: 'product',
    data: known({
      key,
      title: textAt(product, 'name') ?? `Product ${key}`,
      categoryKey: recordsAt(product, 'collections')
        .map((collection) => idAt(collection, 'id'))
        .at(-1),
      published: valueAt(product, 'enabled') === true,
    }),
  };
  return [draft, ...recordsAt(product, 'variants').map((variant) => mapVariant(variant, key, decimals))];
}

function mapVariant(variant: Payload, productKey: string, decimals: number): Draft {
  const key = required(idAt(variant, 'id'), 'variants.id');
  const price = amountIn(variant, 'price', decimals);
  return {
    type: 'variant',
    data: known({
      key,
      productKey,
      title: textAt(variant, 'name') ?? `Variant ${key}`,
      sku: textAt(variant, 'sku'),
      price: price && written(price),
      currency: textAt(variant, 'currencyCode'),
    }),
  };
}
