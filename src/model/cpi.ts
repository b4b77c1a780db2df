import { defineEntity, type InferEntity } from '@mikro-orm/core';
import { day, flag, instant, integer, json, key, text, uuid } from './columns.ts';

/** A CPI of a workspace's own. The ready-made ones live in code. */
export const CpiRow = defineEntity({
  name: 'CpiRow',
  tableName: 'cpis',
  properties: { ...key(), key: text(), createdAt: instant(), archivedAt: instant().nullable() },
});
export type CpiRow = InferEntity<typeof CpiRow>;

/** How a CPI has been defined: the highest number whose `since` has come holds on a day. */
export const CpiVersionRow = defineEntity({
  name: 'CpiVersionRow',
  tableName: 'cpi_versions',
  properties: {
    workspaceId: uuid().primary(),
    cpiId: uuid().primary(),
    number: integer().primary(),
    /** First day on which it holds; null for all days. */
    since: day().nullable(),
    definition: json(),
    createdAt: instant(),
  },
});
export type CpiVersionRow = InferEntity<typeof CpiVersionRow>;

/** How far the outcomes of a version have been written. */
export const CpiFill = defineEntity({
  name: 'CpiFill',
  tableName: 'cpi_fills',
  properties: {
    workspaceId: uuid().primary(),
    cpiId: uuid().primary(),
    version: integer().primary(),
    /** Of all that they were worked out by; where it is another now, they are worked out anew. */
    digest: text(),
    /** Id of the last subject looked at; null before the first. */
    reached: uuid().nullable(),
    /** Subjects looked at, of about so many. */
    done: integer(),
    total: integer(),
    finished: flag(),
  },
});
export type CpiFill = InferEntity<typeof CpiFill>;

/** What became of a promise; whether it is kept, broken or open on a day follows from its instants. */
export const CpiOutcome = defineEntity({
  name: 'CpiOutcome',
  tableName: 'cpi_outcomes',
  properties: {
    workspaceId: uuid().primary(),
    cpiId: uuid().primary(),
    version: integer().primary(),
    subjectId: uuid().primary(),
    identityId: uuid().nullable(),
    orderId: uuid().nullable(),
    sourceId: uuid(),
    stream: text(),
    day: day(),
    /** Since when there has been such a subject. */
    since: instant(),
    dueAt: instant().nullable(),
    doneAt: instant().nullable(),
    /** Whether the condition of success holds. */
    kept: flag(),
    excludedReason: text().nullable(),
    excludedFrom: instant().nullable(),
  },
});
export type CpiOutcome = InferEntity<typeof CpiOutcome>;

/** Subjects whose outcomes must be worked out anew; an ORDER stands for all that belongs to it. */
export const TouchedSubject = defineEntity({
  name: 'TouchedSubject',
  tableName: 'touched_subjects',
  properties: { workspaceId: uuid().primary(), subject: text().primary(), subjectId: uuid().primary() },
});
export type TouchedSubject = InferEntity<typeof TouchedSubject>;
