import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { Workspace } from '../../model/workspace.ts';
import type { CpiDefinition } from './definition.ts';
import type { Sql } from './field.ts';
import { subjectRows } from './subject-rows.ts';
import { subjects } from './subjects.ts';

/** A version whose outcomes are written; its definition names its calendar. */
export interface Writing {
  cpiId: string;
  number: number;
  definition: CpiDefinition;
}

/** Works out anew the outcomes of some subjects: `only` is a condition on the rows `t` of their table. */
async function rewrite(
  em: EntityManager,
  workspace: Workspace,
  { cpiId, number, definition }: Writing,
  { stale, only }: { stale: Sql; only: Sql },
): Promise<void> {
  const db = em.getKysely();
  await sql`
    delete from cpi_outcomes f where f.workspace_id = ${workspace.id} and f.cpi_id = ${cpiId}::uuid
      and f.version = ${number}::int and ${stale}`.execute(db);
  await sql`
    insert into cpi_outcomes (workspace_id, cpi_id, version, subject_id, identity_id, order_id, source_id, stream, day,
      since, due_at, done_at, kept, excluded_reason, excluded_from)
    select ${workspace.id}::uuid, ${cpiId}::uuid, ${number}::int, r.subject_id, r.identity_id, r.order_id, r.source_id,
      r.stream, r.day, r.since, r.due_at, r.done_at, r.kept, r.excluded_reason, r.excluded_from
    from (${subjectRows(workspace, definition, only)}) r where r.since is not null`.execute(db);
}

/** Outcomes of the subjects whose ids follow one and end with another. */
export function rewriteRange(
  em: EntityManager,
  workspace: Workspace,
  writing: Writing,
  after: string | null,
  to: string,
) {
  const within = (id: Sql) =>
    sql`(${after === null ? sql`true` : sql`${id} > ${after}::uuid`} and ${id} <= ${to}::uuid)`;
  return rewrite(em, workspace, writing, { stale: within(sql`f.subject_id`), only: within(sql`t.id`) });
}

/** Outcomes of what was touched: ids by what they are of. */
export async function rewriteTouched(
  em: EntityManager,
  workspace: Workspace,
  writing: Writing,
  touched: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  const { subject } = writing.definition;
  const { id } = workspace;
  const own = touched.get(subject);
  if (own && subject !== 'ORDER') {
    const named = (column: Sql) => sql`${column} = any (${[...own]}::uuid[])`;
    await rewrite(em, workspace, writing, { stale: named(sql`f.subject_id`), only: named(sql`t.id`) });
  }
  const orders = touched.get('ORDER');
  if (orders && subjects[subject].of === 'ORDER') {
    const named = (column: Sql) => sql`${column} = any (${[...orders]}::uuid[])`;
    const only = named(subjects[subject].orderId);
    const moved = sql`f.subject_id in (select t.id from ${subjects[subject].from} where t.workspace_id = ${id} and ${only})`;
    await rewrite(em, workspace, writing, { stale: sql`(${named(sql`f.order_id`)} or ${moved})`, only });
  }
  const people = touched.get('CUSTOMER');
  if (people && subjects[subject].of === 'CUSTOMER') {
    const theirs = sql`select i.id from identities i
      where i.workspace_id = ${id} and i.customer_id = any (${[...people]}::uuid[])`;
    const stale = sql`f.identity_id in (${theirs})`;
    await rewrite(em, workspace, writing, { stale, only: sql`t.identity_id in (${theirs})` });
  }
}
