import { defineEntity, type InferEntity } from '@mikro-orm/core';
import { day, flag, instant, integer, json, key, text, textList, uuid } from './columns.ts';

/** What is watched: one CPI, one metric, or every CPI where neither is named. */
export const AlertRule = defineEntity({
  name: 'AlertRule',
  tableName: 'alert_rules',
  properties: {
    ...key(),
    name: text(),
    /** Key of a CPI. */
    cpi: text().nullable(),
    /** Key of a metric. */
    metric: text().nullable(),
    /** DAY, WEEK or MONTH; null chooses by how much there is. */
    grain: text().nullable(),
    /** TARGET, UNUSUAL. */
    kinds: textList(),
    /** Days for which nothing more of a kind is told of what was told. */
    quietDays: integer(),
    enabled: flag(),
    updatedAt: instant(),
  },
});
export type AlertRule = InferEntity<typeof AlertRule>;

/** Up to which day a rule has looked at something. */
export const AlertProgress = defineEntity({
  name: 'AlertProgress',
  tableName: 'alert_progress',
  properties: {
    workspaceId: uuid().primary(),
    ruleId: uuid().primary(),
    /** CPI or METRIC. */
    subject: text().primary(),
    key: text().primary(),
    /** By which units it looked. */
    grain: text(),
    judgedThrough: day(),
  },
});

/** Something worth knowing that was found in the data; it stays as it was found. */
export const Insight = defineEntity({
  name: 'Insight',
  tableName: 'insights',
  properties: {
    ...key(),
    ruleId: uuid(),
    /** TARGET_MISSED, TARGET_MET, UNUSUALLY_HIGH or UNUSUALLY_LOW. */
    kind: text(),
    /** CPI or METRIC, and its key and name. */
    subject: text(),
    key: text(),
    name: text(),
    /** INFO, OPPORTUNITY, WARNING or CRITICAL. */
    severity: text(),
    /** The calendar unit that it is about. */
    grain: text(),
    firstDay: day(),
    lastDay: day(),
    title: text(),
    body: text(),
    /** A list of numbers with their names. */
    figures: json(),
    provenance: json(),
    foundAt: instant(),
  },
});
export type Insight = InferEntity<typeof Insight>;

/** An address that is told of insights. */
export const AlertWebhook = defineEntity({
  name: 'AlertWebhook',
  tableName: 'alert_webhooks',
  properties: {
    ...key(),
    name: text(),
    url: text(),
    /** The secret that deliveries are signed with, sealed as those of sources are. */
    sealed: text(),
    enabled: flag(),
    createdAt: instant(),
  },
});
export type AlertWebhook = InferEntity<typeof AlertWebhook>;

/** An insight on its way to a webhook, or a test; its id is the idempotency key. */
export const AlertDelivery = defineEntity({
  name: 'AlertDelivery',
  tableName: 'alert_deliveries',
  properties: {
    ...key(),
    webhookId: uuid(),
    /** Null for a test. */
    insightId: uuid().nullable(),
    /** WAITING, DELIVERED or FAILED. */
    status: text(),
    attempts: integer(),
    /** When it is tried (again); null where it is over. */
    dueAt: instant().nullable(),
    createdAt: instant(),
    attemptedAt: instant().nullable(),
    /** HTTP status of the last answer. */
    answerStatus: integer().nullable(),
    error: text().nullable(),
  },
});
export type AlertDelivery = InferEntity<typeof AlertDelivery>;
