import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import metaAds from '../../connectors/meta-ads/index.ts';
import { checkSource } from '../../src/land/check.ts';
import type { RunOptions } from '../../src/land/run.ts';
import { connectSource } from '../../src/land/source.ts';
import { entities } from '../../src/model/entities.ts';
import { createWorkspace } from '../../src/model/new-workspace.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { openContext } from '../../src/measure/context.ts';
import { measureMetric } from '../../src/measure/measure.ts';
import { syncSource } from '../../src/sync.ts';
import { MetaAds } from '../emulators/meta-ads.ts';
import { FakeClock } from '../land/http/vendor.ts';
import { modelDatabase } from '../setup/database.ts';
import { fillAccount, restate } from './account.ts';

const url = await modelDatabase();
let store: Store;
beforeAll(async () => {
  store = await openStore({ url, entities });
});
afterAll(() => store.close());

/** An ad account, and a source in a workspace of its own that reads it. */
async function open(days = 40) {
  const clock = new FakeClock('2026-05-10T12:00:00Z');
  const meta = new MetaAds(clock);
  fillAccount(meta, '2026-04-01', days);
  await meta.start();
  const { id: workspaceId } = await createWorkspace(store.em(), { name: 'ads', currency: 'USD', timeZone: 'UTC' });
  const sourceId = await connectSource(store, { connector: 'meta-ads', name: 'ads', settings: {}, workspaceId });
  const connector = { ...metaAds, http: (own: typeof config) => ({ ...metaAds.http!(own), baseUrl: meta.url }) };
  const config = metaAds.parse(meta.settings);
  const http = { allowPrivateAddresses: true, clock };
  const sync = (more: Partial<RunOptions<typeof config>> = {}) =>
    syncSource(store, { workspaceId, sourceId, connector, config, http, ...more });
  return { meta, clock, http, connector, config, workspaceId, sync };
}

/** What is kept of every ad's every day, amounts in cents. */
async function keptRows(workspaceId: string) {
  const { rows } = await sql<Record<string, unknown>>`
    select s.day::text, s.ad, c.name as campaign, g.name as ad_set, h.kind, s.currency, s.account_zone,
      (s.spend * 100)::text::float as cents, s.impressions::int, s.clicks::int, s.conversions::float as purchases
    from ad_spend s
    join campaigns c on c.workspace_id = ${workspaceId} and c.id = s.campaign_id
    join ad_sets g on g.workspace_id = ${workspaceId} and g.id = s.ad_set_id and g.campaign_id = c.id
    join channels h on h.workspace_id = ${workspaceId} and h.id = s.channel_id and h.id = c.channel_id
    where s.workspace_id = ${workspaceId} order by s.day, s.external_id collate "C"`.execute(store.em().getKysely());
  return rows;
}

function expectedRows({ delivered, ads, adSets, campaigns }: MetaAds) {
  const key = ({ day, ad }: { day: string; ad: string }) => `${day}/${ad}`;
  return delivered
    .toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
    .map(({ ad, ...row }) => {
      const set = adSets.get(ads.get(ad)!.adset_id)!;
      const names = { ad: ads.get(ad)!.name, ad_set: set.name, campaign: campaigns.get(set.campaign_id)!.name };
      return { ...row, ...names, kind: 'PAID_SOCIAL', currency: 'USD', account_zone: 'America/Los_Angeles' };
    });
}

it('reads a whole account to the cent, what was deleted and archived included', async () => {
  const { meta, workspaceId, sync } = await open();
  expect(await sync()).toMatchObject({ status: 'SUCCEEDED', rejected: 0 });
  // Months by reports, the present by days.
  const asked = meta.asked.filter(({ path }) => path.endsWith(`act_${meta.settings.accountId}/insights`));
  expect(asked.filter(({ method }) => method === 'POST')).toHaveLength(2);
  expect(asked.filter(({ method }) => method === 'GET').length).toBeLessThan(35);
  const expected = expectedRows(meta);
  expect(await keptRows(workspaceId)).toEqual(expected);
  expect(expected.length).toBeGreaterThan(500);
  const { rows } = await sql`
    select name, started_on::text, ended_on::text from campaigns
    where workspace_id = ${workspaceId} order by name`.execute(store.em().getKysely());
  expect(rows).toEqual([
    { name: 'Campaign 0', started_on: '2026-03-01', ended_on: '2026-09-30' },
    { name: 'Campaign 1', started_on: '2026-03-01', ended_on: null },
    { name: 'Campaign 2', started_on: '2026-03-01', ended_on: null },
  ]);
});

it('is what the platform claims, in the metric and by campaign', async () => {
  const { meta: account, workspaceId, sync } = await open();
  await sync();
  const period = { from: '2026-04-01', to: '2026-05-10' };
  const context = await openContext(store.em(), workspaceId, period.to);
  const { total, groups } = await measureMetric(context, 'ad_spend', { period, breakdown: 'campaign' });
  const spent = (name?: string) =>
    expectedRows(account).reduce((sum, row) => sum + (name && name !== row.campaign ? 0 : (row.cents as number)), 0);
  expect(Math.round(Number(total.value) * 100)).toBe(spent());
  const byName = groups.map(({ label, total: { value } }) => [label, Math.round(Number(value) * 100)] as const);
  expect(Object.fromEntries(byName)).toEqual(
    Object.fromEntries([...account.campaigns.values()].map(({ name }) => [name, spent(name)])),
  );
});

it('replaces the days that Meta states anew, and writes nothing where it does not', async () => {
  const { meta, clock, workspaceId, sync } = await open();
  await sync();
  clock.advance(3_600_000);
  expect(await sync()).toMatchObject({ status: 'SUCCEEDED', written: 0 });
  restate(meta, '2026-04-14');
  expect(await sync()).toMatchObject({ status: 'SUCCEEDED' });
  expect(await keptRows(workspaceId)).toEqual(expectedRows(meta));
});

it('misses nothing and doubles nothing while days are restated and it is turned away, stopped and asks for too much', async () => {
  const { meta, workspaceId, sync } = await open(30);
  meta.mostRows = 9;
  let answers = 0;
  meta.between = () => {
    if (++answers % 11 === 0) meta.throttle = { code: [4, 17, 613, 80_000, 80_004][answers % 5]!, times: 2 };
  };
  const ended: string[] = [];
  for (let run = 0; run < 8; run++) {
    if (run === 5) restate(meta, '2026-04-20');
    const controller = new AbortController();
    let reports = 0;
    const onProgress = () => void (++reports > 4 + run && controller.abort());
    ended.push((await sync({ signal: controller.signal, onProgress })).status);
  }
  expect(ended.filter((status) => status === 'CANCELLED').length).toBeGreaterThan(4);
  await sync();
  // What was restated after it had been read is read again by the next run.
  expect(await sync()).toMatchObject({ status: 'SUCCEEDED' });
  expect(await keptRows(workspaceId)).toEqual(expectedRows(meta));
});

it('waits as long as Meta says, and leaves it to the next run where that is too long', async () => {
  const { meta, clock, sync } = await open(1);
  meta.throttle = { code: 80_000, times: 1, minutes: 4 };
  expect(await sync()).toMatchObject({ status: 'SUCCEEDED' });
  expect(clock.sleeps[0]).toBe(240_000);
  meta.throttle = { code: 80_000, times: 1, minutes: 60 };
  expect(await sync()).toMatchObject({ status: 'FAILED', error: expect.stringContaining('asks to wait 60 minutes') });
});

it('says what is wrong with token, rights, zone and account, and keeps and tells no secret', async () => {
  const { meta, connector, config, http, workspaceId, sync } = await open(3);
  const check = (settings: object) => checkSource(connector, metaAds.parse({ ...meta.settings, ...settings }), http);
  expect(await check({})).toEqual({ account: `Emulated (act_${config.accountId})` });
  const wrong = await check({ accessToken: 'wrong-token' }).catch((error: unknown) => error);
  expect(wrong).toMatchObject({ kind: 'auth' });
  expect(String(wrong)).not.toContain('wrong-token');
  await expect(check({ accountId: '99' })).rejects.toMatchObject({ kind: 'scope' });
  await expect(check({ timeZone: 'Europe/Rome' })).rejects.toThrow('the ad account is in America/Los_Angeles');
  await sync();
  const { rows } = await sql<{ text: string }>`
    select (select jsonb_agg(to_jsonb(s)) from streams s where s.workspace_id = ${workspaceId})::text
      || (select jsonb_agg(r.payload) from raw_records r where r.workspace_id = ${workspaceId})::text as text`.execute(
    store.em().getKysely(),
  );
  expect(rows[0]!.text).not.toContain(meta.settings.accessToken);
  meta.lacks = 'ads_read';
  await expect(check({})).rejects.toMatchObject({ kind: 'scope', message: expect.stringContaining('ads_read') });
});
