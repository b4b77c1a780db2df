import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { openConnection } from '../../src/land/http/open.ts';
import { openSource } from '../../src/land/open-source.ts';
import { requestRun } from '../../src/land/queue/run-queue.ts';
import { countStaleSecrets, resealSecrets } from '../../src/land/secrets/rotation.ts';
import { keepSecrets } from '../../src/land/secrets/source-secrets.ts';
import { connectSource, type SourceKey } from '../../src/land/source.ts';
import { openDesk } from '../../src/source-desk.ts';
import { Worker } from '../../src/worker.ts';
import { FakeClock } from '../land/http/vendor.ts';
import { openSecretPlace, startOAuthVendor } from './place.ts';

const place = await openSecretPlace();
const { store, desk, access } = place;
const db = store.em().getKysely();
const secret = 'client-secret-of-the-settings';

async function connect() {
  const vendor = await startOAuthVendor();
  const workspaceId = await place.workspace();
  const settings = { url: vendor.url, clientSecret: secret, refreshToken: vendor.first };
  const source = await desk.connect({ workspaceId, connector: 'vendor', name: 'crm', settings });
  return { vendor, source };
}

async function run(source: SourceKey, reached = access): Promise<{ status: string; error: string | null }> {
  const worker = new Worker(store, { access: reached, clock: new FakeClock('2100-01-01T00:00:00Z') });
  const id = await requestRun(store, { ...source, trigger: 'MANUAL' });
  await worker.look();
  await worker.idle();
  const { rows } = await sql<{ status: string; error: string | null }>`
    select status, error from runs where id = ${id}`.execute(db);
  return rows[0]!;
}

it('keeps no secret in clear in any table, whatever happens', async () => {
  const { vendor, source } = await connect();
  expect(source.account).toBe('Acme');
  expect(await run(source)).toMatchObject({ status: 'SUCCEEDED' });
  vendor.forbid();
  expect(await run(source)).toMatchObject({ status: 'SUCCEEDED' });
  await expect(desk.update(source, { refreshToken: 'refused-refresh-token' })).rejects.toThrow('refused to renew');
  const all = await place.everything();
  const texts = [secret, vendor.first, 'refused-refresh', 'access-', 'refresh-1', 'refresh-2'];
  expect(texts.filter((text) => all.includes(text))).toEqual([]);
  expect(all).toContain(vendor.url);
  expect(vendor.grants()).toBeGreaterThan(1);
});

it('never reads secrets back, and keeps them where other settings change', async () => {
  const { source, vendor } = await connect();
  await desk.update(source, { team: 'blue' });
  const shown = await desk.settings(source);
  expect(shown).toEqual({ settings: { url: vendor.url, team: 'blue' }, secretsSet: ['clientSecret', 'refreshToken'] });
  expect((await openSource(store, access, source)).config).toMatchObject({ team: 'blue', clientSecret: secret });
  await desk.update(source, { team: null });
  expect((await desk.settings(source)).settings).toEqual({ url: vendor.url });
  await expect(desk.update(source, { clientSecret: null })).rejects.toMatchObject({ field: 'settings.clientSecret' });
});

it('maps nothing again where a secret alone changes', async () => {
  const { source, vendor } = await connect();
  await run(source);
  const stale = async () => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from batches where source_id = ${source.sourceId} and unified_at is null`.execute(
      db,
    );
    return rows[0]!.count;
  };
  vendor.allow('another-refresh-token');
  await desk.update(source, { clientSecret: 'another-secret', refreshToken: 'another-refresh-token' });
  expect(await stale()).toBe(0);
  await desk.update(source, { team: 'red' });
  expect(await stale()).toBe(1);
});

it('seals what stands in clear when it is first seen, and maps nothing again', async () => {
  const vendor = await startOAuthVendor();
  const settings = { url: vendor.url, clientSecret: 'an-old-secret-in-clear', refreshToken: vendor.first };
  const workspaceId = await place.workspace();
  const sourceId = await connectSource(store, { workspaceId, connector: 'vendor', name: 'old', settings });
  expect(await place.everything()).toContain('an-old-secret-in-clear');
  expect(await run({ workspaceId, sourceId })).toMatchObject({ status: 'SUCCEEDED' });
  expect(await place.everything()).not.toContain('an-old-secret-in-clear');
  expect((await desk.settings({ workspaceId, sourceId })).settings).toEqual({ url: vendor.url });
});

it('keeps a grant for the refresh token that it came from alone', async () => {
  const { source, vendor } = await connect();
  const before = vendor.grants();
  await run(source);
  expect(vendor.grants()).toBe(before);
  vendor.allow('given-by-hand');
  await desk.update(source, { refreshToken: 'given-by-hand' });
  expect(vendor.asked.filter(({ path }) => path === '/token').at(-1)!.body).toContain('given-by-hand');
  expect(await run(source)).toMatchObject({ status: 'SUCCEEDED' });
});

it('takes over the grant that a check has renewed while a run was under way', async () => {
  const { source } = await connect();
  const { connector, config, http } = await openSource(store, access, source);
  const { connection } = openConnection(connector, config, http, new AbortController().signal);
  onTestFinished(() => connection!.close());
  await connection!.send({ path: '/me' });
  place.clock.advance(600_000);
  await desk.check(source);
  expect((await connection!.send({ path: '/me' })).body).toEqual({ name: 'Acme' });
});

it('opens no secret in the place of another, nor one that was changed', async () => {
  const [{ source: one }, { source: other }] = [await connect(), await connect()];
  await sql`
    update source_secrets set sealed = (
      select sealed from source_secrets where source_id = ${other.sourceId} and name = 'clientSecret')
    where source_id = ${one.sourceId} and name = 'clientSecret'`.execute(db);
  const error = /^The secret "clientSecret" of the source .* cannot be opened: it was changed in the database\./;
  await expect(openSource(store, access, one)).rejects.toThrow(error);
  await sql`
    update source_secrets set sealed = left(sealed, -2) || 'AA'
    where source_id = ${other.sourceId} and name = 'clientSecret'`.execute(db);
  await expect(openSource(store, access, other)).rejects.toThrow(error);
  expect(await run(other)).toMatchObject({ status: 'FAILED', error: expect.stringMatching(error) });
});

it('seals all anew with another key, goes on where it was stopped, and names a key that is missing', async () => {
  await sql`delete from workspaces`.execute(db);
  const { source } = await connect();
  const many = Object.fromEntries(Array.from({ length: 247 }, (_, i) => [`setting ${i}`, `value ${i}`]));
  await store.transaction((em) => keepSecrets(em, access.keys, source, many));
  const next = randomBytes(32);
  const both = place.accessWith(next, place.key);
  expect(await countStaleSecrets(store, both.keys)).toBe(250);
  const stopped = new Error('stopped');
  const stop = () => {
    throw stopped;
  };
  await expect(resealSecrets(store, both.keys, stop)).rejects.toBe(stopped);
  expect(await countStaleSecrets(store, both.keys)).toBe(150);
  const told: number[] = [];
  await resealSecrets(store, both.keys, (resealed) => told.push(resealed));
  expect(told).toEqual([100, 150]);
  expect(await countStaleSecrets(store, both.keys)).toBe(0);
  const alone = place.accessWith(next);
  expect(await run(source, alone)).toMatchObject({ status: 'SUCCEEDED' });
  await expect(openDesk(store, access).settings(source)).rejects.toThrow(
    /is sealed with the key [\da-f]{8}, which is not here\. Add it to CLIENTELA_SECRET_KEY/,
  );
  await expect(resealSecrets(store, access.keys, () => undefined)).rejects.toThrow('CLIENTELA_SECRET_KEY');
});
