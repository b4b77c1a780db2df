import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import { asked, customersWhere } from '../filter-sql.ts';
import type { Design } from './design.ts';

/** Designs that divide customers, rather than countries or days. */
export type Divided = Extract<Design, { kind: 'HOLD_OUT' | 'LISTS' }>;

export const isDivided = (design: Design): design is Divided => design.kind === 'HOLD_OUT' || design.kind === 'LISTS';

/** Rows (customer_id, arm) of those whom a design would put into its arms now; who is in both lists has two. */
export async function divided(context: MeasureContext, design: Divided): Promise<RawBuilder<unknown>> {
  if (design.kind === 'HOLD_OUT') {
    const { filter, seed, controlShare: share } = design;
    const { states, conditions } = await asked(context, [filter, { sample: { seed, share } }]);
    return sql`
      select c.customer_id, case when ${conditions[1]} then 'CONTROL' else 'TREATED' end as arm
      from (${states}) c where ${conditions[0]}`;
  }
  const { treated, control } = design;
  return sql`
    select customer_id, 'TREATED' as arm from (${await customersWhere(context, treated)}) t
    union all
    select customer_id, 'CONTROL' as arm from (${await customersWhere(context, control)}) c`;
}

/** Keeps who is in which arm, for good: their identities, which outlive merges. `rows` has (customer_id, arm). */
export async function freeze(context: MeasureContext, experimentId: string, rows: RawBuilder<unknown>): Promise<void> {
  await sql`
    insert into experiment_members (workspace_id, experiment_id, identity_id, arm)
    select i.workspace_id, ${experimentId}::uuid, i.id, d.arm from (${rows}) d
    join identities i on i.workspace_id = ${context.workspace.id} and i.customer_id = d.customer_id`.execute(
    context.em.getKysely(),
  );
}
