import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from './context.ts';
import type { Provenance, ProvenanceInput } from './metric.ts';
import { recall } from './recall.ts';

/** Where a figure comes from: `rows` selects what fed it, with (source_id, stream); null for what was entered by hand. */
export async function provenanceOf(
  context: MeasureContext,
  { method, formula }: { method: string; formula: string },
  rows: RawBuilder<unknown>,
  notes: string[] = [],
): Promise<Provenance> {
  const db = context.em.getKysely();
  const fed = sql<ProvenanceInput>`
    select source_id as "sourceId", stream, count(*)::int as rows from (${rows}) fed where source_id is not null
    group by source_id, stream order by source_id, stream`.compile(db);
  const { inputs, computedAt } = await recall(context, ['fed', method, fed.sql, fed.parameters], async () => ({
    inputs: (await db.executeQuery(fed)).rows,
    computedAt: new Date(),
  }));
  return { method, formula, computedAt, dataThrough: context.dataThrough, inputs, notes };
}

/** All orders up to the as-of day of customers, or of those that the statement selects: what customer figures rest on. */
export function ordersUpToNow(
  { workspace, asOf }: MeasureContext,
  customers?: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`
    select source_id, stream from order_facts
    where workspace_id = ${workspace.id} and day <= ${asOf}::date
      and ${customers ? sql`customer_id in (${customers})` : sql`customer_id is not null`}`;
}
