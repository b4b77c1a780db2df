import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { day, decimal, instant, integer, json, key, share, text, uuid } from './columns.ts';

/** A customer's history as purchase models take it; the valid orders of one day are one purchase. */
export const PurchaseHistoryRow = defineEntity({
  name: 'PurchaseHistoryRow',
  tableName: 'purchase_histories',
  properties: {
    workspaceId: uuid().primary(),
    customerId: uuid().primary(),
    /** Purchase days after the first. */
    repeats: integer(),
    firstDay: day(),
    lastDay: day(),
    /** Mean net sales of the days after the first; null without one, or where an amount is unknown. */
    meanSpend: decimal().nullable(),
    /** Sum of the natural logarithms of the days between purchase days. */
    logGaps: p.double(),
  },
});

/** A model of purchases and of what they bring, as it was fitted once; older ones stay, for the days that they knew. */
export const ValueModel = defineEntity({
  name: 'ValueModel',
  tableName: 'value_models',
  properties: {
    ...key(),
    /** The day up to which it knew the customers. */
    asOf: day(),
    fittedAt: instant(),
    /** "MBG/NBD" */
    name: text(),
    /** Parameters, errors, back-test: see src/measure/value/fitted.ts. */
    fit: json(),
  },
});
export type ValueModel = InferEntity<typeof ValueModel>;

/** What a model expects of a customer in the year after a day. */
export const CustomerForecast = defineEntity({
  name: 'CustomerForecast',
  tableName: 'customer_forecasts',
  properties: {
    workspaceId: uuid().primary(),
    customerId: uuid().primary(),
    modelId: uuid(),
    asOf: day(),
    /** The probability that the customer will ever buy again. */
    alive: share(),
    purchases: p.double(),
    /** Net sales; null where no spend model could be fitted. */
    value: decimal().nullable(),
  },
});
