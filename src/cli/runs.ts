import { Command } from 'commander';
import { sql } from 'kysely';
import type { Store } from '../store/store.ts';
import { withStore } from './database.ts';
import { findSource } from './source-choice.ts';
import { table } from './table.ts';
import { wholeNumber } from './whole-number.ts';
import { chooseWorkspace } from './workspace-choice.ts';

interface Options {
  workspace?: string;
  limit: number;
}

interface Row {
  id: string;
  source: string;
  status: string;
  trigger: string;
  attempt: number;
  at: Date;
  seconds: number | null;
  read: string;
  written: string;
  rejected: string;
  kinds: string | null;
  error: string | null;
}

export const runsCommand = new Command('runs')
  .description('list the runs of a workspace or a source, the latest first, and why they failed')
  .argument('[source]', 'its name, as `clientela sources` lists it')
  .option('--workspace <name>', 'needed where there are several')
  .option('--limit <number>', 'how many', wholeNumber, 20)
  .addHelpText('after', '\nExample:\n  npx clientela runs shop --limit 5')
  .action((source: string | undefined, options: Options) =>
    withStore(async (store) => {
      const rows = await latestRuns(store, source, options);
      if (rows.length === 0) return console.log('There was no run yet. To start one: npx clientela sync');
      const lines = rows.map((row) => [
        row.source,
        row.attempt > 1 ? `${row.status} (attempt ${row.attempt})` : row.status,
        row.trigger,
        row.at.toISOString(),
        row.seconds === null ? '' : `${Math.ceil(row.seconds)} s`,
        Number(row.read),
        Number(row.written),
        Number(row.rejected),
        row.kinds ?? '',
      ]);
      const titles = ['source', 'status', 'trigger', 'at', 'took', 'read', 'new or changed', 'rejected', 'failed by'];
      console.log(table(titles, lines));
      for (const { source: name, at, error } of rows.filter((row) => row.error !== null))
        console.log(`\n${name}, ${at.toISOString()}\n  ${error!.replaceAll('\n', '\n  ')}`);
    }),
  );

async function latestRuns(store: Store, source: string | undefined, { workspace, limit }: Options): Promise<Row[]> {
  const found = source === undefined ? null : await findSource(store, source, workspace);
  const workspaceId = found?.workspaceId ?? (await chooseWorkspace(store, workspace)).id;
  const { rows } = await sql<Row>`
    select r.id, s.name as source, r.status, r.trigger, r.attempt, r.read, r.written, r.rejected, r.error,
      case r.status when 'QUEUED' then r.due_at else coalesce(r.started_at, r.requested_at) end as at,
      extract(epoch from r.finished_at - r.started_at)::float as seconds,
      (select string_agg(distinct t.error_kind, ', ' order by t.error_kind) from run_streams t
        where t.workspace_id = r.workspace_id and t.run_id = r.id) as kinds
    from runs r join sources s on s.workspace_id = r.workspace_id and s.id = r.source_id
    where r.workspace_id = ${workspaceId} and (${found?.id ?? null}::uuid is null or r.source_id = ${found?.id ?? null})
    order by r.requested_at desc, r.id limit ${limit}`.execute(store.em().getKysely());
  return rows;
}
