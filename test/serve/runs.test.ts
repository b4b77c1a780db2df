import { expect, it } from 'vitest';
import { ApiKey } from '../../src/model/workspace.ts';
import { startServer } from '../../src/serve/server.ts';
import { newKey } from './api.ts';
import { startDeskApi, startDeskVendor, token } from './desk.ts';

const api = await startDeskApi();
const { secret, workspaceId } = await api.tenant('Shop');
const other = await api.tenant('Other shop');

interface Run {
  id: string;
  status: string;
  cancelRequested: boolean;
}
interface Started {
  change: { run: Run | null; userErrors: { code: string; message: string }[] };
}
const run = 'run { id status trigger full startedAt cancelRequested } userErrors { code message }';
const start = (source: string, full = false) =>
  api.must<Started>(secret, `mutation ($input: StartSyncInput!) { change: startSync(input: $input) { ${run} } }`, {
    input: { source, full },
  });
const cancel = (id: string) =>
  api.must<Started>(secret, `mutation ($input: CancelRunInput!) { change: cancelRun(input: $input) { ${run} } }`, {
    input: { id },
  });

async function connect(url: string, name: string): Promise<string> {
  const { made } = await api.must<{ made: { source: { id: string } } }>(
    secret,
    'mutation ($input: ConnectSourceInput!) { made: connectSource(input: $input) { source { id } } }',
    { input: { connector: 'desk', name, settings: { url, token } } },
  );
  return made.source.id;
}

it('waits, goes through its streams and tells what went wrong, whose trouble that is and what to do', async () => {
  const { url } = await startDeskVendor(({ path }) =>
    path === '/staff' ? { status: 403, body: { error: 'not for you' } } : undefined,
  );
  const source = await connect(url, 'Partly');
  const { run: queued } = (await start(source)).change;
  expect(queued).toMatchObject({ status: 'QUEUED', trigger: 'MANUAL', full: false, startedAt: null });
  expect((await start(source, true)).change.run).toMatchObject({ id: queued!.id, full: true });
  await api.work();
  const query = `query ($run: ID!, $source: ID!) {
    run(id: $run) { status read streams { name status read written rejected deleted progress trouble { kind message whatToDo } } }
    source(id: $source) {
      health { state readAt troubles { stream kind whatToDo } }
      runs { totalCount nodes { id } }
      drift { stream }
    }
  }`;
  const answer = await api.must(secret, query, { run: queued!.id, source });
  expect(answer).toMatchObject({
    run: {
      status: 'FAILED',
      read: 2,
      streams: [
        { name: 'people', status: 'SUCCEEDED', read: 2, written: 2, rejected: 0, deleted: 0, trouble: null },
        {
          name: 'staff',
          status: 'FAILED',
          trouble: {
            kind: 'SCOPE',
            message: expect.stringContaining('answered 403'),
            whatToDo: 'Grant the credentials what the documentation of the connector names.',
          },
        },
      ],
    },
    source: {
      health: { state: 'FAILING', readAt: null, troubles: [{ stream: 'staff', kind: 'SCOPE' }] },
      runs: { totalCount: 1, nodes: [{ id: queued!.id }] },
      drift: [],
    },
  });
});

it('tells what the vendor changed in the shape of its records', async () => {
  const more: { phone?: string } = {};
  const { url } = await startDeskVendor(({ path }) =>
    path === '/people' ? { body: Array.from({ length: 25 }, (_, id) => ({ id, name: 'Ada', ...more })) } : undefined,
  );
  const source = await connect(url, 'Changing');
  await start(source);
  await api.work();
  more.phone = '1';
  await start(source);
  await api.work();
  const drift = [{ field: 'phone', change: 'NEW', types: ['string'], before: [] }];
  const fields = 'field change types before';
  const query = `query ($id: ID!) { source(id: $id) {
    drift { stream fields { ${fields} } } lastRun { streams { name drift { ${fields} } } } } }`;
  expect(await api.must(secret, query, { id: source })).toEqual({
    source: {
      drift: [{ stream: 'people', fields: drift }],
      lastRun: {
        streams: [
          { name: 'people', drift },
          { name: 'staff', drift: [] },
        ],
      },
    },
  });
});

it('is cancelled while it waits, and not asked for while its source is paused', async () => {
  const { url } = await startDeskVendor();
  const source = await connect(url, 'Waiting');
  const { run: queued } = (await start(source)).change;
  expect((await cancel(queued!.id)).change.run).toMatchObject({ status: 'CANCELLED', cancelRequested: true });
  const pause = 'mutation ($input: UpdateSourceInput!) { updateSource(input: $input) { userErrors { code } } }';
  await api.must(secret, pause, { input: { id: source, enabled: false } });
  expect((await start(source)).change).toMatchObject({ run: null, userErrors: [{ code: 'CONFLICT' }] });
});

const subscription = 'subscription ($id: ID!) { syncRun(id: $id) { status read source { name } } }';

it('is followed from the queue to its end, and the stream of events ends with it', async () => {
  const { url } = await startDeskVendor();
  const source = await connect(url, 'Followed');
  const { run: queued } = (await start(source)).change;
  const { status, events } = await api.subscribe(secret, subscription, { id: queued!.id });
  expect(status).toBe(200);
  const told: unknown[] = [];
  for await (const event of events) {
    told.push(event);
    if (told.length === 1) await api.work();
  }
  expect(told[0]).toEqual({ data: { syncRun: { status: 'QUEUED', read: 0, source: { name: 'Followed' } } } });
  expect(told.at(-1)).toEqual({ data: { syncRun: { status: 'SUCCEEDED', read: 4, source: { name: 'Followed' } } } });
});

it('is followed no longer than the key may, and than the server stands', async () => {
  const { url } = await startDeskVendor();
  const { run: queued } = (await start(await connect(url, 'Ending'))).change;
  const passing = await newKey(api.store, workspaceId, ['READ_METRICS']);
  const { events } = await api.subscribe(passing, subscription, { id: queued!.id });
  expect((await events.next()).value).toMatchObject({ data: { syncRun: { status: 'QUEUED' } } });
  await api.store.em().nativeUpdate(ApiKey, { workspaceId, prefix: passing.slice(0, 12) }, { revokedAt: new Date() });
  await cancel(queued!.id);
  expect((await events.next()).value).toMatchObject({ errors: [{ extensions: { code: 'KEY_REFUSED' } }] });
  expect((await events.next()).done).toBe(true);

  const { run: next } = (await start(await connect(url, 'Going on'))).change;
  const server = await startServer(api.options);
  const stream = await api.subscribe(secret, subscription, { id: next!.id }, server.url);
  expect((await stream.events.next()).value).toMatchObject({ data: { syncRun: { status: 'QUEUED' } } });
  await server.stop();
  expect((await stream.events.next()).done).toBe(true);
});

it('is told of to nobody without a key, to no other workspace, and by subscriptions alone', async () => {
  const { url } = await startDeskVendor();
  const { run: queued } = (await start(await connect(url, 'Private'))).change;
  const id = { id: queued!.id };
  expect((await api.subscribe(undefined, subscription, id)).status).toBe(401);
  expect((await api.subscribe('clk_nobody', subscription, id)).status).toBe(401);
  const refused = async (by: string, query: string) => {
    const messages: (string | undefined)[] = [];
    for await (const { errors } of (await api.subscribe(by, query, id)).events) messages.push(errors?.[0]?.message);
    return messages.join();
  };
  expect(await refused(other.secret, subscription)).toContain('names no SyncRun of this workspace');
  expect(await refused(secret, 'query ($id: ID!) { run(id: $id) { status } }')).toContain('must be a subscription');
  expect(await refused(secret, 'subscription ($id: ID!) { syncRun(id: $id) { nothing } }')).toContain('nothing');
  const deep = `${'source { lastRun { '.repeat(10)} id ${'} }'.repeat(10)}`;
  expect(await refused(secret, `subscription ($id: ID!) { syncRun(id: $id) { ${deep} } }`)).toContain('levels deep');
});
