import type { Insight as InsightRow } from '../../model/alert.ts';
import type { Provenance } from '../metric.ts';
import type { AlertGrain } from './course.ts';

export const insightKinds = ['TARGET_MISSED', 'TARGET_MET', 'UNUSUALLY_HIGH', 'UNUSUALLY_LOW'] as const;
export type InsightKind = (typeof insightKinds)[number];
export const severities = ['INFO', 'OPPORTUNITY', 'WARNING', 'CRITICAL'] as const;
export type Severity = (typeof severities)[number];

/** A number behind an insight, as exact decimal text. */
export interface InsightFigure {
  name: string;
  value: string;
}

/** Something worth knowing that was found in the data; as it was found. */
export interface Insight extends Omit<
  InsightRow,
  'workspaceId' | 'kind' | 'subject' | 'severity' | 'grain' | 'figures' | 'provenance'
> {
  kind: InsightKind;
  subject: 'CPI' | 'METRIC';
  severity: Severity;
  grain: AlertGrain;
  figures: InsightFigure[];
  provenance: Provenance;
}
