import type { Draft, Payload } from '../../src/sdk/index.ts';
import { decimalAt, instantAt, known, recordsAt, required, textAt } from '../../src/sdk/index.ts';
import { keyAt } from './values.ts';

/** A product with its variants, what they cost, and the category it is in. */
export function mapProduct(product: Payload): Draft[] {
  const key = required(keyAt(product, 'id'), 'id');
  const category = categoryOf(product);
  const currency = textAt(product, 'priceRangeV2.minVariantPrice.currencyCode');
  const price = currency && decimalAt(product, 'priceRangeV2.minVariantPrice.amount');
  const variants = recordsAt(product, 'variants.nodes');
  const head: Draft = {
    type: 'product',
    data: known({
      key,
      title: textAt(product, 'title') ?? `Product ${key}`,
      sku: variants.length === 1 ? textAt(variants[0]!, 'sku') : undefined,
      categoryKey: category?.key,
      price,
      currency: price && currency,
      published: textAt(product, 'status') === 'ACTIVE',
    }),
  };
  const since = instantAt(product, 'createdAt')?.slice(0, 10);
  return [
    ...(category ? [{ type: 'category', data: category } as const] : []),
    head,
    ...variants.flatMap((variant) => mapVariant(variant, { productKey: key, currency, since })),
  ];
}

/** The shop's own product types come first: its reports go by them. */
function categoryOf(product: Payload): { key: string; name: string } | undefined {
  const type = textAt(product, 'productType');
  if (type !== undefined) return { key: `type:${type.toLowerCase()}`, name: type };
  const [key, name] = [keyAt(product, 'category.id'), textAt(product, 'category.name')];
  return key === undefined || name === undefined ? undefined : { key, name };
}

function mapVariant(
  variant: Payload,
  { productKey, currency, since }: { productKey: string; currency: string | undefined; since: string | undefined },
): Draft[] {
  const key = required(keyAt(variant, 'id'), 'variants.id');
  const price = currency && decimalAt(variant, 'price');
  const head: Draft = {
    type: 'variant',
    data: known({
      key,
      productKey,
      title: textAt(variant, 'title') ?? `Variant ${key}`,
      sku: textAt(variant, 'sku'),
      price,
      currency: price && currency,
    }),
  };
  const cost = decimalAt(variant, 'inventoryItem.unitCost.amount');
  const paidIn = textAt(variant, 'inventoryItem.unitCost.currencyCode');
  if (cost === undefined || paidIn === undefined || since === undefined) return [head];
  // Shopify knows no earlier costs: today's stands for all the time.
  return [head, { type: 'cost', data: { key, productKey, variantKey: key, since, cost, currency: paidIn } }];
}
