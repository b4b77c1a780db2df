import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { DateTime } from 'luxon';
import { fail } from '../errors.ts';
import { Workspace } from '../model/workspace.ts';
import { addDays } from './period.ts';

/** What every figure is asked in: one workspace, on one day. Make a new one for every request. */
export interface MeasureContext {
  em: SqlEntityManager;
  workspace: Workspace;
  /** The version of its data, as model/data-version.ts counts. */
  version: string;
  /** The day that recency, stages and "last" periods are counted from. */
  asOf: string;
  /** The last day up to the as-of day that is over, so that its figures will not grow. */
  completeThrough: string;
  /** The last day of any data, helpdesk and ads included: as-of for what is dated by its own facts, not by orders. */
  through: string;
  /** The latest event read; null before any. */
  dataThrough: Date | null;
  /** First and last day with an order or a refund; null before any. */
  span: { from: string; to: string } | null;
}

interface Reach {
  version: string;
  ordersThrough: Date | null;
  dataThrough: Date | null;
  firstDay: string | null;
  lastDay: string | null;
}

/** Opens a workspace as of a day: by default the last day of its order data, in any case not after today. */
export async function openContext(em: SqlEntityManager, workspaceId: string, asOf?: string): Promise<MeasureContext> {
  const workspace = await em.findOne(Workspace, { id: workspaceId });
  if (!workspace) return fail('NOT_FOUND', { kind: 'workspace', id: workspaceId, wayOut: 'Check the API key.' });
  const { version, ordersThrough, dataThrough, firstDay, lastDay } = await readReach(em, workspaceId);
  const today = dayIn(workspace.timeZone, new Date());
  const reached = ordersThrough ?? dataThrough;
  const dayOf = (instant: Date | null) => (instant ? dayIn(workspace.timeZone, instant) : today);
  const notAfterToday = (day: string) => (day < today ? day : today);
  const day = notAfterToday(asOf ?? dayOf(reached));
  return {
    em,
    workspace,
    version,
    asOf: day,
    completeThrough: lastOver(day, today),
    through: asOf ? day : notAfterToday(dayOf(dataThrough)),
    dataThrough,
    span: firstDay && lastDay ? { from: firstDay, to: lastDay } : null,
  };
}

/** The same context for what is dated by its own facts: it sees all data, not only what orders reach. */
export function throughAllData(context: MeasureContext): MeasureContext {
  const today = dayIn(context.workspace.timeZone, new Date());
  return { ...context, asOf: context.through, completeThrough: lastOver(context.through, today) };
}

/** The same workspace on another day, in any case not after today. */
export function onDay(context: MeasureContext, day: string): MeasureContext {
  const today = dayIn(context.workspace.timeZone, new Date());
  const asOf = day < today ? day : today;
  return { ...context, asOf, through: asOf, completeThrough: lastOver(asOf, today) };
}

/** A day, or the one before where it is still running. */
const lastOver = (day: string, today: string) => (day < today ? day : addDays(today, -1));

async function readReach(em: SqlEntityManager, workspaceId: string): Promise<Reach> {
  const { rows } = await sql<Reach>`
    select (select data_version from workspaces where id = ${workspaceId}) as version,
      (select max(data_through) from streams where workspace_id = ${workspaceId}
        and 'order' = any (regexp_split_to_array(entities, '\\s*,\\s*'))) as "ordersThrough",
      (select max(data_through) from streams where workspace_id = ${workspaceId}) as "dataThrough",
      least((select min(day) from order_facts where workspace_id = ${workspaceId}),
        (select min(day) from refund_facts where workspace_id = ${workspaceId})) as "firstDay",
      greatest((select max(day) from order_facts where workspace_id = ${workspaceId}),
        (select max(day) from refund_facts where workspace_id = ${workspaceId})) as "lastDay"`.execute(em.getKysely());
  return rows[0]!;
}

/** The day of an instant in a zone. */
export function dayIn(zone: string, instant: Date): string {
  return DateTime.fromJSDate(instant, { zone }).toFormat('yyyy-MM-dd');
}
