import pg from 'pg';
import { withoutPassword } from '../config.ts';
import { fail } from '../errors.ts';

export interface Migration {
  /** Sorts by age, such as "0001-workspaces". */
  name: string;
  /** One or more statements. */
  up: string;
}

/** Key of the lock that lets one process at a time change the tables. */
const lock = 7_203_115;

/**
 * Brings the database's tables up to date and returns the names of the migrations applied now, each in a transaction of
 * its own. Processes that start at once take turns. Fails when the database does not answer, is older than PostgreSQL 15,
 * or was changed by a newer version of this program.
 */
export async function migrate(url: string, migrations: readonly Migration[]): Promise<string[]> {
  const client = await connect(url);
  try {
    await client.query('select pg_advisory_lock($1)', [lock]);
    const applied = await appliedNames(client);
    const unknown = [...applied].filter((name) => !migrations.some((migration) => migration.name === name));
    if (unknown.length > 0) fail('DATABASE_NEWER', { migrations: unknown.join(', ') });
    const pending = migrations.filter(({ name }) => !applied.has(name));
    for (const migration of pending) await apply(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

async function connect(url: string): Promise<pg.Client> {
  const address = withoutPassword(url);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect().catch((error: Error) => fail('DATABASE_UNREACHABLE', { address, reason: error.message }));
  const { rows } = await client.query<{ version: string }>(`select current_setting('server_version') as version`);
  const version = rows[0]?.version ?? '';
  if (Number.parseInt(version, 10) < 15) {
    await client.end();
    fail('DATABASE_TOO_OLD', { address, version });
  }
  return client;
}

async function appliedNames(client: pg.Client): Promise<Set<string>> {
  await client.query(
    'create table if not exists schema_migrations (name text primary key, applied_at timestamptz not null)',
  );
  const { rows } = await client.query<{ name: string }>('select name from schema_migrations');
  return new Set(rows.map(({ name }) => name));
}

async function apply(client: pg.Client, { name, up }: Migration): Promise<void> {
  await client.query('begin');
  try {
    // Citus needs it where one transaction changes several distributed tables; elsewhere it means nothing.
    await client.query(`set local citus.multi_shard_modify_mode = 'sequential'`);
    await client.query(up);
    await client.query('insert into schema_migrations (name, applied_at) values ($1, now())', [name]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`The migration ${name} failed: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}
