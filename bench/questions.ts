import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeyRing, keyBytes } from '../src/land/secrets/key-ring.ts';
import { receiveDelivery } from '../src/land/webhook/receive.ts';
import { refreshOutcomes } from '../src/measure/cpi/refresh.ts';
import { createApiKey, scopes } from '../src/model/api-key.ts';
import { entities } from '../src/model/entities.ts';
import { migrations } from '../src/model/migrations.ts';
import { globalId } from '../src/serve/global-id.ts';
import { startServer } from '../src/serve/server.ts';
import { openAlertDesk } from '../src/notify/desk.ts';
import { openDesk } from '../src/source-desk.ts';
import { startEmbedded } from '../src/store/embedded.ts';
import { migrate } from '../src/store/migrate.ts';
import { openStore } from '../src/store/store.ts';
import { shopOfMany } from './shop-of-many.ts';

/**
 * How long the server takes to answer each of schema/questions: at first, and when it has answered it before (the median).
 * Usage: npm run bench:questions -- [customers] [question …], 300,000 and all of them by default.
 */
const customers = Number(process.argv[2] ?? 300_000);
const chosen = process.argv.slice(3);
const timesAgain = 9;
const folder = await mkdtemp(join(tmpdir(), 'clientela-bench-'));
const database = await startEmbedded({ dataDir: folder });
const clock = async <Result>(work: () => Promise<Result>): Promise<[Result, number]> => {
  const start = performance.now();
  return [await work(), performance.now() - start];
};
try {
  await migrate(database.url, migrations);
  const store = await openStore({ url: database.url, entities });
  const [{ id: workspaceId }, filling] = await clock(() => shopOfMany(store, customers));
  console.log(`${customers.toLocaleString('en')} customers, written in ${Math.round(filling / 1000)} s`);
  const [, promises] = await clock(() => refreshOutcomes(store, workspaceId));
  console.log(`what became of every promise, written in ${Math.round(promises / 1000)} s`);
  const { secret } = await createApiKey(store.em(), { workspaceId, label: 'bench', scopes });
  const access = { connectors: [], keys: new KeyRing([randomBytes(keyBytes)]), http: {} };
  const server = await startServer({
    store,
    connectors: [],
    desk: openDesk(store, access),
    alerts: openAlertDesk(store, access.keys, false),
    receive: (sourceId, delivery) => receiveDelivery(store, access, sourceId, delivery),
    host: '127.0.0.1',
    port: 0,
  });
  const variables = {
    email: 'buyer1@posta.example',
    id: globalId('Segment', 'vip-and-frequent-buyer'),
    other: globalId('Segment', 'one-time-buyer'),
    filter: { ordered: { period: { last: 'P90D' }, count: { gte: 2 } } },
    period: { last: 'P2Y' },
  };
  const ask = async (query: string): Promise<void> => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
      body: JSON.stringify({ query, variables }),
    });
    const { errors } = (await response.json()) as { errors?: { message: string }[] };
    if (errors) throw new Error(errors[0]!.message);
  };
  const questions = new URL(
    `${import.meta.dirname.endsWith('dist/bench') ? '../' : ''}../schema/questions/`,
    import.meta.url,
  );
  const files = await readdir(questions);
  for (const file of files.filter((each) => chosen.length === 0 || chosen.includes(each.replace('.graphql', '')))) {
    const query = await readFile(new URL(file, questions), 'utf8');
    const [, first] = await clock(() => ask(query));
    const again: number[] = [];
    for (let time = 0; time < timesAgain; time++) again.push((await clock(() => ask(query)))[1]);
    const median = again.toSorted((one, other) => one - other)[Math.floor(timesAgain / 2)]!;
    console.log(
      `${file.replace('.graphql', '').padEnd(24)} first ${first.toFixed(0).padStart(7)} ms   again ${median.toFixed(0).padStart(6)} ms`,
    );
  }
  await server.stop();
  await store.close();
} finally {
  await database.stop();
  await rm(folder, { recursive: true });
}
