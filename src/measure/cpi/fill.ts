import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { CpiFill } from '../../model/cpi.ts';
import type { Workspace } from '../../model/workspace.ts';
import type { Store } from '../../store/store.ts';
import { subjects } from './subjects.ts';
import { rewriteRange, type Writing } from './write-outcomes.ts';

/** Subjects that are looked at in one transaction. */
const chunkSize = 20_000;

/**
 * Writes the outcomes of a version's whole history, chunk by chunk in the order of ids, and goes on where it was stopped.
 * Returns how many subjects were looked at.
 */
export async function fillVersion(
  store: Store,
  workspace: Workspace,
  version: Writing & { digest: string },
  { onProgress, signal }: { onProgress: (looked: number) => void; signal: AbortSignal | undefined },
): Promise<number> {
  let looked = 0;
  for (;;) {
    signal?.throwIfAborted();
    const chunk = await store.repeatable((em) => fillChunk(em, workspace, version));
    looked += chunk;
    if (chunk === 0) return looked;
    onProgress(looked);
  }
}

/** How many subjects it looked at: none where all is written. */
async function fillChunk(
  em: EntityManager,
  workspace: Workspace,
  version: Writing & { digest: string },
): Promise<number> {
  const db = em.getKysely();
  const { cpiId, number, digest, definition } = version;
  // What is unified meanwhile is either seen here or finds that outcomes are written, and is marked.
  await sql`select from workspaces where id = ${workspace.id} for update`.execute(db);
  const key = { workspaceId: workspace.id, cpiId, version: number };
  const begun = await em.findOne(CpiFill, key);
  if (begun?.finished) return 0;
  const table = sql`from ${subjects[definition.subject].from} where t.workspace_id = ${workspace.id}`;
  if (!begun) {
    const { rows } = await sql<{ total: number }>`select count(*)::int as total ${table}`.execute(db);
    await em.insert(CpiFill, { ...key, digest, reached: null, done: 0, total: rows[0]!.total, finished: false });
  }
  const reached = begun?.reached ?? null;
  const { rows: ids } = await sql<{ id: string }>`
    select t.id ${table} and ${reached === null ? sql`true` : sql`t.id > ${reached}::uuid`}
    order by t.id limit ${chunkSize}`.execute(db);
  const last = ids.at(-1);
  if (last) await rewriteRange(em, workspace, version, reached, last.id);
  const done = (begun?.done ?? 0) + ids.length;
  const finished = ids.length < chunkSize;
  await em.nativeUpdate(CpiFill, key, { reached: last?.id ?? reached, done, finished });
  return finished && ids.length === 0 ? 0 : ids.length;
}
