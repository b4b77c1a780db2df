import type { MeasureContext } from '../context.ts';
import { listCalendars } from '../business-time/calendars.ts';
import type { CpiDefinition } from './definition.ts';

/** A definition whose BUSINESS clock names its calendar: the workspace's only one where it names none, if there is just one. */
export async function withCalendar(
  { em, workspace }: Pick<MeasureContext, 'em' | 'workspace'>,
  definition: CpiDefinition,
): Promise<CpiDefinition> {
  const { within } = definition.success;
  if (within?.clock !== 'BUSINESS' || within.calendar !== undefined) return definition;
  const [only, another] = await listCalendars(em, workspace.id);
  if (!only || another) return definition;
  return { ...definition, success: { ...definition.success, within: { ...within, calendar: only.name } } };
}
