import { Command } from 'commander';
import { DateTime } from 'luxon';
import demoConnector from '../../connectors/demo/index.ts';
import { connectSource } from '../land/source.ts';
import { createWorkspace } from '../model/new-workspace.ts';
import { Run, Source } from '../model/source.ts';
import { Workspace } from '../model/workspace.ts';
import type { Store } from '../store/store.ts';
import { refresh } from '../refresh.ts';
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

/** What the first questions need: with it the server can start, and the rest comes while it answers. */
const firstStreams = ['simulated-products', 'simulated-rates', 'simulated-customers', 'simulated-orders'];
const firstPart: typeof demoConnector = {
  ...demoConnector,
  streams: (config) =>
    Object.fromEntries(Object.entries(demoConnector.streams(config)).filter(([name]) => firstStreams.includes(name))),
};

/**
 * Loads the first part of the demo business up to yesterday, or all that is left, or goes on where a load was stopped.
 * Each part is a run of its own, so that the runs that ended well tell what is complete.
 */
export async function loadDemo(
  store: Store,
  workspaceId: string,
  part: 'first' | 'rest',
  signal?: AbortSignal,
): Promise<void> {
  const em = store.em();
  const source = await em.findOne(Source, { workspaceId, name: sourceName });
  const ended = source
    ? await em.count(Run, { workspaceId, sourceId: source.id, status: { $in: ['SUCCEEDED', 'PARTIAL'] } })
    : 0;
  if (ended >= (part === 'first' ? 1 : 2)) {
    // It may have been stopped while it worked out its figures.
    await refresh(store, workspaceId, { signal });
    return;
  }
  const settings = source?.settings ?? { endsOn: DateTime.utc().minus({ days: 1 }).toISODate() };
  const bar = new ProgressBar(process.stdout.isTTY);
  if (part === 'rest')
    console.log('\nLoading the rest of the demo: ad spend, carts, visits, tickets, surveys, quotes, mail.');
  const { refreshed } = await syncSource(store, {
    workspaceId,
    sourceId: await connectSource(store, { workspaceId, connector: demoConnector.id, name: sourceName, settings }),
    connector: part === 'first' ? firstPart : demoConnector,
    config: demoConnector.parse(settings),
    onProgress: (progress) => bar.show(progress),
    onRefresh: (progress) => bar.showRefresh(progress),
    ...(signal ? { signal } : {}),
  });
  if (part === 'rest' && refreshed) console.log('The demo is complete.');
}

export const demoCommand = new Command('demo')
  .description('load the demo business, a simulated shop, into a workspace of its own')
  .action(() =>
    withStore(async (store) => {
      const { id, name } = await demoWorkspace(store);
      await loadDemo(store, id, 'first');
      await loadDemo(store, id, 'rest');
      console.log(`The simulated business is in the workspace "${name}".`);
    }),
  );
