import { sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import { recallRows } from '../recall.ts';
import { holds } from './condition-sql.ts';
import type { Condition, CpiDefinition } from './definition.ts';
import { findField, subjects } from './subjects.ts';

/**
 * The fields without which a definition says nothing and that no record holds: where the source never tells when somebody
 * answered, nobody can say that all answers came late. Null where no such subject was read at all.
 */
export async function missingFields(context: MeasureContext, definition: CpiDefinition): Promise<string[] | null> {
  const { subject: name, where } = definition;
  const { from, valid } = subjects[name];
  const counted = where ? holds(name, where) : sql`true`;
  const rows = sql`from ${from} where t.workspace_id = ${context.workspace.id} and ${valid} and ${counted}`;
  const needed = neededBy(definition);
  const known = needed.map((field) => sql`exists (select 1 ${rows} and ${findField(name, field)!.sql} is not null)`);
  const [row] = await recallRows(
    context,
    sql<{ any: boolean; known: boolean[] }>`
      select exists (select 1 ${rows}) as any, array[${sql.join(known)}]::boolean[] as known`,
  );
  return row!.any ? needed.filter((_, index) => !row!.known[index]) : null;
}

function neededBy({ success, datedBy }: CpiDefinition): string[] {
  const { within, where, decidedBy } = success;
  const limit = within ? [within.from, within.to, ...(within.pausedIn ? ['statusChanges'] : [])] : [];
  return [...new Set([datedBy, ...limit, ...(where ? fieldsOf(where) : []), ...(decidedBy ? [decidedBy] : [])])];
}

/** Without fields of which is only asked whether they are known: that may be the very question. */
function fieldsOf({ all = [], any = [], not, field, notAfter, ...tests }: Condition): string[] {
  const asked = notAfter !== undefined || Object.keys(tests).some((test) => test !== 'known');
  return [
    ...[...all, ...any, ...(not ? [not] : [])].flatMap(fieldsOf),
    ...(field !== undefined && asked ? [field] : []),
    ...(notAfter === undefined ? [] : [notAfter]),
  ];
}
