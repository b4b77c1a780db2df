import { defineEntity, type InferEntity } from '@mikro-orm/core';
import { currency, day, decimal, key, text, uuid } from './columns.ts';

/** A cost of marketing that is no ad, over the days from `startsOn` to `endsOn`. */
export const CostEntry = defineEntity({
  name: 'CostEntry',
  tableName: 'cost_entries',
  properties: {
    ...key(),
    /** AGENCY, CREATIVE, TOOLS, SALARIES, AFFILIATE or OTHER. */
    kind: text(),
    startsOn: day(),
    /** Null for a cost of one day. */
    endsOn: day().nullable(),
    amount: decimal(),
    currency: currency(),
    channelId: uuid().nullable(),
    campaignId: uuid().nullable(),
    note: text().nullable(),
    /** What was entered by hand comes from no source. */
    sourceId: uuid().nullable(),
    externalId: text().nullable(),
    stream: text().nullable(),
    recordKey: text().nullable(),
    runId: uuid().nullable(),
  },
});
export type CostEntry = InferEntity<typeof CostEntry>;
