import { Command } from 'commander';
import { fail } from '../errors.ts';
import { type Access, openSource } from '../land/open-source.ts';
import { Source } from '../model/source.ts';
import type { Store } from '../store/store.ts';
import { type SyncSummary, syncSource } from '../sync.ts';
import { withStore } from './database.ts';
import { interruption } from './interruption.ts';
import { ProgressBar } from './progress-bar.ts';
import { sourceAccess } from './source-access.ts';
import { findSource } from './source-choice.ts';
import { count } from './table.ts';
import { chooseWorkspace } from './workspace-choice.ts';

interface Options {
  full?: boolean;
  workspace?: string;
}

export const syncCommand = new Command('sync')
  .description('read what is new at a source, here and now')
  .argument('[source]', 'its name, as `clientela sources` lists it; without it all that are not paused, in turn')
  .option('--full', 'read everything again from the start; what has not changed costs nothing')
  .option('--workspace <name>', 'needed where there are several')
  .addHelpText(
    'after',
    `
Examples:
  npx clientela sync shop
  npx clientela sync shop --full

Ctrl-C stops after the page at hand; the next run goes on there. The server (npm start) reads sources by itself at the
times of their schedule: npx clientela sources schedule shop "0 * * * *"`,
  )
  .action(async (name: string | undefined, options: Options) => {
    const access = await sourceAccess();
    process.exitCode = await withStore((store) => syncAll(store, access, name, options));
  });

/** Returns the exit code: 1 where something could not be read, 130 where it was interrupted. */
async function syncAll(store: Store, access: Access, name: string | undefined, options: Options): Promise<number> {
  const sources =
    name === undefined ? await running(store, options) : [await findSource(store, name, options.workspace)];
  const { signal, forget } = interruption();
  let code = 0;
  for (const source of sources) {
    if (signal.aborted) break;
    const run = await syncOne(store, access, source, { signal, full: options.full ?? false });
    console.log(`\n${source.name}: ${ending(run)}\n`);
    if (run.status === 'FAILED') code = 1;
  }
  forget();
  return signal.aborted ? 130 : code;
}

async function running(store: Store, { workspace }: Options): Promise<Source[]> {
  const { id: workspaceId, name } = await chooseWorkspace(store, workspace);
  const found = await store.em().find(Source, { workspaceId, enabled: true }, { orderBy: { name: 'asc' } });
  if (found.length > 0) return found;
  const wayOut = `The workspace "${name}" has none that is not paused. To connect one: npx clientela connect --help`;
  return fail('NOT_FOUND', { kind: 'source', id: 'to read', wayOut });
}

async function syncOne(
  store: Store,
  access: Access,
  { workspaceId, id: sourceId }: Source,
  how: { signal: AbortSignal; full: boolean },
): Promise<SyncSummary> {
  const bar = new ProgressBar(process.stdout.isTTY);
  return syncSource(store, {
    ...(await openSource(store, access, { workspaceId, sourceId })),
    ...how,
    onProgress: (progress) => bar.show(progress),
    onRefresh: (progress) => bar.showRefresh(progress),
  });
}

function ending({ status, read, written, rejected, deleted, refreshed }: SyncSummary): string {
  if (status === 'CANCELLED') return 'Stopped. What was read is kept; the next run goes on where this one stopped.';
  const gone = deleted > 0 ? `, ${count(deleted)} gone` : '';
  const counts = `${count(read)} records read, ${count(written)} of them new or changed, ${count(rejected)} rejected${gone}`;
  const left = refreshed ? '' : ' Not all figures are worked out yet: the next run goes on with them.';
  return status === 'FAILED' ? `${counts}. Not all could be read, see above.${left}` : `${counts}.${left}`;
}
