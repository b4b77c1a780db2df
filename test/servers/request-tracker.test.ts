import { afterAll, beforeAll, expect, it } from 'vitest';
import requestTracker from '../../connectors/request-tracker/index.ts';
import { checkSource } from '../../src/land/check.ts';
import { entities } from '../../src/model/entities.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { modelDatabase } from '../setup/database.ts';
import { expectSame } from './request-tracker/comparison.ts';
import { fillDesk } from './request-tracker/life.ts';
import { RequestTracker } from './request-tracker/tracker.ts';
import { ServerSource } from './source.ts';

const url = await modelDatabase();
const http = { allowPrivateAddresses: true };
let store: Store;
let tracker: RequestTracker;
/** So many tickets there are by now. */
let requests = 0;

beforeAll(async () => {
  store = await openStore({ url, entities });
  tracker = await RequestTracker.start();
  await fillDesk(tracker, (requests = 14));
});
afterAll(async () => {
  await tracker.stop();
  await store.close();
});

const connect = (pageSize: number) =>
  ServerSource.connect({
    store,
    url,
    connector: requestTracker,
    settings: { url: tracker.url, token: tracker.token },
    pageSize,
  });

it('reads the whole desk exactly, and writes nothing where nothing changed', async () => {
  const source = await connect(20);
  expect(await source.sync()).toMatchObject({ status: 'SUCCEEDED', rejected: 0 });
  await expectSame(source, tracker, requests);
  expect(await source.sync()).toMatchObject({ status: 'SUCCEEDED', written: 0 });
});

it('tells a customer’s word from the first answer', async () => {
  const source = await connect(100);
  const id = await tracker.open('elsa@example.com', 'Any news?');
  requests++;
  await tracker.reply(id, 'elsa@example.com');
  await source.sync();
  const ticket = async () =>
    (await source.rows('first_reply_at', 'tickets')).find((row) => row['external_id'] === String(id));
  expect(await ticket()).toEqual({ external_id: String(id), first_reply_at: null });
  await tracker.reply(id);
  await source.sync();
  expect((await ticket())!['first_reply_at']).not.toBeNull();
  await expectSame(source, tracker, requests);
  const actors = await source.rows('kind, actor', 'ticket_events');
  expect(actors.filter(({ actor }) => actor === 'CUSTOMER')).toMatchObject([{ kind: 'COMMENT' }]);
  expect(await source.rows('name', 'identities')).toContainEqual(expect.objectContaining({ name: 'Elsa Rossi' }));
});

it('misses nothing and doubles nothing while people go on asking and the reader is killed again and again', async () => {
  const source = await connect(20);
  const life = fillDesk(tracker, 18);
  requests += 18;
  let killed = 0;
  for (let turn = 0; turn < 8; turn++) if (await source.syncAndKill(300 + turn * 400)) killed++;
  await life;
  expect(killed).toBeGreaterThan(4);
  expect(await source.sync()).toMatchObject({ status: 'SUCCEEDED' });
  await expectSame(source, tracker, requests);
});

it('goes through more tickets of one second than a page holds', async () => {
  tracker.tieAll();
  const source = await connect(20);
  expect(await source.sync()).toMatchObject({ status: 'SUCCEEDED', rejected: 0 });
  await expectSame(source, tracker, requests);
  expect(await source.sync()).toMatchObject({ status: 'SUCCEEDED', written: 0 });
});

it('refuses a user whose times are New York’s, and credentials that are wrong', async () => {
  const check = (settings: object) =>
    checkSource(requestTracker, requestTracker.parse({ url: tracker.url, ...settings }), http);
  const root = { username: 'root', password: 'password' };
  await expect(check(root)).rejects.toMatchObject({ kind: 'config', message: expect.stringContaining('UTC') });
  await tracker.changeUser('root', { Timezone: 'UTC' });
  const account = new URL(tracker.url).host;
  expect(await check(root)).toEqual({ account });
  expect(await check({ token: tracker.token })).toEqual({ account });
  await expect(check({ ...root, password: 'not-this-one' })).rejects.toMatchObject({ kind: 'auth' });
  await expect(check({ token: '1-14-not-this-one' })).rejects.toMatchObject({ kind: 'auth' });
});
