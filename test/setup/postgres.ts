import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../src/store/embedded.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL whose user may create databases. */
    serverUrl: string;
    /** How the names of this run's databases begin. */
    databasePrefix: string;
  }
}

/** Gives all tests one PostgreSQL: TEST_DATABASE_URL's, or one of their own that leaves nothing behind. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const prefix = `clientela_test_${randomBytes(4).toString('hex')}`;
  project.provide('databasePrefix', prefix);
  const given = process.env['TEST_DATABASE_URL'];
  if (given) {
    project.provide('serverUrl', given);
    return () => dropDatabases(given, prefix);
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'clientela-test-'));
  const server = await startEmbedded({ dataDir, fsync: false });
  project.provide('serverUrl', server.url);
  return async () => {
    await server.stop();
    await rm(dataDir, { recursive: true });
  };
}

async function dropDatabases(url: string, prefix: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query<{ datname: string }>(
    `select datname from pg_database where starts_with(datname, $1)`,
    [prefix],
  );
  for (const { datname } of rows) await client.query(`drop database "${datname}" with (force)`);
  await client.end();
}
