import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { isExpected } from '../errors.ts';
import { createApiKey, scopes } from '../model/api-key.ts';
import { entities } from '../model/entities.ts';
import { ApiKey, Workspace } from '../model/workspace.ts';
import { openStore, type Store } from '../store/store.ts';
import { withStore } from './database.ts';
import { demoWorkspace, loadDemo } from './demo.ts';
import { report } from './failure.ts';
import { sourceAccess } from './source-access.ts';

export const serveCommand = new Command('serve')
  .description('serve GraphQL; where there is no workspace yet, load the demo business first')
  .addHelpText(
    'after',
    `
Settings come from the environment:
  DATABASE_URL          a PostgreSQL of your own (15 or newer) instead of the embedded one
  CLIENTELA_DATA        folder of the embedded database, ./.data by default
  CLIENTELA_CONNECTORS  connectors of your own: folders or packages, with commas between
  HOST, PORT            where to listen, 127.0.0.1 and 4000 by default
  PUBLIC_URL            where vendors reach it with their webhooks, such as https://clientela.example
  CLIENTELA_SECRET_KEY  what the secrets of sources are sealed with: 32 bytes in base64, or several keys with commas
                        between, of which the first seals; otherwise the file secret.key, made in CLIENTELA_DATA
  CLIENTELA_ALLOW_PRIVATE_SOURCES
                        true lets sources stand on this machine or in its own network, and be asked without encryption`,
  )
  .action(async () => {
    const { host, port, publicUrl } = readConfig();
    const access = await sourceAccess();
    const { connectors } = access;
    const end = termination();
    await withStore(async (store) => {
      const demo = await prepareDemo(store, end);
      if (end.aborted) return console.log('\nStopped. The next start goes on where this one stopped.');
      const secret = await firstKey(store, demo);
      // Loaded here alone, so that the other commands start fast.
      const { startServer } = await import('../serve/server.ts');
      const { openDesk } = await import('../source-desk.ts');
      const { openAlertDesk } = await import('../notify/desk.ts');
      const { Notifier } = await import('../notify/notifier.ts');
      const { Webhooks } = await import('../webhooks.ts');
      const { Worker } = await import('../worker.ts');
      const answering = await openStore({ url: store.url, entities, statementSeconds: 30 });
      const webhooks = new Webhooks(store, access);
      const { receive } = webhooks;
      const desk = openDesk(store, access);
      const alerts = openAlertDesk(store, access.keys, access.http.allowPrivateAddresses ?? false);
      const options = { connectors, desk, alerts, receive, publicUrl, host, port };
      const server = await startServer({ ...options, store: answering });
      const worker = new Worker(store, { access });
      const notifier = new Notifier(store, access);
      const working = Promise.all([worker.work(), webhooks.work(), notifier.work()]);
      console.log(welcome(server.url, demo, secret));
      const loading = demo && loadDemo(store, demo.id, 'rest', end).catch(reportUnlessLoaded);
      await new Promise((resolve) => end.addEventListener('abort', resolve));
      console.log('\nStopping; what is kept stays.');
      await server.stop();
      await webhooks.stop();
      await worker.stop();
      notifier.stop();
      await working;
      await answering.close();
      await loading;
    });
  });

/** Where a load of the demo was killed, the worker may have taken it up. */
const reportUnlessLoaded = (error: unknown) => void (isExpected(error, 'RUN_ALREADY_RUNNING') || report(error, false));

/** Aborts at the first SIGINT or SIGTERM; a second one ends the process at once. */
function termination(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => (controller.signal.aborted ? process.exit(130) : controller.abort()));
  }
  return controller.signal;
}

/** The demo's workspace, ready for the first questions; null where the database holds other workspaces alone. */
async function prepareDemo(store: Store, signal: AbortSignal): Promise<Workspace | null> {
  const isEmpty = (await store.em().count(Workspace)) === 0;
  if (isEmpty) {
    console.log(
      'The database is empty: loading a demo business of 20,000 customers. It is simulated, and says so everywhere.',
    );
  }
  const demo = isEmpty ? await demoWorkspace(store) : await store.em().findOne(Workspace, { simulated: true });
  if (demo) await loadDemo(store, demo.id, 'first', signal);
  return demo;
}

/** Where nobody holds a key yet, one that may do everything in the demo's workspace, or else in the oldest. */
async function firstKey(store: Store, demo: Workspace | null): Promise<string | null> {
  if ((await store.em().count(ApiKey)) > 0) return null;
  const [oldest] = await store.em().findAll(Workspace, { orderBy: { createdAt: 'asc' }, limit: 1 });
  const { secret } = await createApiKey(store.em(), {
    workspaceId: (demo ?? oldest!).id,
    label: 'made on the first start',
    scopes,
  });
  return secret;
}

function welcome(url: string, demo: Workspace | null, secret: string | null): string {
  const key = secret ?? 'clk_…';
  const query =
    '{ customers(first: 3, sort: { key: REVENUE }) { totalCount nodes { id value { revenue { amount currency } } } } }';
  const lines = [
    '',
    `Clientela answers at ${url}/graphql`,
    '',
    secret
      ? `Your API key, shown this once (only its hash is kept):\n  ${secret}\n\nOpen the query editor with it:\n  ${url}/#key=${secret}`
      : `Open the query editor:\n  ${url}/\nAnother API key: npx clientela key create`,
    '',
    'Or ask from a terminal:',
    `  curl ${url}/graphql -H 'content-type: application/json' -H 'authorization: Bearer ${key}' \\`,
    `    -d '{"query":"${query}"}'`,
    '',
    demo
      ? `The workspace "${demo.name}" is simulated. Load your own files next: npx clientela import <folder> --guess`
      : 'Load more files: npx clientela import <folder>',
    'Ctrl-C stops.',
  ];
  return lines.join('\n');
}
