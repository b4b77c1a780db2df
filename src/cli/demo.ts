import { Command } from 'commander';
import { DateTime } from 'luxon';
import demoConnector from '../../connectors/demo/index.ts';
import { connectSource } from '../land/source.ts';
import { createWorkspace } from '../model/new-workspace.ts';
import { Run, Source } from '../model/source.ts';
import { Workspace } from '../model/workspace.ts';
import type { Store } from '../store/store.ts';
import { syncSource } from '../sync.ts';
import { withStore } from './database.ts';
import { ProgressBar } from './progress-bar.ts';

const sourceName = 'demo shop (simulated)';

/** The workspace of the demo business; it is made where there is none. */
export async function demoWorkspace(store: Store): Promise<Workspace> {
  const found = await store.em().findOne(Workspace, { simulated: true });
  const made = { name: 'demo', currency: 'EUR', timeZone: 'Europe/Rome', country: 'IT', simulated: true };
  return found ?? createWorkspace(store.em(), made);
}

/** Loads the demo business up to yesterday, or goes on where a load was stopped; does nothing where it is complete. */
export async function loadDemo(store: Store, workspaceId: string, signal?: AbortSignal): Promise<void> {
  const em = store.em();
  const source = await em.findOne(Source, { workspaceId, name: sourceName });
  const complete =
    source && (await em.findOne(Run, { workspaceId, sourceId: source.id, status: { $in: ['SUCCEEDED', 'PARTIAL'] } }));
  if (complete) return;
  const settings = source?.settings ?? { endsOn: DateTime.utc().minus({ days: 1 }).toISODate() };
  const bar = new ProgressBar(process.stdout.isTTY);
  await syncSource(store, {
    workspaceId,
    sourceId: await connectSource(store, { workspaceId, connector: demoConnector.id, name: sourceName, settings }),
    connector: demoConnector,
    config: demoConnector.parse(settings),
    onProgress: (progress) => bar.show(progress),
    onRefresh: (done) => bar.showFigures(done),
    ...(signal ? { signal } : {}),
  });
}

export const demoCommand = new Command('demo')
  .description('load the demo business, a simulated shop, into a workspace of its own')
  .action(() =>
    withStore(async (store) => {
      const { id, name } = await demoWorkspace(store);
      await loadDemo(store, id);
      console.log(`The simulated business is in the workspace "${name}".`);
    }),
  );
