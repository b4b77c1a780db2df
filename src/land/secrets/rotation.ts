import { sql } from 'kysely';
import type { Store } from '../../store/store.ts';
import type { KeyRing } from './key-ring.ts';
import { placeOf, signingSecret, unseal } from './source-secrets.ts';

const chunk = 100;

interface Row {
  workspaceId: string;
  /** The source, or the webhook that alerts go to. */
  sourceId: string;
  name: string;
  sealed: string;
}

/** All that is sealed: what sources keep secret, and what alerts are signed with. */
const everything = sql`(
  select workspace_id as "workspaceId", source_id as "sourceId", name, sealed from source_secrets
  union all select workspace_id, id, ${signingSecret}, sealed from alert_webhooks) s`;

/** How many secrets another key than the first has sealed. */
export async function countStaleSecrets(store: Store, keys: KeyRing): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${everything} where not starts_with(sealed, ${keys.prefix})`.execute(
    store.em().getKysely(),
  );
  return rows[0]!.count;
}

/**
 * Seals with the first key what another has sealed, and tells after every hundred how many. It may be stopped at any time
 * and started again. Throws SECRET_KEY_UNKNOWN where a key is missing.
 */
export async function resealSecrets(
  store: Store,
  keys: KeyRing,
  onProgress: (resealed: number) => void,
): Promise<void> {
  for (let resealed = 0; ;) {
    const stale = await staleSecrets(store, keys);
    if (stale.length === 0) return;
    await store.transaction(async (em) => {
      for (const row of stale) {
        const sealed = keys.seal(unseal(keys, row, row), placeOf(row, row.name));
        // A secret that was set anew in the meantime is left alone.
        await sql`
          update source_secrets set sealed = ${sealed}
          where workspace_id = ${row.workspaceId} and source_id = ${row.sourceId} and name = ${row.name}
            and sealed = ${row.sealed}`.execute(em.getKysely());
        if (row.name === signingSecret)
          await sql`
            update alert_webhooks set sealed = ${sealed}
            where workspace_id = ${row.workspaceId} and id = ${row.sourceId} and sealed = ${row.sealed}`.execute(
            em.getKysely(),
          );
      }
    });
    onProgress((resealed += stale.length));
  }
}

async function staleSecrets(store: Store, keys: KeyRing): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select * from ${everything} where not starts_with(sealed, ${keys.prefix})
    order by "workspaceId", "sourceId", name limit ${chunk}`.execute(store.em().getKysely());
  return rows;
}
