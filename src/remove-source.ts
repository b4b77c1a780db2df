import { sql } from 'kysely';
import { holdSource } from './land/lock.ts';
import { refresh } from './refresh.ts';
import type { Store } from './store/store.ts';
import { forgetFacts } from './unify/forget-facts.ts';

/**
 * Removes a source with all that is kept of it and all that came of it, and works out the figures that it was part of.
 * Throws RUN_ALREADY_RUNNING while a process runs the source.
 */
export async function removeSource(
  store: Store,
  source: { workspaceId: string; id: string; name: string },
): Promise<void> {
  const { workspaceId, id: sourceId, name } = source;
  await holdSource(store, { workspaceId, sourceId, name }, () =>
    store.transaction(async (em) => {
      const db = em.getKysely();
      // Decisions by hand too: nobody comes back for whom they would have to wait.
      await sql`
        delete from identifiers using identities i
        where identifiers.workspace_id = ${workspaceId} and i.workspace_id = ${workspaceId}
          and i.id = identifiers.identity_id and i.source_id = ${sourceId}`.execute(db);
      await forgetFacts(em, { workspaceId, sourceId, runId: null });
      await sql`delete from sources where workspace_id = ${workspaceId} and id = ${sourceId}`.execute(db);
    }),
  );
  await refresh(store, workspaceId);
}
