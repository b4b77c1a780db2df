import { defineEntity, type InferEntity } from '@mikro-orm/core';
import { day, decimal, instant, json, key, share, text, uuid } from './columns.ts';

/** A trial of what something brings. Once started it is kept. */
export const Experiment = defineEntity({
  name: 'Experiment',
  tableName: 'experiments',
  properties: {
    ...key(),
    name: text(),
    hypothesis: text(),
    /** What it is judged by, as measure/experiments/outcome.ts names it. */
    outcome: text(),
    /** As measure/experiments/design.ts describes it. */
    design: json(),
    startsOn: day(),
    endsOn: day(),
    /** Quantile at which large amounts are cut; null where they count in full. */
    winsoriseAt: share().nullable(),
    /** What it tests, where that is advertising. */
    channelId: uuid().nullable(),
    campaignId: uuid().nullable(),
    /** What the treatment costs in all, in the workspace's currency. */
    cost: decimal().nullable(),
    createdAt: instant(),
    startedAt: instant().nullable(),
    stoppedAt: instant().nullable(),
    /** The last day, where it was stopped before its end. */
    stoppedOn: day().nullable(),
  },
});
export type Experiment = InferEntity<typeof Experiment>;

/** An identity in an arm, TREATED or CONTROL, from the start on. */
export const ExperimentMember = defineEntity({
  name: 'ExperimentMember',
  tableName: 'experiment_members',
  properties: {
    workspaceId: uuid().primary(),
    experimentId: uuid().primary(),
    identityId: uuid().primary(),
    arm: text(),
  },
});
