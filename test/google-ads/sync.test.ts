import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import googleAds from '../../connectors/google-ads/index.ts';
import { checkSource } from '../../src/land/check.ts';
import type { RunOptions } from '../../src/land/run.ts';
import { connectSource } from '../../src/land/source.ts';
import { entities } from '../../src/model/entities.ts';
import { createWorkspace } from '../../src/model/new-workspace.ts';
import type { OAuth2 } from '../../src/sdk/index.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { openContext } from '../../src/measure/context.ts';
import { measureMetric } from '../../src/measure/measure.ts';
import { spendByLevel } from '../../src/measure/spend/by-level.ts';
import { adSpendRestatements } from '../../src/measure/spend/restatements.ts';
import { syncSource } from '../../src/sync.ts';
import { GoogleAds } from '../emulators/google-ads.ts';
import { FakeClock } from '../land/http/vendor.ts';
import { modelDatabase } from '../setup/database.ts';
import { fillAccount, restate } from './account.ts';

const url = await modelDatabase();
let store: Store;
beforeAll(async () => {
  store = await openStore({ url, entities });
});
afterAll(() => store.close());

/** An account, and a source in a workspace of its own that reads it. */
async function open(days = 90) {
  const clock = new FakeClock('2026-05-01T22:30:00Z');
  const google = new GoogleAds(clock);
  fillAccount(google, '2026-02-01', days);
  await google.start();
  const { id: workspaceId } = await createWorkspace(store.em(), { name: 'ads', currency: 'EUR', timeZone: 'UTC' });
  const sourceId = await connectSource(store, { connector: 'google-ads', name: 'ads', settings: {}, workspaceId });
  const httpOf = (own: typeof config) => {
    const vendor = googleAds.http!(own);
    const auth: OAuth2 = { ...(vendor.auth as OAuth2), tokenUrl: google.tokenUrl };
    return { ...vendor, baseUrl: google.url, auth };
  };
  const connector = { ...googleAds, http: httpOf };
  const config = googleAds.parse(google.settings);
  const http = { allowPrivateAddresses: true, clock };
  const sync = (more: Partial<RunOptions<typeof config>> = {}) =>
    syncSource(store, { workspaceId, sourceId, connector, config, http, ...more });
  return { google, clock, http, connector, config, workspaceId, sync };
}

/** What is kept of every day, amounts in micros: by ad group, or by campaign where `ad_set` is null. */
async function keptRows(workspaceId: string) {
  const { rows } = await sql<Record<string, unknown>>`
    select s.day::text, c.name as campaign, g.name as ad_set, h.name as channel, h.kind, s.currency, s.account_zone,
      (s.spend * 1000000)::text::float as micros, s.impressions::int, s.clicks::int, s.conversions::float
    from ad_spend s
    join campaigns c on c.workspace_id = ${workspaceId} and c.id = s.campaign_id
    join channels h on h.workspace_id = ${workspaceId} and h.id = s.channel_id and h.id = c.channel_id
    left join ad_sets g on g.workspace_id = ${workspaceId} and g.id = s.ad_set_id and g.campaign_id = c.id
    where s.workspace_id = ${workspaceId}
    order by s.day, c.name collate "C", g.name collate "C" nulls first`.execute(store.em().getKysely());
  return rows;
}

async function campaignNames(workspaceId: string) {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from campaigns where workspace_id = ${workspaceId}`.execute(store.em().getKysely());
  return rows;
}

const channels: Record<string, [name: string, kind: string]> = {
  SEARCH: ['Google Search', 'PAID_SEARCH'],
  SHOPPING: ['Google Shopping', 'PAID_SEARCH'],
  DISPLAY: ['Google Display', 'DISPLAY'],
  VIDEO: ['Google Video', 'DISPLAY'],
  PERFORMANCE_MAX: ['Google Performance Max', 'OTHER'],
  SMART: ['Google Smart', 'OTHER'],
  UNKNOWN: ['Google UNKNOWN', 'OTHER'],
};
const asCampaigns = new Set(['PERFORMANCE_MAX', 'SMART', 'UNKNOWN']);

function expectedRows({ served, campaigns, adGroups }: GoogleAds) {
  const sums = new Map<string, Record<string, unknown> & { campaign: string; ad_set: string | null; day: string }>();
  for (const { day, campaign: id, adGroup, ...metrics } of served) {
    const { name, type } = campaigns.get(id)!;
    const ad_set = asCampaigns.has(type) ? null : adGroups.get(adGroup!)!.name;
    const [channel, kind] = channels[type]!;
    const row = { day, campaign: name, ad_set, channel, kind, currency: 'EUR', account_zone: 'Europe/Rome' };
    const sum = sums.get(`${day}/${name}/${ad_set}`);
    const added = Object.entries(metrics).map(([metric, value]) => [metric, value + Number(sum?.[metric] ?? 0)]);
    sums.set(`${day}/${name}/${ad_set}`, { ...row, ...Object.fromEntries(added) });
  }
  const place = (row: { day: string; campaign: string; ad_set: string | null }) =>
    `${row.day} ${row.campaign} ${row.ad_set ?? ''}`;
  return [...sums.values()].toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
}

it('reads a whole account to the micro, every kind of campaign once', async () => {
  const { google, workspaceId, sync } = await open();
  expect(await sync()).toMatchObject({ status: 'SUCCEEDED', rejected: 0 });
  expect(await keptRows(workspaceId)).toEqual(expectedRows(google));
  const { rows } = await sql<{ micros: string }>`
    select (sum(spend) * 1000000)::bigint::text as micros from ad_spend
    where workspace_id = ${workspaceId}`.execute(store.em().getKysely());
  const total = google.served.reduce((sum, { micros }) => sum + micros, 0);
  expect(rows[0]!.micros).toBe(String(total));
  expect(google.served.length).toBeGreaterThan(800);
  const ended = await sql`
    select name, started_on::text, ended_on::text from campaigns
    where workspace_id = ${workspaceId} order by ended_on, name collate "C" limit 2`.execute(store.em().getKysely());
  expect(ended.rows).toEqual([
    { name: 'Campaign SEARCH', started_on: '2026-01-15', ended_on: '2026-12-31' },
    { name: 'Campaign DISPLAY', started_on: '2026-01-15', ended_on: null },
  ]);
});

it('is what the platform claims, in the metric and by campaign', async () => {
  const { google: account, workspaceId, sync } = await open();
  await sync();
  const period = { from: '2026-02-01', to: '2026-05-01' };
  const context = await openContext(store.em(), workspaceId, period.to);
  const { total, groups } = await measureMetric(context, 'ad_spend', { period, breakdown: 'campaign' });
  const spent = (name?: string) =>
    expectedRows(account).reduce((sum, row) => sum + (name && name !== row.campaign ? 0 : (row.micros as number)), 0);
  expect(Math.round(Number(total.value) * 1000000)).toBe(spent());
  const byName = groups.map(({ label, total: { value } }) => [label, Math.round(Number(value) * 1000000)] as const);
  expect(Object.fromEntries(byName)).toEqual(
    Object.fromEntries([...account.campaigns.values()].map(({ name }) => [name, spent(name)])),
  );
});

it('replaces the days that Google states anew, and writes nothing where it does not', async () => {
  const { google, clock, workspaceId, sync } = await open();
  await sync();
  clock.advance(3_600_000);
  expect(await sync()).toMatchObject({ status: 'SUCCEEDED', written: 0 });
  restate(google, '2026-04-03');
  expect(await sync()).toMatchObject({ status: 'SUCCEEDED' });
  expect(await keptRows(workspaceId)).toEqual(expectedRows(google));
});

it('tells how much each day was restated since Google first told of it, and what was known on another day', async () => {
  const { google, workspaceId, sync } = await open();
  await sync();
  // What has been read was read long ago.
  await sql`
    update ad_spend_versions set seen_at = '2026-06-01' where workspace_id = ${workspaceId}`.execute(
    store.em().getKysely(),
  );
  const spent = (rows: Record<string, unknown>[]) => {
    const sums = new Map<string, number>([['all', 0]]);
    for (const { day, campaign, micros } of rows) {
      for (const key of ['all', `${String(day)} ${String(campaign)}`])
        sums.set(key, (sums.get(key) ?? 0) + Number(micros));
    }
    return sums;
  };
  const before = spent(expectedRows(google));
  restate(google, '2026-04-20');
  await sync();
  const after = spent(expectedRows(google));
  const period = { from: '2026-02-01', to: '2026-05-01' };
  const context = await openContext(store.em(), workspaceId);
  const micros = (amount: string | null) => Math.round(Number(amount) * 1_000_000);

  const { total, restated } = await adSpendRestatements(context, period);
  expect([micros(total.firstTold), micros(total.now)]).toEqual([before.get('all'), after.get('all')]);
  const names = new Map((await campaignNames(workspaceId)).map(({ id, name }) => [id, name]));
  const changes = restated.map(
    ({ day, campaignId, change }) => [`${day} ${names.get(campaignId!)}`, micros(change)] as const,
  );
  const moved = [...new Set([...before.keys(), ...after.keys()])].filter((key) => key >= '2026-04-20' && key !== 'all');
  const expected = moved.map((key) => [key, (after.get(key) ?? 0) - (before.get(key) ?? 0)] as const);
  const byKey = (rows: readonly (readonly [string, number])[]) => new Map(rows.filter(([, change]) => change !== 0));
  expect(byKey(changes)).toEqual(byKey(expected));
  expect(changes.length).toBeGreaterThan(20);
  for (const { firstToldAt, changedAt } of restated)
    expect(changedAt!.getTime()).toBeGreaterThan(firstToldAt!.getTime());

  const known = async (knownOn: string | null) =>
    micros((await spendByLevel(context, { period, level: 'CAMPAIGN', knownOn })).total.spend);
  expect([await known('2026-06-01'), await known(null)]).toEqual([before.get('all'), after.get('all')]);
});

it('misses nothing and doubles nothing while days are restated and it is turned away, locked out and stopped', async () => {
  const { google, workspaceId, sync } = await open();
  let answers = 0;
  google.between = () => {
    if (++answers % 7 === 0) google.throttle = { times: 2 };
    if (answers % 13 === 0) google.endAccess();
  };
  const ended: string[] = [];
  for (let run = 0; run < 8; run++) {
    if (run === 5) restate(google, '2026-04-10');
    const controller = new AbortController();
    let reports = 0;
    const onProgress = () => void (++reports > 2 + run && controller.abort());
    ended.push((await sync({ signal: controller.signal, onProgress })).status);
  }
  expect(ended.filter((status) => status === 'CANCELLED').length).toBeGreaterThan(4);
  await sync();
  // What was restated after it had been read is read again by the next run.
  expect(await sync()).toMatchObject({ status: 'SUCCEEDED' });
  expect(await keptRows(workspaceId)).toEqual(expectedRows(google));
});

it('waits as long as Google says, and leaves it to the next run where that is too long', async () => {
  const { google, clock, sync } = await open(1);
  google.throttle = { times: 1, retryDelay: '900s' };
  expect(await sync()).toMatchObject({ status: 'SUCCEEDED' });
  expect(clock.sleeps[0]).toBe(900_000);
  google.throttle = { times: 1, retryDelay: '32400.5s' };
  expect(await sync()).toMatchObject({ status: 'FAILED', error: expect.stringContaining('asks to wait 541 minutes') });
});

it('says what is wrong with credentials, rights and settings, and tells no secret', async () => {
  const { google, connector, config, http } = await open(1);
  const check = (settings: object) =>
    checkSource(connector, googleAds.parse({ ...google.settings, ...settings }), http);
  expect(await check({})).toEqual({ account: `Emulated (${config.customerId})` });
  const wrong = await check({ refreshToken: 'wrong-token' }).catch((error: unknown) => error);
  expect(wrong).toMatchObject({ kind: 'auth' });
  expect(String(wrong)).not.toContain('wrong-token');
  await expect(check({ loginCustomerId: '111-222-3333' })).rejects.toMatchObject({ kind: 'scope' });
  google.approved = false;
  const refused = await check({}).catch((error: unknown) => error);
  expect(refused).toMatchObject({ kind: 'scope', message: expect.stringContaining('403') });
  expect(String(refused)).not.toContain(google.settings.developerToken);
  google.approved = true;
  google.customer.manager = true;
  await expect(check({})).rejects.toThrow('is a manager account, which runs no ads itself');
});

it('says that days are asked for which Google does not keep', async () => {
  const { config, sync } = await open(1);
  const run = await sync({ config: { ...config, since: '2020-01-01' } });
  expect(run).toMatchObject({ status: 'FAILED', error: expect.stringContaining('Mend the settings') });
});
