import { type RawBuilder, sql } from 'kysely';
import { holdWorkspace } from '../../model/data-version.ts';
import { Segment } from '../../model/segment.ts';
import type { MeasureContext } from '../context.ts';

/** Whom to put on a list: a statement that selects customer ids. */
type Customers = RawBuilder<unknown>;

/** Puts customers on a list, with all their identities; who stands there already stays. */
export async function addToList(context: MeasureContext, segmentId: string, customers: Customers): Promise<void> {
  const { em, workspace } = context;
  await holdWorkspace(em, workspace.id);
  await sql`
    insert into segment_members (workspace_id, segment_id, identity_id, added_at)
    select i.workspace_id, ${segmentId}::uuid, i.id, ${new Date()}::timestamptz from identities i
    where i.workspace_id = ${workspace.id} and i.customer_id in (${customers})
    on conflict do nothing`.execute(em.getKysely());
}

/** Takes customers off a list. Who stood there until now stays known, for the days before. */
export async function takeOffList(context: MeasureContext, segmentId: string, customers: Customers): Promise<void> {
  const { em, workspace } = context;
  await holdWorkspace(em, workspace.id);
  await sql`
    update segment_members set removed_at = ${new Date()}::timestamptz
    where workspace_id = ${workspace.id} and segment_id = ${segmentId}::uuid and removed_at is null
      and identity_id in (
        select i.id from identities i where i.workspace_id = ${workspace.id} and i.customer_id in (${customers}))`.execute(
    em.getKysely(),
  );
}

/** Forgets a saved segment, and who was on it where it is a list. */
export async function forgetSegment({ em, workspace }: MeasureContext, id: string): Promise<void> {
  await sql`delete from segment_members where workspace_id = ${workspace.id} and segment_id = ${id}::uuid`.execute(
    em.getKysely(),
  );
  await em.nativeDelete(Segment, { workspaceId: workspace.id, id });
}
