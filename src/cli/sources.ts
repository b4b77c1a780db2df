import { Command } from 'commander';
import { sql } from 'kysely';
import { withStore } from './database.ts';
import { removeCommand } from './source-removal.ts';
import { table } from './table.ts';
import { chooseWorkspace } from './workspace-choice.ts';

interface Row {
  name: string;
  connector: string;
  stream: string | null;
  rows: string | null;
  rejects: string;
  data_through: Date | null;
}

export const sourcesCommand = new Command('sources')
  .description('list the sources of a workspace and what they hold, or remove one')
  .addCommand(removeCommand)
  .option('--workspace <name>', 'needed where there are several')
  .action((options: { workspace?: string }) =>
    withStore(async (store) => {
      const { id, name } = await chooseWorkspace(store, options.workspace);
      const { rows } = await sql<Row>`
        select s.name, s.connector, t.name as stream, t.rows, t.data_through,
          (select count(distinct r.key) from rejects r
            where r.workspace_id = t.workspace_id and r.source_id = t.source_id and r.stream = t.name) as rejects
        from sources s left join streams t on t.workspace_id = s.workspace_id and t.source_id = s.id
        where s.workspace_id = ${id} order by s.name, t.name`.execute(store.em().getKysely());
      if (rows.length === 0)
        return console.log(`The workspace "${name}" has no source yet. To make one: npx clientela import <folder>`);
      const lines = rows.map((row) => [
        row.name,
        row.connector,
        row.stream ?? '',
        Number(row.rows),
        Number(row.rejects),
        row.data_through?.toISOString() ?? '',
      ]);
      console.log(table(['source', 'connector', 'stream', 'records', 'rejected', 'data through'], lines));
    }),
  );
