import { defineEntity, type InferEntity } from '@mikro-orm/core';
import { currency, day, decimal, flag, key, lineage, text, uuid } from './columns.ts';

export const Category = defineEntity({
  name: 'Category',
  tableName: 'categories',
  properties: { ...key(), name: text(), parentId: uuid().nullable(), ...lineage() },
});
export type Category = InferEntity<typeof Category>;

export const Product = defineEntity({
  name: 'Product',
  tableName: 'products',
  properties: {
    ...key(),
    title: text(),
    sku: text().nullable(),
    categoryId: uuid().nullable(),
    price: decimal().nullable(),
    currency: currency().nullable(),
    published: flag().nullable(),
    ...lineage(),
  },
});
export type Product = InferEntity<typeof Product>;

export const Variant = defineEntity({
  name: 'Variant',
  tableName: 'variants',
  properties: {
    ...key(),
    productId: uuid(),
    title: text(),
    sku: text().nullable(),
    price: decimal().nullable(),
    currency: currency().nullable(),
    ...lineage(),
  },
});
export type Variant = InferEntity<typeof Variant>;

/** What one unit costs from a day on (landed cost). */
export const ProductCost = defineEntity({
  name: 'ProductCost',
  tableName: 'product_costs',
  properties: {
    ...key(),
    productId: uuid(),
    variantId: uuid().nullable(),
    since: day(),
    cost: decimal(),
    currency: currency(),
    ...lineage(),
  },
});
export type ProductCost = InferEntity<typeof ProductCost>;
