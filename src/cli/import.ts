import { basename } from 'node:path';
import { Command } from 'commander';
import fileConnector from '../../connectors/file/index.ts';
import { guessMapping } from '../../connectors/file/guess/guess.ts';
import type { Progress } from '../land/progress.ts';
import type { RunSummary } from '../land/run-log.ts';
import { connectSource } from '../land/source.ts';
import type { Workspace } from '../model/workspace.ts';
import type { Store } from '../store/store.ts';
import { type SyncSummary, syncSource } from '../sync.ts';
import { withStore } from './database.ts';
import { dryRun } from './dry-run.ts';
import { interruption } from './interruption.ts';
import { existingFolder, type MappingFile, readMapping } from './mapping-file.ts';
import { writeOutput } from './output-file.ts';
import { ProgressBar } from './progress-bar.ts';
import { describeCounts, describeRejects, rejectGroups } from './rejects-list.ts';
import { count } from './table.ts';
import { wholeNumber } from './whole-number.ts';
import { chooseWorkspace } from './workspace-choice.ts';

interface Options {
  mapping?: string;
  guess?: boolean;
  out?: string;
  dryRun?: boolean;
  workspace?: string;
  name?: string;
  limitRejects: number;
}

export const importCommand = new Command('import')
  .description('load the files of a folder (CSV, JSON lines, either gzipped) as a mapping file says')
  .argument('<folder>', 'the folder that holds the files')
  .option('--mapping <file>', 'the mapping; otherwise clientela.yaml in the folder')
  .option('--guess', 'write a guessed mapping to start from, and load nothing')
  .option('--out <file>', 'with --guess: where to write it; otherwise it is printed')
  .option('--dry-run', 'read everything, tell what would be read and rejected, and write nothing')
  .option('--workspace <name>', 'where to load it; needed where there are several')
  .option('--name <name>', "the source's name; otherwise the folder's")
  .option('--limit-rejects <number>', 'how many places to name for each reason', wholeNumber, 5)
  .addHelpText(
    'after',
    `
Examples:
  npx clientela import ./shop --guess --out ./shop/clientela.yaml
  npx clientela import ./shop --dry-run
  npx clientela import ./shop
  npx clientela rejects shop --csv rejects.csv

docs/guides/import.md explains the mapping.`,
  )
  .action(async (folder: string, options: Options) => {
    const path = existingFolder(folder);
    if (options.guess) return writeGuess(path, options.out);
    const mapping = readMapping(path, options.mapping);
    if (options.dryRun) process.exitCode = await dryRun(path, mapping.files, options.limitRejects);
    else process.exitCode = await withStore((store) => importFolder(store, path, mapping, options));
  });

async function writeGuess(folder: string, out: string | undefined): Promise<void> {
  const guess = await guessMapping(folder);
  if (out === undefined) return void process.stdout.write(guess);
  writeOutput(out, guess);
  console.log(`The guess is in ${out}: read it, correct it, then try it with --dry-run.`);
}

/** Returns the exit code: 1 where something could not be read at all, 130 where it was interrupted. */
async function importFolder(store: Store, folder: string, mapping: MappingFile, options: Options): Promise<number> {
  const { currency, timeZone } = mapping.files[0]!.style;
  const workspace = await chooseWorkspace(store, options.workspace, {
    name: 'main',
    currency: currency ?? 'EUR',
    timeZone,
  });
  warnOfCurrency(currency, workspace);
  const name = options.name ?? basename(folder);
  const settings = { folder, mapping: mapping.written };
  const sourceId = await connectSource(store, {
    workspaceId: workspace.id,
    connector: fileConnector.id,
    name,
    settings,
  });
  const bar = new ProgressBar(process.stdout.isTTY);
  const last = new Map<string, Progress>();
  const interrupted = interruption();
  const run = await syncSource(store, {
    workspaceId: workspace.id,
    sourceId,
    connector: fileConnector,
    config: { folder, files: mapping.files },
    onProgress: (progress) => {
      last.set(progress.stream, progress);
      bar.show(progress);
    },
    onRefresh: (progress) => bar.showRefresh(progress),
    signal: interrupted.signal,
  });
  interrupted.forget();
  console.log(`\n${describeCounts([...last.values()])}`);
  const rejects = await rejectGroups(store, workspace.id, sourceId, options.limitRejects);
  if (rejects.length > 0) {
    console.log(`\nRejected, by reason:\n${describeRejects(rejects)}`);
    const where = options.workspace === undefined ? '' : ` --workspace ${JSON.stringify(workspace.name)}`;
    console.log(`\nTo list them all: npx clientela rejects ${JSON.stringify(name)}${where} --csv rejects.csv`);
  }
  console.log(`\n${ending(run, workspace)}`);
  if (!run.refreshed) return 130;
  return run.status === 'FAILED' || (run.read > 0 && run.rejected >= run.read) ? 1 : 0;
}

function ending(run: SyncSummary, workspace: Workspace): string {
  if (run.status === 'CANCELLED') return 'Stopped. What was read is kept; the same command goes on where it stopped.';
  if (!run.refreshed)
    return `${whatWasDone(run)}\nNot all figures are worked out yet: the same command goes on with them.`;
  if (run.read === 0 && run.status === 'FAILED') return 'Nothing was read.';
  return `${whatWasDone(run)}
To ask the workspace "${workspace.name}", make a key to it, and start the server where it does not run yet:
  npx clientela key create --workspace ${JSON.stringify(workspace.name)}
  npm start`;
}

function whatWasDone({ read, written, rejected, resumed }: RunSummary): string {
  if (read > 0)
    return `${count(read)} rows read, ${count(written)} of them new or changed, ${count(rejected)} rejected.`;
  const unchanged = 'The files are as they were at the last import';
  return resumed > 0 ? `${unchanged}; their rows were mapped anew.` : `${unchanged}: there was nothing to do.`;
}

/** Amounts in another currency count at the rates of their days, which somebody must have loaded. */
function warnOfCurrency(currency: string | undefined, workspace: Workspace): void {
  if (currency === undefined || currency === workspace.currency) return;
  console.error(
    `The mapping's currency is ${currency}, the workspace "${workspace.name}" counts in ${workspace.currency}: amounts are ` +
      'converted at dated exchange rates (records of the type "rate"), and are unknown where there are none.',
  );
}
