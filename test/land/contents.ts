import { sql } from 'kysely';
import type { Store } from '../../src/store/store.ts';

/** What differs between two runs over the same data: which run it was, and when it went. */
const passing = [
  'run_id',
  'landed_at',
  'unified_at',
  'rejected_at',
  'updated_at',
  'decided_at',
  'matched_at',
  'deleted_at',
  'seen_at',
];
const apart = ['runs', 'run_streams', 'stream_fields', 'workspaces', 'sources', 'schema_migrations'];
/** Which model foretells depends on the days on which models were fitted, and what is found on those on which it was looked. */
const foretold = ['value_models', 'customer_forecasts', 'insights', 'alert_progress'];

/** Every row of every table as text, in order, without what only says when it was processed. */
export async function contents(store: Store): Promise<Record<string, string[]>> {
  const db = store.em().getKysely();
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by table_name`.execute(db);
  const found: Record<string, string[]> = {};
  for (const { name } of tables.filter((table) => ![...apart, ...foretold].includes(table.name))) {
    const { rows } = await sql<{ row: string }>`
      select (to_jsonb(t) - ${passing}::text[])::text as row from ${sql.table(name)} t order by 1`.execute(db);
    found[name] = rows.map(({ row }) => row);
  }
  return found;
}
