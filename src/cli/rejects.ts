import { Command } from 'commander';
import { sql } from 'kysely';
import type { Store } from '../store/store.ts';
import { withStore } from './database.ts';
import { writeOutput } from './output-file.ts';
import { describeRejects, rejectGroups } from './rejects-list.ts';
import { findSource } from './source-choice.ts';
import { count } from './table.ts';
import { wholeNumber } from './whole-number.ts';

interface Reject {
  stream: string;
  position: string | null;
  key: string;
  field: string;
  reason: string;
  value: string | null;
}

export const rejectsCommand = new Command('rejects')
  .description('list what a source could not take, with line and reason')
  .argument('<source>', "the source's name, as `clientela sources` lists it")
  .option('--workspace <name>', 'needed where there are several')
  .option('--csv <file>', 'write all of them to a file')
  .option('--limit <number>', 'how many places to name for each reason', wholeNumber, 5)
  .addHelpText('after', '\nExample:\n  npx clientela rejects shop --csv rejects.csv')
  .action((name: string, options: { workspace?: string; csv?: string; limit: number }) =>
    withStore(async (store) => {
      const source = await findSource(store, name, options.workspace);
      if (options.csv === undefined) {
        const groups = await rejectGroups(store, source.workspaceId, source.id, options.limit);
        return console.log(groups.length === 0 ? 'Nothing was rejected.' : describeRejects(groups));
      }
      const rejects = await allRejects(store, source.workspaceId, source.id);
      writeOutput(options.csv, toCsv(rejects));
      console.log(`${count(rejects.length)} rejects are in ${options.csv}.`);
    }),
  );

async function allRejects(store: Store, workspaceId: string, sourceId: string): Promise<Reject[]> {
  const { rows } = await sql<Reject>`
    select stream, position, key, field, reason, value from rejects
    where workspace_id = ${workspaceId} and source_id = ${sourceId}
    order by stream, length(position), position, key, field`.execute(store.em().getKysely());
  return rows;
}

function toCsv(rejects: readonly Reject[]): string {
  const titles = ['stream', 'position', 'key', 'field', 'reason', 'value'] as const;
  const lines = rejects.map((reject) => titles.map((title) => cell(reject[title] ?? '')).join(','));
  return `${[titles.join(','), ...lines].join('\n')}\n`;
}

/** Quoted where it must be; what a spreadsheet would run as a formula is made text. */
function cell(text: string): string {
  const safe = /^[=+@\t\r]|^-(?![\d.])/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
