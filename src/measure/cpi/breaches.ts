import { type RawBuilder, sql } from 'kysely';
import { fail } from '../../errors.ts';
import { type MeasureContext, throughAllData } from '../context.ts';
import { type Cpi, listCpis, listPromises } from './list.ts';
import { outcomeRows } from './outcomes.ts';

/**
 * Statement with every promise to some customers that broke: (id, cpi_id, key, name, subject, unit, subject_id, customer_id,
 * order_id, source_id, day, due_at, at). By the CPIs of these keys; without any by all that are promises. Fails with
 * BAD_INPUT for an unknown key.
 */
export async function breachesOf(
  asked: MeasureContext,
  customerIds: readonly string[],
  keys: readonly string[] | null = null,
): Promise<RawBuilder<unknown>> {
  const context = throughAllData(asked);
  const theirs = sql`f.identity_id in (
    select t.id from identities t where t.workspace_id = ${context.workspace.id} and t.customer_id = any (${customerIds}::uuid[]))`;
  const branches = await Promise.all(
    (keys ? await cpisNamed(context, keys) : await listPromises(context)).map(async (cpi) => {
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

async function cpisNamed(context: MeasureContext, keys: readonly string[]): Promise<Cpi[]> {
  if (keys.length === 0) fail('BAD_INPUT', { field: 'cpi', reason: 'is an empty list; leave it out for all promises' });
  const cpis = await listCpis(context);
  const stranger = keys.find((key) => !cpis.some(({ definition }) => definition.key === key));
  if (stranger !== undefined) {
    const reason = `has "${stranger}", and there is no such CPI; the query "cpis" lists them`;
    fail('BAD_INPUT', { field: 'cpi', reason });
  }
  return cpis.filter(({ definition }) => keys.includes(definition.key));
}
