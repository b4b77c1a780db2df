import { defineEntity, type InferEntity } from '@mikro-orm/core';
import { instant, json, key, text } from './columns.ts';

/** A saved customer filter. The built-in segments live in code, not here. */
export const Segment = defineEntity({
  name: 'Segment',
  tableName: 'segments',
  properties: { ...key(), name: text(), filter: json(), createdAt: instant(), updatedAt: instant() },
});
export type Segment = InferEntity<typeof Segment>;
