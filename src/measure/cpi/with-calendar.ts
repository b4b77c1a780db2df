import { sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import type { CpiDefinition } from './definition.ts';

/** The calendars whose opening hours are worked out, by name, with a digest of these. */
export async function calendarsOf({
  em,
  workspace,
}: Pick<MeasureContext, 'em' | 'workspace'>): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ calendar: string; digest: string }>`
    select calendar, digest from open_hours where workspace_id = ${workspace.id} order by calendar`.execute(
    em.getKysely(),
  );
  return new Map(rows.map(({ calendar, digest }) => [calendar, digest]));
}

/** A definition whose BUSINESS clock names its calendar: the workspace's only one where it names none, if there is just one. */
export function withCalendar(calendars: ReadonlyMap<string, string>, definition: CpiDefinition): CpiDefinition {
  const { within } = definition.success;
  if (within?.clock !== 'BUSINESS' || within.calendar !== undefined) return definition;
  const [only, another] = calendars.keys();
  if (only === undefined || another !== undefined) return definition;
  return { ...definition, success: { ...definition.success, within: { ...within, calendar: only } } };
}
