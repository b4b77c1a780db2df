import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { counter, day, flag, instant, integer, json, key, share, text, textList, uuid } from './columns.ts';

/** One configured connection to a system. */
export const Source = defineEntity({
  name: 'Source',
  tableName: 'sources',
  properties: {
    ...key(),
    connector: text(),
    name: text(),
    /** Without what the connector calls secret, which is sealed. */
    settings: json(),
    /** False while it is paused. */
    enabled: flag(),
    /** When it is read by itself, as cron text in the workspace's time zone. */
    schedule: text().nullable(),
    nextRunAt: instant().nullable(),
    createdAt: instant(),
  },
});
export type Source = InferEntity<typeof Source>;

/** A setting that nobody may read, or a grant: sealed with a key that is not in the database. */
export const SourceSecret = defineEntity({
  name: 'SourceSecret',
  tableName: 'source_secrets',
  properties: {
    workspaceId: uuid().primary(),
    sourceId: uuid().primary(),
    name: text().primary(),
    sealed: text(),
    updatedAt: instant(),
  },
});
export type SourceSecret = InferEntity<typeof SourceSecret>;

/** One kind of record that a source yields, and how far it has been read. */
export const Stream = defineEntity({
  name: 'Stream',
  tableName: 'streams',
  properties: {
    workspaceId: uuid().primary(),
    sourceId: uuid().primary(),
    name: text().primary(),
    /** The draft types that its records become, comma separated. */
    entities: text(),
    firstParty: flag(),
    personalData: flag(),
    /** Opaque position after the last landed batch; null before the first. */
    cursor: json().nullable(),
    /** Raw records held, without those that are gone at the source. */
    rows: counter(),
    /** The latest event among its facts. */
    dataThrough: instant().nullable(),
    updatedAt: instant(),
  },
});
export type Stream = InferEntity<typeof Stream>;

/** One pass over a source; the runs that wait are the queue. */
export const Run = defineEntity({
  name: 'Run',
  tableName: 'runs',
  properties: {
    ...key(),
    sourceId: uuid(),
    /** QUEUED, RUNNING, SUCCEEDED, PARTIAL (some records rejected), FAILED or CANCELLED. */
    status: text(),
    /** MANUAL, SCHEDULE or WEBHOOK. */
    trigger: text(),
    /** Whether everything is read again, from the start. */
    full: flag(),
    /** 1, and one more for every time that it is tried again by itself. */
    attempt: integer(),
    requestedAt: instant(),
    /** It starts no earlier. */
    dueAt: instant(),
    startedAt: instant().nullable(),
    cancelRequestedAt: instant().nullable(),
    finishedAt: instant().nullable(),
    read: counter(),
    /** Raw records that were new or changed. */
    written: counter(),
    rejected: counter(),
    error: text().nullable(),
  },
});
export type Run = InferEntity<typeof Run>;

/** One stream of a run: how far it is, what went wrong, and how its records differ from what they were. */
export const RunStream = defineEntity({
  name: 'RunStream',
  tableName: 'run_streams',
  properties: {
    workspaceId: uuid().primary(),
    runId: uuid().primary(),
    stream: text().primary(),
    /** WAITING, then as the run's. */
    status: text(),
    read: counter(),
    written: counter(),
    rejected: counter(),
    /** Records found gone at the source. */
    deleted: counter(),
    /** Share of the stream, 0 to 1, where it is known. */
    share: share().nullable(),
    /** A SourceErrorKind. */
    errorKind: text().nullable(),
    error: text().nullable(),
    /** Fields that are new, missing or of another type: [{field, change, types, before}]. */
    drift: json(),
    startedAt: instant().nullable(),
    finishedAt: instant().nullable(),
    updatedAt: instant(),
  },
});
export type RunStream = InferEntity<typeof RunStream>;

/** A field that records of a stream have had: "total", or "customer.email" one level deeper; "" stands for the records. */
export const StreamField = defineEntity({
  name: 'StreamField',
  tableName: 'stream_fields',
  properties: {
    workspaceId: uuid().primary(),
    sourceId: uuid().primary(),
    stream: text().primary(),
    field: text().primary(),
    /** JSON types met, without null. */
    types: textList(),
    /** New and changed records that had it. */
    seen: counter(),
    firstRunId: uuid(),
    lastRunId: uuid(),
  },
});
export type StreamField = InferEntity<typeof StreamField>;

/** A checkpoint: one batch of records landed together with the cursor that covers them. */
export const Batch = defineEntity({
  name: 'Batch',
  tableName: 'batches',
  properties: {
    workspaceId: uuid().primary(),
    sourceId: uuid().primary(),
    stream: text().primary(),
    seq: counter().primary(),
    runId: uuid(),
    landedAt: instant(),
    /** Null until its records are in the unified model. */
    unifiedAt: instant().nullable(),
  },
});
export type Batch = InferEntity<typeof Batch>;

/** A record as the source said it, unchanged. */
export const RawRecord = defineEntity({
  name: 'RawRecord',
  tableName: 'raw_records',
  properties: {
    workspaceId: uuid().primary(),
    sourceId: uuid().primary(),
    stream: text().primary(),
    key: text().primary(),
    /** SHA-256 of the payload, hex: an unchanged record costs nothing. */
    hash: text(),
    payload: p.json<Record<string, unknown>>().columnType('json'),
    /** Where it stood, such as "orders.csv:17". */
    position: text().nullable(),
    /** The day it tells of, where its stream states whole days anew. */
    day: day().nullable(),
    /** When it was found gone at the source; it is kept, but tells nothing any more. */
    deletedAt: instant().nullable(),
    batchSeq: counter(),
    /** Its place within the batch, which fixes the order of unification. */
    ordinal: integer(),
    runId: uuid(),
    landedAt: instant(),
  },
});
export type RawRecord = InferEntity<typeof RawRecord>;

/** A record, or part of a file, that could not be taken, and why. It goes once its record is taken. */
export const Reject = defineEntity({
  name: 'Reject',
  tableName: 'rejects',
  properties: {
    workspaceId: uuid().primary(),
    sourceId: uuid().primary(),
    stream: text().primary(),
    key: text().primary(),
    /** The field at fault, empty where the record as a whole could not be read. */
    field: text().primary(),
    position: text().nullable(),
    reason: text(),
    value: text().nullable(),
    runId: uuid(),
    rejectedAt: instant(),
  },
});
export type Reject = InferEntity<typeof Reject>;
