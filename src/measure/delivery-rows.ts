import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from './context.ts';
import type { Punctuality } from './metric.ts';

/** Whether a delivered row `d` kept its promise: by the instant, or by the day in the workspace's zone; null without a promise. */
export function keptPromise({ workspace }: MeasureContext, punctuality: Punctuality): RawBuilder<unknown> {
  const { timeZone } = workspace;
  return punctuality === 'TIMESTAMP'
    ? sql`(d.delivered_at <= d.promised_at)`
    : sql`((d.delivered_at at time zone ${timeZone})::date <= (d.promised_at at time zone ${timeZone})::date)`;
}
