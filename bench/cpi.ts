import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { openContext } from '../src/measure/context.ts';
import { readCpi, readCpiBy } from '../src/measure/cpi/index.ts';
import { type Cpi, listCpis } from '../src/measure/cpi/list.ts';
import { refreshOutcomes } from '../src/measure/cpi/refresh.ts';
import { refreshOpenHours } from '../src/measure/business-time/refresh.ts';
import { entities } from '../src/model/entities.ts';
import { migrations } from '../src/model/migrations.ts';
import { startEmbedded } from '../src/store/embedded.ts';
import { migrate } from '../src/store/migrate.ts';
import { openStore, type Store } from '../src/store/store.ts';
import { shopOfMany } from './shop-of-many.ts';

/**
 * How long a CPI over very many requests takes: to write its history, and to be read for 24 months by week, and by week and
 * segment; at first, when it was asked before, and before its history was written.
 * Usage: npm run bench:cpi -- [requests], 1,000,000 by default; 50 to a customer.
 */
const requests = Number(process.argv[2] ?? 1_000_000);
const period = { from: '2023-07-01', to: '2025-06-30' };
const folder = await mkdtemp(join(tmpdir(), 'clientela-bench-'));
const database = await startEmbedded({ dataDir: folder });
const clock = async (name: string, work: () => Promise<unknown>): Promise<void> => {
  const start = performance.now();
  await work();
  console.log(
    `${name.padEnd(48)} ${Math.round(performance.now() - start)
      .toLocaleString('en')
      .padStart(9)} ms`,
  );
};
try {
  await migrate(database.url, migrations);
  const store = await openStore({ url: database.url, entities });
  const { id } = await shopOfMany(store, Math.ceil(requests / 50));
  await writeRequests(store, id);
  const open = () => openContext(store.em(), id);
  const find = async (): Promise<Cpi> =>
    (await listCpis(await open())).find(({ definition }) => definition.key === 'first-response')!;
  const byWeek = async () => readCpi(await open(), await find(), { period, grain: 'WEEK' });
  const bySegment = async () => readCpiBy(await open(), await find(), 'segment', { period, grain: 'WEEK' });
  console.log(`${requests.toLocaleString('en')} requests, answered within four opening hours or not`);
  await clock('by week, history not yet written', byWeek);
  await clock('histories of all CPIs written', () => refreshOutcomes(store, id));
  await sql`analyze cpi_outcomes`.execute(store.em().getKysely());
  // Another version of the data: nothing is remembered.
  await sql`update workspaces set data_version = data_version + 1`.execute(store.em().getKysely());
  await clock('by week, for the first time', byWeek);
  await clock('by week, again', byWeek);
  await clock('by week and segment, for the first time', bySegment);
  await clock('by week and segment, again', bySegment);
  await store.close();
} finally {
  await database.stop();
  await rm(folder, { recursive: true });
}

/** Requests of three years at any hour, a tenth of them open still, and a helpdesk that is open on weekdays. */
async function writeRequests(store: Store, workspaceId: string): Promise<void> {
  const db = store.em().getKysely();
  const lineage = sql`md5('source')::uuid, 'r' || n, 'requests', 'r' || n, md5('run')::uuid`;
  await sql`
    insert into tickets (workspace_id, id, identity_id, channel, priority, status, opened_at, first_reply_at, first_solved_at,
      source_id, external_id, stream, record_key, run_id)
    select ${workspaceId}::uuid, md5('t' || n)::uuid, md5('c' || 1 + floor(random() * ${requests / 50}::float8))::uuid, 'email',
      'normal', 'SOLVED', opened_at, opened_at + wait, opened_at + 3 * wait, ${lineage}
    from (
      select n, timestamptz '2022-07-01' + random() * interval '1095 days' as opened_at,
        case when random() < 0.9 then -ln(1 - random()) * interval '5 hours' end as wait
      from generate_series(1, ${requests}::int) n
    ) drawn`.execute(db);
  const hours = Object.fromEntries([1, 2, 3, 4, 5].map((weekday) => [weekday, [['09:00', '18:00']]]));
  await sql`
    insert into business_calendars (workspace_id, id, name, time_zone, hours, holidays, source_id, external_id, stream,
      record_key, run_id)
    select ${workspaceId}::uuid, md5('desk')::uuid, 'Desk', 'Europe/Rome', ${JSON.stringify(hours)}::jsonb, '[]', s.id, 'desk',
      'calendars', 'desk', md5('run')::uuid
    from sources s where s.workspace_id = ${workspaceId} limit 1`.execute(db);
  await refreshOpenHours(store.em(), workspaceId);
  await sql`vacuum analyze tickets`.execute(db);
}
