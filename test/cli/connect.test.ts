import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requestRun } from '../../src/land/queue/run-queue.ts';
import { entities } from '../../src/model/entities.ts';
import { createWorkspace } from '../../src/model/new-workspace.ts';
import type { Workspace } from '../../src/model/workspace.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { WooCommerce } from '../emulators/woocommerce.ts';
import { modelDatabase } from '../setup/database.ts';
import { fillShop } from '../woocommerce/shop.ts';
import { clientelaIn, type Outcome } from './command.ts';

const url = await modelDatabase();
const folder = mkdtempSync(join(tmpdir(), 'clientela-connect-'));
afterAll(() => rmSync(folder, { recursive: true }));
let store: Store;
beforeAll(async () => {
  store = await openStore({ url, entities });
});
afterAll(() => store.close());

const key = randomBytes(32).toString('base64');
const variables = { DATABASE_URL: url, CLIENTELA_DATA: folder, CLIENTELA_ALLOW_PRIVATE_SOURCES: 'true' };
const run = (args: readonly string[], more: Record<string, string> = {}): Promise<Outcome> =>
  clientelaIn(folder, args, { ...variables, CLIENTELA_SECRET_KEY: key, ...more });
const secret = { WOO_SECRET: new WooCommerce().settings.consumerSecret };

const connect = (address: string, ...more: string[]) => [
  ...['connect', 'woocommerce', '--name', 'shop', '--set', `url=${address}`],
  ...['--set', 'consumerKey=@key.txt', '--set', 'consumerSecret=@env:WOO_SECRET', ...more],
];

/** One workspace, with nothing in it. */
async function emptyWorkspace(fields: Partial<Workspace> = {}): Promise<void> {
  writeFileSync(join(folder, 'key.txt'), 'ck_emulator_key\n');
  await sql`delete from workspaces`.execute(store.em().getKysely());
  await createWorkspace(store.em(), { name: 'main', currency: 'EUR', timeZone: 'Europe/Rome', ...fields });
}

/** A shop, and an empty workspace for it. */
async function openShop(): Promise<WooCommerce> {
  const shop = new WooCommerce();
  fillShop(shop, { orders: 30, tied: 0 });
  await shop.start();
  await emptyWorkspace();
  return shop;
}

it('wants a workspace first, so that nothing mixes with the demo business', async () => {
  await emptyWorkspace({ simulated: true });
  const { code, err } = await run(connect('https://shop.example'), secret);
  expect(err).toContain('npx clientela workspace create main --currency EUR');
  expect(code).toBe(1);
});

it.each([
  [
    'a setting that is missing',
    ['connect', 'woocommerce'],
    /url +required .*\n.*consumerKey +required, secret[^]*\nurl must be/,
  ],
  [
    'a secret in the arguments',
    ['connect', 'woocommerce', '--set', 'consumerSecret=cs_1'],
    /consumerSecret=@env:VARIABLE/,
  ],
  [
    'a variable that is not set',
    connect('https://shop.example'),
    /is to come from the variable WOO_SECRET, which is not set/,
  ],
  ['files', ['connect', 'file'], /"file" has a command of its own: npx clientela import <folder>/],
  ['a misspelt connector', ['connect', 'wocommerce'], /no connector "wocommerce"\. Is "woocommerce" meant\?/],
  ['another form', ['connect', 'woocommerce', '--set', 'url'], /--set url is no name=value/],
])('refuses %s, and says what to do', async (_, args, message) => {
  await emptyWorkspace();
  const { code, err } = await run(args);
  expect(err).toMatch(message);
  expect(code).toBe(1);
});

it('keeps nothing in a dry run, nor where the vendor refuses', async () => {
  const shop = await openShop();
  const dry = await run(connect(shop.settings.url, '--dry-run'), secret);
  expect(dry.out).toBe(
    `WooCommerce answers: ${new URL(shop.settings.url).host}. Nothing was kept: this was a dry run.\n`,
  );
  const refused = await run(connect(shop.settings.url), { WOO_SECRET: 'cs_another' });
  expect(refused.err).toContain('Give the source new credentials.');
  expect(refused.err).not.toContain('cs_another');
  expect((await run(['sources'])).out).toContain('has no source yet');
});

it('connects, reads, and tells of it, with its secrets sealed', async () => {
  const shop = await openShop();
  const connected = await run(connect(shop.settings.url), secret);
  expect(connected.err).toBe('');
  expect(connected.out).toContain('npx clientela sync "shop"');
  const { rows } = await sql<{ settings: unknown }>`select settings from sources`.execute(store.em().getKysely());
  expect(rows).toEqual([{ settings: { url: shop.settings.url } }]);
  const read = await run(['sync', 'shop']);
  expect({ code: read.code, err: read.err }).toEqual({ code: 0, err: '' });
  expect(read.out).toMatch(/^orders: 30 rows/m);
  expect((await run(['sync'])).out).toMatch(/shop: .* 0 of them new or changed, 0 rejected\.\n/);
  expect((await run(['sync', 'shop', '--full'])).out).toMatch(/shop: .* 0 of them new or changed, 0 rejected\.\n/);
  const { out } = await run(['runs', 'shop']);
  expect(out.split('\n').filter((line) => /^shop +SUCCEEDED +MANUAL +20/.test(line))).toHaveLength(3);
});

it('checks, schedules, pauses and resumes a source', async () => {
  const shop = await openShop();
  await run(connect(shop.settings.url), secret);
  expect((await run(['sources', 'check', 'shop'])).out).toMatch(/^WooCommerce answers: 127/);
  const wrong = await run(['sources', 'schedule', 'shop', 'hourly']);
  expect(wrong.err).toMatch(/^schedule "hourly" is no cron text .* such as "0 3 \* \* \*"/);
  expect((await run(['sources', 'schedule', 'shop', '0 3 * * *'])).out).toMatch(/^It is read by itself from 20.* on/);
  expect((await run(['sources'])).out).toMatch(/^shop +woocommerce +0 3 \* \* \* +none yet +20\S+$/m);
  const { rows } = await sql<{ workspaceId: string; sourceId: string }>`
    select workspace_id as "workspaceId", id as "sourceId" from sources`.execute(store.em().getKysely());
  await requestRun(store, { ...rows[0]!, trigger: 'MANUAL' });
  expect((await run(['sources', 'stop', 'shop'])).out).toMatch(/^Stopped; /);
  await run(['sources', 'pause', 'shop']);
  expect((await run(['sources'])).out).toMatch(/^shop +woocommerce +paused \(0 3 \* \* \*\) +CANCELLED +20\S+$/m);
  await run(['sources', 'resume', 'shop']);
  await run(['sources', 'schedule', 'shop', 'never']);
  expect((await run(['sources'])).out).toMatch(/^shop +woocommerce +CANCELLED +20\S+$/m);
});

it('changes settings alone where the secrets stay, and seals all of them with another key', async () => {
  const shop = await openShop();
  await run(connect(shop.settings.url), secret);
  expect((await run(['sync', 'shop'])).code).toBe(0);
  shop.settings.consumerSecret = 'cs_changed';
  const failed = await run(['sync', 'shop']);
  expect(failed.code).toBe(1);
  const history = (await run(['runs', 'shop', '--limit', '1'])).out;
  expect(history).toMatch(/^shop +FAILED .* auth$/m);
  expect(history).toContain('Give the source new credentials.');
  const again = ['connect', 'woocommerce', '--name', 'shop', '--set', 'consumerSecret=@env:WOO_SECRET'];
  expect((await run(again, { WOO_SECRET: 'cs_changed' })).err).toBe('');
  expect((await run(['sync', 'shop'])).out).toContain('0 of them new or changed, 0 rejected.');
  const next = { CLIENTELA_SECRET_KEY: `${randomBytes(32).toString('base64')},${key}` };
  const dry = await run(['secrets', 'rotate', '--dry-run'], next);
  expect(dry.out).toBe('2 secrets would be sealed anew. Nothing was changed.\n');
  expect((await run(['secrets', 'rotate'], next)).out).toContain('All secrets are sealed with the first key.');
  const old = await run(['sync', 'shop']);
  expect(old.err).toMatch(/is sealed with the key [\da-f]{8}, which is not here\. Add it to CLIENTELA_SECRET_KEY/);
  expect((await run(['sync', 'shop'], next)).code).toBe(0);
}, 180_000);
