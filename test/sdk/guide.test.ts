import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { openConnection } from '../../src/land/http/open.ts';
import { Reader } from '../../src/land/reader.ts';
import type { Connector, Json } from '../../src/sdk/index.ts';
import { validateDraft } from '../../src/unify/validate.ts';
import { clientelaIn } from '../cli/command.ts';
import { type Asked, type Reply, startVendor } from '../land/http/vendor.ts';
import { modelDatabase } from '../setup/database.ts';
import { filesOfGuide, folderOf } from './guide.ts';

const files = filesOfGuide();

/** Acme as the guide tells of it: four lists by time of change, three hundred records of a kind to a second. */
function acme({ path, query, headers }: Asked): Reply {
  if (headers.authorization !== 'Bearer a-token') return { status: 401, body: { error: 'unauthorized' } };
  const name = path.replace('/api/v2/', '');
  if (name === 'account') return { body: { name: 'Acme of Turin' } };
  const all = Array.from({ length: 450 }, (_, id) => record(name, id + 1));
  const since = Date.parse(query.get('updated_since') ?? '2000-01-01');
  const changed = all.filter(({ updated_at }) => Date.parse(updated_at) >= since);
  const from = Number(query.get('offset') ?? 0);
  return { body: { [name]: changed.slice(from, from + Number(query.get('limit'))) } };
}

function record(name: string, id: number): { [field: string]: Json } & { updated_at: string } {
  const created_at = '2025-12-31T08:00:00+01:00';
  const updated_at = new Date(Date.UTC(2026, 0, 1, 0, 0, Math.floor(id / 300))).toISOString();
  const shared = { id, created_at, updated_at };
  if (name === 'customers') return { ...shared, name: `Name ${id}`, email: '' };
  if (name === 'products') return { ...shared, title: `Thing ${id}` };
  if (name === 'refunds') return { ...shared, order_id: id, amount: '1.10' };
  const lines = [{ id: id * 10, quantity: 2, price: '0.55' }];
  return { ...shared, customer_id: id, state: 'paid', currency: 'EUR', total: '1.10', lines };
}

it('shows a connector with four streams and webhooks in some sixty lines', () => {
  expect(files.get('index.ts')!.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
  expect(files.get('index.ts')).not.toMatch(/.{121}/);
});

it('its connector passes the kit in a folder of its own, with nothing installed', async () => {
  const folder = folderOf(files);
  const { code, out, err } = await clientelaIn(folder, ['connector', 'test', '--accept']);
  expect(out.split('\n').filter((line) => line.startsWith('✗'))).toEqual([]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
});

it('its connector is tried on a vendor, and shows raw records beside what they become', async () => {
  const vendor = await startVendor(acme);
  const folder = folderOf([...files, ['token.txt', 'a-token\n']]);
  const args = ['connector', 'try', '--set', `url=${vendor.url}`, '--set', 'token=@token.txt', '--records', '2'];
  const tried = await clientelaIn(folder, args, { CLIENTELA_ALLOW_PRIVATE_SOURCES: 'true' });
  expect(tried).toMatchObject({ code: 0, err: '' });
  expect(tried.out).toContain('Acme answers: Acme of Turin');
  expect(tried.out.match(/^== \w+: 2 read$/gm)).toHaveLength(4);
  expect(tried.out).toMatch(/^id: 1 +│ refund$/m);
  expect(tried.out).toMatch(/│ {3}refundedAt: 2025-12-31T07:00:00Z$/m);
  writeFileSync(join(folder, 'token.txt'), 'another-token');
  const refused = await clientelaIn(folder, args, { CLIENTELA_ALLOW_PRIVATE_SOURCES: 'true' });
  expect(refused.code).toBe(1);
  expect(refused.err).toContain('Give the source new credentials');
  expect(refused.out + refused.err).not.toContain('another-token');
});

it('its connector is connected and read like any other', async () => {
  const vendor = await startVendor(acme);
  const folder = folderOf([
    ...[...files].map(([name, text]) => [`acme/${name}`, text] as const),
    ['token', 'a-token\n'],
  ]);
  const variables = {
    DATABASE_URL: await modelDatabase(),
    CLIENTELA_DATA: folder,
    CLIENTELA_CONNECTORS: './acme',
    CLIENTELA_ALLOW_PRIVATE_SOURCES: 'true',
  };
  const run = (...args: string[]) => clientelaIn(folder, args, variables);
  await run('workspace', 'create', 'main', '--currency', 'EUR', '--time-zone', 'Europe/Rome');
  const connected = await run('connect', 'acme', '--set', `url=${vendor.url}`, '--set', 'token=@token');
  expect(connected).toMatchObject({ code: 0, err: '' });
  expect((await run('sync', 'acme')).code).toBe(0);
  const { out } = await run('sources');
  for (const stream of ['customers', 'products', 'orders', 'refunds'])
    expect(out).toMatch(new RegExp(`^acme +${stream} +450 +0\\b`, 'm'));
});

it('its connector reads all that the vendor has', async () => {
  const vendor = await startVendor(acme);
  const sdk = pathToFileURL('src/sdk/index.ts').href;
  const folder = folderOf([['acme.ts', files.get('index.ts')!.replaceAll("'clientela/sdk'", `'${sdk}'`)]]);
  const module = (await import(pathToFileURL(join(folder, 'acme.ts')).href)) as { default: Connector<unknown> };
  const connector = module.default;
  const config = connector.parse({ url: vendor.url, token: 'a-token' });
  const { signal } = new AbortController();
  const source = openConnection(connector, config, { allowPrivateAddresses: true }, signal);
  const reader = new Reader(source, { signal, log: () => undefined });
  for (const stream of Object.values(connector.streams(config))) {
    const keys = new Set<string>();
    for await (const { records } of reader.read(stream, null)) {
      for (const { key, payload } of records) {
        expect(stream.map(payload).flatMap(validateDraft)).toEqual([]);
        keys.add(key);
      }
    }
    expect(keys.size).toBe(450);
  }
  reader.close();
});
