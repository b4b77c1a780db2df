import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import { migrate, type Migration } from '../../src/store/migrate.ts';

/**
 * Gives a test file a database of its own and returns its address; it is dropped when the file's tests are done. To be
 * called at the top level of the file. With migrations it is a copy of a database that has been migrated once per run.
 */
export async function freshDatabase(migrations: readonly Migration[] = []): Promise<string> {
  const name = `${inject('databasePrefix')}_${randomBytes(6).toString('hex')}`;
  const template = migrations.length > 0 ? await migratedTemplate(migrations) : 'template1';
  await administer((client) => client.query(`create database "${name}" template "${template}"`));
  afterAll(() => administer((client) => client.query(`drop database "${name}" with (force)`)));
  return addressOf(name);
}

/** A database of its own with the model's tables. */
export async function modelDatabase(): Promise<string> {
  const { migrations } = await import('../../src/model/migrations.ts');
  return freshDatabase(migrations);
}

async function migratedTemplate(migrations: readonly Migration[]): Promise<string> {
  const digest = createHash('sha256').update(JSON.stringify(migrations)).digest('hex').slice(0, 12);
  const name = `${inject('databasePrefix')}_template_${digest}`;
  await administer(async (client) => {
    // Test files run side by side: the first makes it, the others wait.
    await client.query('select pg_advisory_lock(1)');
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount) return;
    await client.query(`create database "${name}"`);
    await migrate(addressOf(name), migrations);
  });
  return name;
}

async function administer<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client(inject('serverUrl'));
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function addressOf(database: string): string {
  const url = new URL(inject('serverUrl'));
  url.pathname = database;
  return url.href;
}
