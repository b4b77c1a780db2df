import { Command } from 'commander';
import { sql } from 'kysely';
import type { Store } from '../store/store.ts';
import { withStore } from './database.ts';
import { checkCommand, pauseCommand, resumeCommand, scheduleCommand, stopCommand } from './source-control.ts';
import { removeCommand } from './source-removal.ts';
import { table } from './table.ts';
import { chooseWorkspace } from './workspace-choice.ts';

interface SourceRow {
  name: string;
  connector: string;
  enabled: boolean;
  schedule: string | null;
  next_run_at: Date | null;
  status: string | null;
  requested_at: Date | null;
}

interface StreamRow {
  name: string;
  stream: string;
  rows: string;
  rejects: string;
  data_through: Date | null;
}

export const sourcesCommand = new Command('sources')
  .description('list the sources of a workspace, when they are read and what they hold; or change one')
  .addCommand(scheduleCommand)
  .addCommand(pauseCommand)
  .addCommand(resumeCommand)
  .addCommand(stopCommand)
  .addCommand(checkCommand)
  .addCommand(removeCommand)
  .option('--workspace <name>', 'needed where there are several')
  .action((options: { workspace?: string }) =>
    withStore(async (store) => {
      const { id, name } = await chooseWorkspace(store, options.workspace);
      const sources = await readSources(store, id);
      if (sources.length === 0)
        return console.log(
          `The workspace "${name}" has no source yet. To make one: npx clientela import <folder>, or npx clientela connect --help`,
        );
      const titles = ['source', 'connector', 'schedule', 'last run', '', 'next run'];
      const lines = sources.map((source) => [
        source.name,
        source.connector,
        source.enabled ? (source.schedule ?? '') : `paused${source.schedule === null ? '' : ` (${source.schedule})`}`,
        source.status ?? 'none yet',
        source.requested_at?.toISOString() ?? '',
        source.enabled ? (source.next_run_at?.toISOString() ?? '') : '',
      ]);
      console.log([table(titles, lines), ...(await listStreams(store, id))].join('\n\n'));
    }),
  );

async function readSources(store: Store, workspaceId: string): Promise<SourceRow[]> {
  const { rows } = await sql<SourceRow>`
    select distinct on (s.name) s.name, s.connector, s.enabled, s.schedule, s.next_run_at, r.status, r.requested_at
    from sources s left join runs r on r.workspace_id = s.workspace_id and r.source_id = s.id
    where s.workspace_id = ${workspaceId} order by s.name, r.requested_at desc, r.id`.execute(store.em().getKysely());
  return rows;
}

/** What the streams hold; nothing before the first run. */
async function listStreams(store: Store, workspaceId: string): Promise<string[]> {
  const { rows } = await sql<StreamRow>`
    select s.name, t.name as stream, t.rows, t.data_through,
      (select count(distinct r.key) from rejects r
        where r.workspace_id = t.workspace_id and r.source_id = t.source_id and r.stream = t.name) as rejects
    from sources s join streams t on t.workspace_id = s.workspace_id and t.source_id = s.id
    where s.workspace_id = ${workspaceId} order by s.name, t.name`.execute(store.em().getKysely());
  const lines = rows.map((row) => [
    row.name,
    row.stream,
    Number(row.rows),
    Number(row.rejects),
    row.data_through?.toISOString() ?? '',
  ]);
  return lines.length > 0 ? [table(['source', 'stream', 'records', 'rejected', 'data through'], lines)] : [];
}
