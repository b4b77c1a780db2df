import { readFileSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { fail } from '../errors.ts';
import { openContext, throughAllData } from '../measure/context.ts';
import { exportCpis, importCpis, readCpis } from '../measure/cpi/exchange.ts';
import { readCpi } from '../measure/cpi/index.ts';
import { type Cpi, listCpis, unsavedCpi } from '../measure/cpi/list.ts';
import { refreshOutcomes } from '../measure/cpi/refresh.ts';
import { describeCpi } from '../measure/cpi/words.ts';
import { resolvePeriod } from '../measure/period.ts';
import type { Store } from '../store/store.ts';
import { withStore } from './database.ts';
import { ProgressBar } from './progress-bar.ts';
import { table } from './table.ts';
import { chooseWorkspace } from './workspace-choice.ts';

interface Options {
  workspace?: string;
  last: string;
  to?: string;
  from?: string;
  allHistory?: boolean;
  dryRun?: boolean;
}
const which = ['--workspace <name>', 'name or id of the workspace; may be left out where there is one'] as const;
const period = ['--last <duration>', 'whole days, weeks, months or years that end with the data', 'P90D'] as const;
const titles = ['cpi', 'name', 'value', 'of', 'pending', 'left out', 'target', 'status'];

const list = new Command('list')
  .description('list the CPIs with what they say')
  .option(...which)
  .option(...period)
  .action((options: Options) =>
    withStore(async (store) => {
      const context = await contextOf(store, options);
      const lines = [];
      for (const cpi of await listCpis(context)) lines.push(await lineOf(store, options, cpi));
      console.log(table(titles, lines));
    }),
  );

const exporting = new Command('export')
  .description('write definitions as YAML: those of the workspace, or those named')
  .argument('[keys...]', 'as "list" shows them')
  .option(...which)
  .option('--to <file>', 'a file instead of the terminal')
  .action((keys: string[], options: Options) =>
    withStore(async (store) => {
      const cpis = await listCpis(await contextOf(store, options));
      const named = keys.map((key) => {
        const found = cpis.find(({ definition }) => definition.key === key);
        return found ?? fail('NOT_FOUND', { kind: 'CPI', id: key, wayOut: 'To list them: npx clientela cpi list' });
      });
      const text = exportCpis(keys.length > 0 ? named : cpis.filter(({ builtIn }) => !builtIn));
      if (options.to === undefined) process.stdout.write(text);
      else writeFileSync(options.to, text);
    }),
  );

const importing = new Command('import')
  .description('define and change the CPIs of a YAML file, all or none, and work out their history')
  .argument('<file>', 'as "export" writes it')
  .option(...which)
  .option('--dry-run', 'only tell what would be done')
  .option('--from <day>', 'changes hold from this day on; by default the day after the last one of the data')
  .option('--all-history', 'changes hold for all days')
  .action((file: string, { dryRun = false, from, allHistory = false, ...options }: Options) =>
    withStore(async (store) => {
      if (allHistory && from !== undefined)
        fail('BAD_INPUT', { field: '--from', reason: 'cannot be given together with --all-history' });
      const context = await contextOf(store, options);
      const since = allHistory ? null : from && resolvePeriod({ between: { from, to: from } }, from, '--from').from;
      const imported = await importCpis(context, readCpis(textOf(file)), { dryRun, since });
      console.log(
        table(
          ['cpi', dryRun ? 'would be' : 'is'],
          imported.map(({ key, change }) => [key, inWords[change]]),
        ),
      );
      if (dryRun) return;
      const bar = new ProgressBar(process.stdout.isTTY);
      await refreshOutcomes(store, context.workspace.id, {
        onProgress: (count) => bar.showRefresh({ step: 'OUTCOMES', count }),
      });
    }),
  );
const inWords = { NEW: 'new', CHANGED: 'changed', SAME: 'as it was' };

const preview = new Command('preview')
  .description('try the CPIs of a YAML file on the real data, without saving them')
  .argument('<file>', 'as "export" writes it')
  .option(...which)
  .option(...period)
  .action((file: string, options: Options) =>
    withStore(async (store) => {
      const cpis = readCpis(textOf(file)).map(unsavedCpi);
      const lines = [];
      for (const cpi of cpis) lines.push(await lineOf(store, options, cpi));
      console.log(table(titles, lines));
      for (const { definition } of cpis) console.log(`\n${definition.key}: ${describeCpi(definition)}`);
    }),
  );

export const cpiCommand = new Command('cpi')
  .description('list, try, export and import customer performance indicators')
  .addCommand(list)
  .addCommand(preview)
  .addCommand(exporting)
  .addCommand(importing);

async function contextOf(store: Store, { workspace }: Pick<Options, 'workspace'>) {
  const { id } = await chooseWorkspace(store, workspace);
  return openContext(store.em(), id);
}

async function lineOf(store: Store, options: Options, cpi: Cpi): Promise<(string | number)[]> {
  const context = await contextOf(store, options);
  const days = resolvePeriod({ last: options.last }, throughAllData(context).asOf, '--last');
  const { total } = await readCpi(context, cpi, { period: days });
  const { value, reason, denominator, pending, excluded, target, status } = total;
  const left = excluded.reduce((sum, { count }) => sum + count, 0);
  const shown = value === null ? reason! : percent(value);
  const { key, name } = cpi.definition;
  return [key, name, shown, denominator, pending, left, target === null ? '' : percent(target), status ?? ''];
}

const percent = (share: string) => `${(Number(share) * 100).toFixed(1)} %`;

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return fail('BAD_INPUT', { field: 'file', reason: `cannot be read: ${(error as Error).message}` });
  }
}
