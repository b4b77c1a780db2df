import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import { recallRows } from '../recall.ts';
import type { Arm } from './arm.ts';

/** Rows (experiment_id, customer_id, arm, mixed: whether in both) of those who were divided at the start of experiments: who they are today. */
const people = ({ workspace }: MeasureContext, ids: readonly string[]): RawBuilder<unknown> => sql`
  select m.experiment_id, i.customer_id, min(m.arm) as arm, min(m.arm) <> max(m.arm) as mixed from experiment_members m
  join identities i on i.workspace_id = m.workspace_id and i.id = m.identity_id
  where m.workspace_id = ${workspace.id} and m.experiment_id = any (${ids}::uuid[])
  group by m.experiment_id, i.customer_id`;

/** Rows (customer_id, arm). Who came to be one with somebody of the other arm is in neither. */
export const members = (context: MeasureContext, id: string): RawBuilder<unknown> =>
  sql`select p.customer_id, p.arm from (${people(context, [id])}) p where not p.mixed`;

/** A statement with the ids of the customers of an arm. */
export const customersOf = (context: MeasureContext, id: string, arm: Arm): RawBuilder<unknown> =>
  sql`select a.customer_id from (${members(context, id)}) a where a.arm = ${arm}`;

/** How many customers are in each arm alone, and in both. */
export interface Sizes {
  treated: number;
  control: number;
  both: number;
}

/** The sizes of experiments that were started and divide customers. */
export async function sizesOf(context: MeasureContext, ids: readonly string[]): Promise<Map<string, Sizes>> {
  const rows = await recallRows(
    context,
    sql<Sizes & { id: string }>`
    select experiment_id as id, ${counted} from (${people(context, ids)}) p group by experiment_id`,
  );
  return new Map(rows.map(({ id, ...sizes }) => [id, sizes]));
}

/** The sizes of arms given as rows (customer_id, arm), of which a customer may have several. */
export async function countArms(context: MeasureContext, rows: RawBuilder<unknown>): Promise<Sizes> {
  const [row] = await recallRows(
    context,
    sql<Sizes>`
    select ${counted} from (
      select customer_id, min(arm) as arm, min(arm) <> max(arm) as mixed from (${rows}) d group by customer_id) p`,
  );
  return row!;
}

const counted = sql`(count(*) filter (where arm = 'TREATED' and not mixed))::int as treated,
  (count(*) filter (where arm = 'CONTROL' and not mixed))::int as control,
  (count(*) filter (where mixed))::int as both`;
