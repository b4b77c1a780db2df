import { sql } from 'kysely';
import { afterAll, expect, it, vi } from 'vitest';
import { listen } from '../../src/store/listen.ts';
import { openStore } from '../../src/store/store.ts';
import { freshDatabase } from '../setup/database.ts';

const url = await freshDatabase();
const store = await openStore({ url, entities: [] });
afterAll(() => store.close());
const db = store.em().getKysely();

const listeners = async () => {
  const { rows } = await sql<{ pid: number }>`
    select pid from pg_stat_activity where datname = current_database() and query like 'listen %'`.execute(db);
  return rows;
};

it('hears what is told, again after the connection was lost, and nothing once it is to stop', async () => {
  const heard: string[] = [];
  const ending = new AbortController();
  await listen(url, 'Some "channel"', (payload) => heard.push(payload), ending.signal);
  const tell = (text: string) => sql`select pg_notify('Some "channel"', ${text})`.execute(db);
  await tell('first');
  await vi.waitUntil(() => heard.length === 1);

  const [{ pid } = { pid: 0 }] = await listeners();
  await sql`select pg_terminate_backend(${pid})`.execute(db);
  await vi.waitUntil(async () => (await listeners()).some((listener) => listener.pid !== pid), { timeout: 10_000 });
  await tell('second');
  await vi.waitUntil(() => heard.length === 2);

  ending.abort();
  await vi.waitUntil(async () => (await listeners()).length === 0);
  await tell('third');
  expect(heard).toEqual(['first', 'second']);
});
