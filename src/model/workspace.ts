import { defineEntity, type InferEntity } from '@mikro-orm/core';
import { currency, flag, instant, integer, text, textList, uuid } from './columns.ts';

/** A tenant: its currency, its time zone and the thresholds its figures use. */
export const Workspace = defineEntity({
  name: 'Workspace',
  tableName: 'workspaces',
  properties: {
    id: uuid().primary(),
    name: text(),
    currency: currency(),
    timeZone: text(),
    /** Default country for phone numbers without a prefix, ISO 3166-1 alpha-2. */
    country: text().nullable(),
    /** Valid orders from which a customer counts as loyal. */
    loyalAfterOrders: integer(),
    /** Days of silence after which a customer counts as churned. */
    churnAfterDays: integer(),
    /** Days after the first order during which a customer counts as new. */
    newForDays: integer(),
    /** FIRST_TOUCH, LAST_TOUCH, LAST_NON_DIRECT, LINEAR, TIME_DECAY, POSITION_BASED, MARKOV or SHAPLEY. */
    attributionModel: text(),
    /** True where the data is the demo business, so that everything can say so. */
    simulated: flag(),
    createdAt: instant(),
  },
});
export type Workspace = InferEntity<typeof Workspace>;

/** A program's key to one workspace; only its hash is kept. */
export const ApiKey = defineEntity({
  name: 'ApiKey',
  tableName: 'api_keys',
  properties: {
    id: uuid().primary(),
    workspaceId: uuid(),
    label: text(),
    /** The readable start of the key, enough to tell keys apart. */
    prefix: text(),
    /** SHA-256 of the whole key, hex. */
    hash: text(),
    scopes: textList(),
    createdAt: instant(),
    lastUsedAt: instant().nullable(),
    expiresAt: instant().nullable(),
    revokedAt: instant().nullable(),
  },
});
export type ApiKey = InferEntity<typeof ApiKey>;
