import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { fail } from '../../errors.ts';
import { CpiFill } from '../../model/cpi.ts';
import { holdWorkspace } from '../../model/data-version.ts';
import { Workspace } from '../../model/workspace.ts';
import type { Store } from '../../store/store.ts';
import type { CpiDefinition } from './definition.ts';
import { fillVersion } from './fill.ts';
import { listCpis } from './list.ts';
import { calendarsOf, withCalendar } from './with-calendar.ts';
import { rewriteTouched, type Writing } from './write-outcomes.ts';

interface Options {
  /** Told how many promises have been looked at. */
  onProgress?: (done: number) => void;
  signal?: AbortSignal | undefined;
}

/** A version whose outcomes are to be written, and a digest of all that they are worked out by. */
export interface Wanted extends Writing {
  digest: string;
}

/** Touches that are worked off in one transaction. */
const chunkSize = 5000;

/**
 * Keeps what became of promises up to date: works out anew what was touched, and writes the whole history of every version
 * that has none yet, or that was worked out by other rules or other opening hours. Each chunk is one transaction, so that a
 * killed process loses nothing; between two of them `signal` stops it, and its reason is thrown.
 */
export async function refreshOutcomes(store: Store, workspaceId: string, options: Options = {}): Promise<void> {
  const { onProgress, signal } = options;
  const em = store.em();
  const workspace = await em.findOne(Workspace, { id: workspaceId });
  if (!workspace) return fail('NOT_FOUND', { kind: 'workspace', id: workspaceId, wayOut: 'Create it first.' });
  const wanted = await wantedVersions(em, workspace);
  await store.transaction((held) => forgetUnwanted(held, workspaceId, wanted));
  let done = 0;
  for (;;) {
    signal?.throwIfAborted();
    const worked = await store.repeatable((held) => workOff(held, workspace, wanted));
    if (worked === 0) break;
    onProgress?.((done += worked));
  }
  for (const version of wanted) {
    done += await fillVersion(store, workspace, version, {
      signal,
      onProgress: (looked) => onProgress?.(done + looked),
    });
  }
}

/** Ids of the workspaces where a CPI was defined or changed since. */
export async function workspacesToFill(store: Store): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct workspace_id as id from touched_subjects where subject = 'DEFINITION' order by id`.execute(
    store.em().getKysely(),
  );
  return rows.map(({ id }) => id);
}

async function wantedVersions(em: EntityManager, workspace: Workspace): Promise<Wanted[]> {
  const calendars = await calendarsOf({ em, workspace });
  const known = await subjectsRead(em, workspace);
  return (await listCpis({ em, workspace })).flatMap(({ id: cpiId, versions }) =>
    versions
      .filter(({ definition }) => known.has(definition.subject))
      .map(({ number, digest, definition }) => ({
        cpiId,
        number,
        digest,
        definition: withCalendar(calendars, definition),
      })),
  );
}

/** The kinds of subjects that were read at all: the others need no outcomes, and no touches. */
async function subjectsRead(em: EntityManager, { id }: Workspace): Promise<Set<CpiDefinition['subject']>> {
  const any = (table: string) => sql`exists (select from ${sql.table(table)} where workspace_id = ${id})`;
  const { rows } = await sql<Record<CpiDefinition['subject'], boolean>>`
    select ${any('tickets')} as "REQUEST", ${any('deliveries')} as "DELIVERY", ${any('orders')} as "ORDER",
      ${any('order_lines')} as "ORDER_LINE", ${any('quote_requests')} as "QUOTE_REQUEST", ${any('carts')} as "CART",
      ${any('survey_answers')} as "SURVEY", ${any('engagement_events')} as "EVENT"`.execute(em.getKysely());
  const found = Object.entries(rows[0]!).filter(([, read]) => read);
  return new Set(found.map(([subject]) => subject as CpiDefinition['subject']));
}

/** Takes away the outcomes of versions that hold no more, and of those worked out by something else. */
async function forgetUnwanted(em: EntityManager, workspaceId: string, wanted: readonly Wanted[]): Promise<void> {
  const fills = await em.find(CpiFill, { workspaceId });
  const right = new Set(wanted.map(({ cpiId, number, digest }) => `${cpiId} ${number} ${digest}`));
  for (const { cpiId, version, digest } of fills.filter(
    (fill) => !right.has(`${fill.cpiId} ${fill.version} ${fill.digest}`),
  )) {
    await em.nativeDelete(CpiFill, { workspaceId, cpiId, version, digest });
    await sql`delete from cpi_outcomes
      where workspace_id = ${workspaceId} and cpi_id = ${cpiId}::uuid and version = ${version}::int`.execute(
      em.getKysely(),
    );
  }
}

/** Works out anew a chunk of what was touched, and tells how many that were. */
async function workOff(em: EntityManager, workspace: Workspace, wanted: readonly Wanted[]): Promise<number> {
  const db = em.getKysely();
  const some = await sql`select 1 from touched_subjects where workspace_id = ${workspace.id} limit 1`.execute(db);
  if (some.rows.length === 0) return 0;
  await holdWorkspace(em, workspace.id);
  const { rows } = await sql<{ subject: string; id: string }>`
    with taken as (
      select subject, subject_id from touched_subjects where workspace_id = ${workspace.id}
      order by subject, subject_id limit ${chunkSize} for update
    )
    delete from touched_subjects t using taken
    where t.workspace_id = ${workspace.id} and t.subject = taken.subject and t.subject_id = taken.subject_id
    returning t.subject, t.subject_id as id`.execute(db);
  const touched = new Map(
    [...Map.groupBy(rows, ({ subject }) => subject)].map(([subject, all]) => [subject, all.map(({ id }) => id)]),
  );
  const begun = await em.find(CpiFill, { workspaceId: workspace.id });
  const written = new Set(begun.map(({ cpiId, version }) => `${cpiId} ${version}`));
  for (const version of wanted) {
    if (written.has(`${version.cpiId} ${version.number}`)) await rewriteTouched(em, workspace, version, touched);
  }
  return rows.length;
}
