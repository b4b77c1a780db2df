import { defineEntity, type InferEntity } from '@mikro-orm/core';
import { instant, json, key, text, uuid } from './columns.ts';

/** A saved customer filter, or a list of customers. The built-in segments live in code, not here. */
export const Segment = defineEntity({
  name: 'Segment',
  tableName: 'segments',
  properties: {
    ...key(),
    name: text(),
    /** Null for a list, which has members instead. */
    filter: json().nullable(),
    createdAt: instant(),
    updatedAt: instant(),
  },
});
export type Segment = InferEntity<typeof Segment>;

/** An identity on a list, for as long as it stood there. Whoever it belongs to now is the customer meant. */
export const SegmentMember = defineEntity({
  name: 'SegmentMember',
  tableName: 'segment_members',
  properties: {
    workspaceId: uuid().primary(),
    segmentId: uuid().primary(),
    identityId: uuid().primary(),
    addedAt: instant().primary(),
    removedAt: instant().nullable(),
  },
});
