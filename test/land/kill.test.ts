import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { sql } from 'kysely';
import { afterAll, expect, it } from 'vitest';
import { entities } from '../../src/model/entities.ts';
import { createWorkspace } from '../../src/model/new-workspace.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { startClientela } from '../cli/command.ts';
import { modelDatabase } from '../setup/database.ts';
import { contents } from './contents.ts';
import { seeded, writeShop } from './shop-files.ts';

const folder = writeShop({ customers: 4000, orders: 8000, lines: 10_000 }, 1);
afterAll(() => rmSync(folder, { recursive: true }));
const [calm, stormy] = [await modelDatabase(), await modelDatabase()];

async function openShop(url: string): Promise<Store> {
  const store = await openStore({ url, entities });
  const id = '00000000-0000-4000-8000-000000000001';
  await createWorkspace(store.em(), { id, name: 'shop', currency: 'EUR', timeZone: 'Europe/Rome' });
  return store;
}

const startImport = (url: string) => startClientela(['import', folder, '--name', 'shop'], url);

/** Kills an import once so many batches are kept, and some looks later: in the midst of whatever it does then. */
async function killDuring(store: Store, batches: number, looks: number): Promise<void> {
  const child = startImport(stormy);
  const ended = once(child, 'exit');
  for (let after = 0; after <= looks && child.exitCode === null;) {
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from batches`.execute(
      store.em().getKysely(),
    );
    if (rows[0]!.count >= batches) after++;
  }
  child.kill('SIGKILL');
  await ended;
}

it('ends as if nothing had happened when it is killed at ten moments and started again', async () => {
  const [quiet, killed] = [await openShop(calm), await openShop(stormy)];
  const [code] = await once(startImport(calm), 'exit');
  expect(code).toBe(0);

  const any = seeded(7);
  for (let kill = 0; kill < 10; kill++) await killDuring(killed, kill + any(2), any(150));
  const [last] = await once(startImport(stormy), 'exit');
  expect(last).toBe(0);

  const [expected, found] = [await contents(quiet), await contents(killed)];
  expect(expected['raw_records']!.length).toBeGreaterThan(20_000);
  expect(expected['rejects']!.length).toBeGreaterThan(20);
  expect(Object.keys(found)).toEqual(Object.keys(expected));
  for (const table of Object.keys(expected))
    expect({ table, rows: found[table] }).toEqual({ table, rows: expected[table] });

  const { rows } = await sql<{ status: string; error: string | null }>`
    select status, error from runs order by started_at`.execute(killed.em().getKysely());
  const interrupted = rows.filter(({ status, error }) => status === 'FAILED' && error === 'interrupted');
  expect(interrupted.length).toBeGreaterThan(5);
  expect(rows.filter(({ status }) => status === 'RUNNING')).toEqual([]);
  await quiet.close();
  await killed.close();
}, 180_000);
