import pg from 'pg';
import { describe, expect, it, vi } from 'vitest';
import { startDeskApi, startDeskVendor, token } from './desk.ts';

const api = await startDeskApi();
const { secret } = await api.tenant('Shop');
const other = await api.tenant('Other shop');

interface Errors {
  code: string;
  kind: string | null;
  message: string;
  field: string[] | null;
}
interface Source {
  id: string;
  name: string;
  settings: unknown;
  secretsSet: string[];
  schedule: string | null;
  nextRunAt: string | null;
  enabled: boolean;
  health: { state: string };
  webhook: { url: string; setup: string };
}
interface Payload {
  source: Source | null;
  account: string | null;
  records:
    | {
        key: string;
        payload: unknown;
        drafts: { type: string; data: unknown }[];
        rejects: { field: string; reason: string }[];
      }[]
    | null;
  userErrors: Errors[];
}
const errors = 'userErrors { code kind message field }';
const source = `source { id name settings secretsSet schedule nextRunAt enabled health { state } webhook { url setup } } ${errors}`;

async function change(field: string, type: string, input: object, fields: string, by = secret): Promise<Payload> {
  const query = `mutation ($input: ${type}!) { change: ${field}(input: $input) { ${fields} } }`;
  return (await api.must<{ change: Payload }>(by, query, { input })).change;
}
const tryOut = (input: object) => change('testConnection', 'TestConnectionInput', input, `account ${errors}`);
const connect = (input: object) => change('connectSource', 'ConnectSourceInput', input, `account ${source}`);
const update = (input: object, by?: string) => change('updateSource', 'UpdateSourceInput', input, source, by);

describe('the catalogue', () => {
  it('tells what can be connected, and what it takes', async () => {
    const query =
      '{ connector(key: "desk") { name version kind docsUrl settingsSchema secrets webhookSetup streams { name entities personalData scopes } } }';
    const { connector } = await api.must<{ connector: Record<string, unknown> }>(secret, query);
    expect(connector).toMatchObject({
      name: 'Desk',
      kind: 'HELPDESK',
      secrets: ['token'],
      webhookSetup: 'Give {url} to the desk.',
      streams: [
        { name: 'people', entities: ['customer'], personalData: true, scopes: ['people:read'] },
        { name: 'staff' },
      ],
    });
    expect(JSON.parse(String(connector['settingsSchema']))).toMatchObject({ properties: { url: {}, token: {} } });
    expect(await api.must(secret, '{ connector(key: "nobody") { name } }')).toEqual({ connector: null });
  });
});

describe('a connection', () => {
  it('is tried: what it leads to, or whose trouble it is and what to do', async () => {
    const { url } = await startDeskVendor();
    expect(await tryOut({ connector: 'desk', settings: { url, token } })).toEqual({
      account: 'Desk no. 1',
      userErrors: [],
    });
    const wrong = await tryOut({ connector: 'desk', settings: { url, token: 'tok-wrong-one' } });
    expect(wrong.userErrors).toMatchObject([{ code: 'CONNECTION_FAILED', kind: 'AUTH' }]);
    expect(wrong.userErrors[0]!.message).toContain('Give the source new credentials');
    expect(JSON.stringify(wrong)).not.toContain('tok-wrong-one');
  });

  it('names the setting that is wrong', async () => {
    const fault = async (input: object) => (await tryOut(input)).userErrors;
    expect(await fault({ connector: 'desk', settings: { url: 'nowhere', token } })).toMatchObject([
      { code: 'INVALID', field: ['input', 'settings', 'url'], message: expect.stringContaining('must be an address') },
    ]);
    expect(await fault({ connector: 'desk', settings: { url: 'https://desk.example' } })).toMatchObject([
      { code: 'INVALID', field: ['input', 'settings', 'token'] },
    ]);
    expect(await fault({ connector: 'desk', settings: ['x'] })).toMatchObject([{ field: ['input', 'settings'] }]);
    expect(await fault({ connector: 'dsk', settings: {} })).toMatchObject([
      { code: 'NOT_FOUND', message: expect.stringContaining('"desk"') },
    ]);
    expect(await fault({ connector: 'desk' })).toMatchObject([{ code: 'INVALID' }]);
  });

  it('shows records beside what they would become, and keeps nothing', async () => {
    const { url } = await startDeskVendor(({ path }) =>
      path === '/people'
        ? { body: [{ id: 1, name: 'Ada' }, { id: 2, name: 'x'.repeat(3000) }, { name: 'Nobody' }] }
        : undefined,
    );
    const fields = `records { key payload drafts { type data } rejects { field reason } } ${errors}`;
    const preview = (input: object) =>
      change('previewStream', 'PreviewStreamInput', { connector: 'desk', settings: { url, token }, ...input }, fields);
    const { records } = await preview({ stream: 'people' });
    expect(records![0]).toEqual({
      key: '1',
      payload: { id: 1, name: 'Ada' },
      drafts: [{ type: 'customer', data: { key: '1', name: 'Ada' } }],
      rejects: [],
    });
    expect(records!.at(-1)).toMatchObject({ drafts: [], rejects: [{ field: null, reason: expect.any(String) }] });
    expect((await preview({ stream: 'people', first: 1 })).records).toHaveLength(1);
    expect((await preview({ stream: 'people', first: 500 })).userErrors).toMatchObject([{ field: ['input', 'first'] }]);
    expect((await preview({ stream: 'peple' })).userErrors).toMatchObject([
      { message: expect.stringContaining('people') },
    ]);
    expect(await api.must(secret, '{ sources { id } }')).toEqual({ sources: [] });
  });
});

describe('a source', () => {
  it('is connected, changed and removed; its secrets are never read back', async () => {
    const { url } = await startDeskVendor();
    const made = await connect({ connector: 'desk', name: ' Help ', settings: { url, token } });
    expect(made).toMatchObject({
      account: 'Desk no. 1',
      source: {
        name: 'Help',
        settings: { url },
        secretsSet: ['token'],
        enabled: true,
        health: { state: 'NEVER_READ' },
      },
      userErrors: [],
    });
    const { id, webhook } = made.source!;
    expect(webhook.setup).toBe(`Give ${webhook.url} to the desk.`);
    expect((await fetch(webhook.url, { method: 'POST', body: '{}' })).status).toBe(200);
    const again = await connect({ connector: 'desk', name: 'Help', settings: { url, token } });
    expect(again).toMatchObject({ source: null, userErrors: [{ code: 'TAKEN', field: ['input', 'name'] }] });

    expect(await update({ id, name: 'Helpdesk', schedule: '0 3 * * *' })).toMatchObject({
      source: { id, name: 'Helpdesk', schedule: '0 3 * * *', nextRunAt: expect.any(String), secretsSet: ['token'] },
    });
    expect(await update({ id, settings: { url: `${url}/` } })).toMatchObject({
      source: { settings: { url: `${url}/` } },
    });
    const wrong = await update({ id, name: 'Wrong', settings: { token: 'tok-wrong-one' }, schedule: null });
    expect(wrong.userErrors).toMatchObject([{ code: 'CONNECTION_FAILED', kind: 'AUTH' }]);
    const never = await update({ id, name: 'Wrong', settings: { url }, schedule: 'daily' });
    expect(never.userErrors).toMatchObject([{ code: 'INVALID', field: ['input', 'schedule'] }]);
    expect(await update({ id })).toMatchObject({
      source: { name: 'Helpdesk', settings: { url: `${url}/` }, schedule: '0 3 * * *' },
    });
    expect(await update({ id, enabled: false, schedule: null })).toMatchObject({
      source: { enabled: false, schedule: null, nextRunAt: null, health: { state: 'PAUSED' } },
    });
    // Its first name is free for another one.
    const second = await connect({ connector: 'desk', name: 'Help', settings: { url, token } });
    expect(second.source!.id).not.toBe(id);

    const removed = await change(
      'disconnectSource',
      'DisconnectSourceInput',
      { id },
      `disconnectedSourceId removedRecords ${errors}`,
    );
    expect(removed).toEqual({ disconnectedSourceId: id, removedRecords: 0, userErrors: [] });
    const { sources } = await api.must<{ sources: Source[] }>(secret, '{ sources { name settings secretsSet } }');
    expect(sources.map(({ name }) => name)).toEqual(['Help']);
    expect(JSON.stringify(sources)).not.toContain(token);
  });

  it('takes no more statements for being one of many', async () => {
    const { url } = await startDeskVendor();
    const { secret: own } = await api.tenant('Many');
    const make = (name: string) =>
      change('connectSource', 'ConnectSourceInput', { connector: 'desk', name, settings: { url, token } }, source, own);
    const query = `{ sources { settings secretsSet connector { name streams { name } } webhook { url failed } drift { stream }
      health { state troubles { kind } } lastRun { status streams { name trouble { kind } } } } }`;
    const statements = async () => {
      const sent = vi.spyOn(pg.Client.prototype, 'query');
      await api.must(own, query);
      const count = sent.mock.calls.length;
      sent.mockRestore();
      return count;
    };
    const made: Payload[] = [];
    for (const name of ['one', 'two']) made.push(await make(name));
    await statements();
    const few = await statements();
    for (const name of ['three', 'four', 'five']) made.push(await make(name));
    expect(made.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    expect(await statements()).toBe(few);
  });

  it('is nobody else’s', async () => {
    const { url } = await startDeskVendor();
    const { id } = (await connect({ connector: 'desk', name: 'Ours', settings: { url, token } })).source!;
    const refused = [{ code: 'INVALID', message: expect.stringContaining('names no Source of this workspace') }];
    expect((await update({ id, name: 'Theirs' }, other.secret)).userErrors).toMatchObject(refused);
    const fields = `disconnectedSourceId ${errors}`;
    const remove = await change('disconnectSource', 'DisconnectSourceInput', { id }, fields, other.secret);
    expect(remove.userErrors).toMatchObject(refused);
    const start = await change('startSync', 'StartSyncInput', { source: id }, `run { id } ${errors}`, other.secret);
    expect(start.userErrors).toMatchObject(refused);
  });
});
