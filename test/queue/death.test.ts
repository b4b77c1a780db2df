import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, expect, it, vi } from 'vitest';
import file from '../../connectors/file/index.ts';
import { readMapping } from '../../src/cli/mapping-file.ts';
import { type RunNews, watchRuns } from '../../src/land/queue/run-news.ts';
import { requestRun } from '../../src/land/queue/run-queue.ts';
import { connectSource } from '../../src/land/source.ts';
import { createWorkspace } from '../../src/model/new-workspace.ts';
import { startClientela } from '../cli/command.ts';
import { writeShop } from '../land/shop-files.ts';
import { openPlace } from './place.ts';

const place = await openPlace();
const { store } = place;
const db = store.em().getKysely();
const folder = writeShop({ customers: 2000, orders: 6000, lines: 6000 }, 1);
afterAll(() => rmSync(folder, { recursive: true }));

async function count(table: string, where = sql<boolean>`true`): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${sql.table(table)} where ${where}`.execute(db);
  return rows[0]!.count;
}

const until = (happened: () => Promise<boolean>) => vi.waitUntil(happened, { timeout: 60_000, interval: 20 });

it('goes on by itself when the server was killed, and tells of it', async () => {
  vi.stubEnv('PORT', '0');
  vi.stubEnv('CLIENTELA_DATA', join(folder, 'data'));
  const { id: workspaceId } = await createWorkspace(store.em(), { name: 'w', currency: 'EUR', timeZone: 'UTC' });
  const settings = { folder, mapping: readMapping(folder, undefined).written };
  const sourceId = await connectSource(store, { workspaceId, connector: file.id, name: 'shop', settings });
  const ending = new AbortController();
  const news: RunNews[] = [];
  await watchRuns(place.url, (told) => news.push(told), ending.signal);
  const runId = await requestRun(store, { workspaceId, sourceId, trigger: 'MANUAL' });

  const killed = startClientela(['serve'], place.url);
  await until(async () => (await count('batches')) >= 2);
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  expect(await place.runs()).toMatchObject([{ id: runId, status: 'RUNNING' }]);

  const server = startClientela(['serve'], place.url);
  await until(async () => (await place.runs()).at(-1)!.status === 'PARTIAL');
  server.kill('SIGTERM');
  expect(await once(server, 'exit')).toEqual([0, null]);
  ending.abort();

  const [first, second, ...more] = await place.runs();
  expect([first, second]).toMatchObject([
    { id: runId, status: 'FAILED', error: 'interrupted', attempt: 1 },
    { status: 'PARTIAL', attempt: 2, trigger: 'MANUAL' },
  ]);
  expect(more).toEqual([]);
  const records = await count('raw_records');
  expect(records).toBeGreaterThan(13_900);
  // It did not begin from the start.
  expect(second!.written).toBeLessThan(records);
  expect(await count('batches', sql<boolean>`unified_at is null`)).toBe(0);
  await vi.waitUntil(() => news.some((told) => told.runId === second!.id));
  expect(news.filter((told) => told.workspaceId !== workspaceId)).toEqual([]);
  expect(news.some((told) => told.runId === runId)).toBe(true);
}, 180_000);
