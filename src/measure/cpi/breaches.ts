import { type RawBuilder, sql } from 'kysely';
import { type MeasureContext, throughAllData } from '../context.ts';
import { listCpis } from './list.ts';
import { outcomeRows } from './outcomes.ts';

/**
 * Statement with every promise to some customers that broke: (id, cpi_id, key, name, subject, unit, subject_id, customer_id,
 * order_id, source_id, day, due_at, at), by all CPIs of the workspace.
 */
export async function breachesOf(asked: MeasureContext, customerIds: readonly string[]): Promise<RawBuilder<unknown>> {
  const context = throughAllData(asked);
  const theirs = sql`f.identity_id in (
    select t.id from identities t where t.workspace_id = ${context.workspace.id} and t.customer_id = any (${customerIds}::uuid[]))`;
  const branches = await Promise.all(
    (await listCpis(context)).map(async (cpi) => {
      const { key, name, subject, unit } = cpi.definition;
      return sql`
        select md5(${cpi.id} || b.subject_id)::uuid as id, ${cpi.id}::uuid as cpi_id, ${key}::text as key, ${name}::text as name,
          ${unit === 'ORDER' ? 'ORDER' : subject}::text as subject, b.subject_id, b.customer_id, b.order_id, b.source_id,
          b.day, b.due_at, b.decided_at as at
        from (${await outcomeRows(context, cpi, theirs)}) b where b.state = 'BREACHED'`;
    }),
  );
  return sql.join(branches, sql` union all `);
}
