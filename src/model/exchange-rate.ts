import { defineEntity, type InferEntity } from '@mikro-orm/core';
import { currency, day, decimal, uuid } from './columns.ts';

/** On `day` one `base` bought `rate` of `quote`. A fact is converted at the last rate on or before its day, at most 7 days old. */
export const ExchangeRate = defineEntity({
  name: 'ExchangeRate',
  tableName: 'exchange_rates',
  properties: {
    workspaceId: uuid().primary(),
    base: currency().primary(),
    quote: currency().primary(),
    day: day().primary(),
    rate: decimal(),
    sourceId: uuid(),
  },
});
export type ExchangeRate = InferEntity<typeof ExchangeRate>;
