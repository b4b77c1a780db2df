import type { MeasureContext } from './context.ts';
import { addDays, type Period } from './period.ts';

/**
 * The note on new customers of a period near the start of the data: who bought before it began counts as new when they come
 * again. Empty where everybody whom that can have happened to counts as churned by then.
 */
export function truncationNote({ span, workspace }: MeasureContext, { from }: Period): string[] {
  if (!span || from >= addDays(span.from, workspace.churnAfterDays)) return [];
  return [`The data begins on ${span.from}: some of the customers who are new soon after may have bought before.`];
}
