import { sql } from 'kysely';
import type { Condition, SubjectName } from './definition.ts';
import type { Sql } from './field.ts';
import { findField } from './subjects.ts';

/** Whether a checked condition holds for a row of the subject; never null: what is unknown does not hold. */
export function holds(subject: SubjectName, condition: Condition): Sql {
  const { all, any, not, field, in: words, is, gte, lte, known, notAfter } = condition;
  const inner = (part: Condition) => holds(subject, part);
  const column = (name: string) => findField(subject, name)!.sql;
  const parts: Sql[] = [];
  if (all) parts.push(...all.map(inner));
  if (any) parts.push(sql`(${sql.join(any.map(inner), sql` or `)})`);
  if (not) parts.push(sql`not ${inner(not)}`);
  if (field !== undefined) {
    const value = column(field);
    if (words) parts.push(sql`coalesce(${value} = any (${words}::text[]), false)`);
    if (is !== undefined) parts.push(sql`coalesce(${value} = ${is}::boolean, false)`);
    if (gte !== undefined) parts.push(sql`coalesce(${value} >= ${gte}::numeric, false)`);
    if (lte !== undefined) parts.push(sql`coalesce(${value} <= ${lte}::numeric, false)`);
    if (notAfter !== undefined) parts.push(sql`coalesce(${value} <= ${column(notAfter)}, false)`);
    if (known !== undefined) parts.push(known ? sql`(${value} is not null)` : sql`(${value} is null)`);
  }
  return sql`(${sql.join(parts, sql` and `)})`;
}
