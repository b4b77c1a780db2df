import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import metaAds from '../../connectors/meta-ads/index.ts';
import { verdictOf } from '../../connectors/meta-ads/verdict.ts';
import type { Draft, Json, Payload } from '../../src/sdk/index.ts';
import { FieldError } from '../../src/sdk/index.ts';
import { validateDraft } from '../../src/unify/validate.ts';

const here = dirname(fileURLToPath(import.meta.url));
const fixtures = resolve(here, '../../connectors/meta-ads/fixtures');
const read = (file: string): Json => JSON.parse(readFileSync(file, 'utf8')) as Json;
const settings = read(join(fixtures, 'settings.json')) as Payload;
const streams = metaAds.streams(metaAds.parse(settings));

const insight = {
  ...{ date_start: '2026-05-03', date_stop: '2026-05-03', account_currency: 'EUR', campaign_id: '1', adset_id: '2' },
  ...{ ad_id: '3', ad_name: 'Carousel', spend: '48.17', impressions: '5210', clicks: '97' },
  actions: [
    { action_type: 'purchase', value: '5' },
    { action_type: 'omni_purchase', value: '4.5' },
  ],
} satisfies Payload;

it.each(Object.keys(streams))('maps the records of %s as the fixtures say', (stream) => {
  const entries = read(join(fixtures, `${stream}.json`)) as unknown as { record: Payload; drafts: Draft[] }[];
  expect(entries.length).toBeGreaterThan(1);
  for (const { record, drafts } of entries) expect(streams[stream]!.map(record)).toEqual(drafts);
});

it('counts the conversions that the settings choose', () => {
  const claimed = (conversion?: string) =>
    metaAds.streams(metaAds.parse({ ...settings, ...(conversion ? { conversion } : {}) }))['insights']!.map(insight)[0];
  expect(claimed()).toMatchObject({ data: { conversions: '4.5', spend: '48.17', accountZone: 'Europe/Rome' } });
  expect(claimed('purchase')).toMatchObject({ data: { conversions: '5' } });
  expect(claimed('lead')).toMatchObject({ data: { conversions: '0' } });
});

it.each<[string, Payload, string]>([
  ['insights', { ...insight, spend: null }, 'spend is missing'],
  ['insights', { ...insight, spend: '12,50' }, 'spend is no amount such as "12.50"'],
  ['insights', { ...insight, date_stop: '2026-05-09' }, 'date_stop is another day than date_start'],
  ['insights', { ...insight, ad_id: null }, 'ad_id is missing'],
  ['insights', { ...insight, actions: [{ action_type: 'omni_purchase', value: 'many' }] }, 'value is no amount'],
  ['campaigns', { name: 'Nobody' }, 'id is missing'],
  ['ad-sets', { id: '1' }, 'name is missing'],
])('says what is wrong with a record of %s', (stream, payload, reason) => {
  expect(() => streams[stream]!.map(payload)).toThrow(reason);
});

it('maps whatever comes to drafts, or says why not', () => {
  const names = ['id', 'name', 'start_time', 'date_start', 'ad_id', 'spend', 'account_currency', 'clicks', 'actions'];
  const some = fc.constantFrom<unknown>('2026-05-03', '2026-05-03T10:00:00-0700', 'EUR', '12.5', 7, [{ value: {} }]);
  const anything = fc.dictionary(fc.constantFrom(...names), fc.oneof(fc.jsonValue(), some));
  fc.assert(
    fc.property(anything, fc.constantFrom(...Object.keys(streams)), (payload, stream) => {
      let outcome: unknown;
      try {
        outcome = streams[stream]!.map(payload as Payload);
      } catch (error) {
        outcome = error;
      }
      expect(Array.isArray(outcome) || outcome instanceof FieldError).toBe(true);
    }),
    { numRuns: 500 },
  );
});

const usage = { 'x-business-use-case-usage': '{"1":[{"estimated_time_to_regain_access":0},{"type":"x"}],"2":[]}' };
it.each<[string, Payload, Record<string, string>, unknown]>([
  ['an answer without an error', { data: [] }, {}, undefined],
  ['an expired token', { error: { code: 190, message: 'Session has expired' } }, {}, 'auth'],
  ['a lack of rights', { error: { code: 200 } }, {}, 'scope'],
  ['what cannot be seen', { error: { code: 100, error_subcode: 33 } }, {}, 'scope'],
  ['a wrong parameter', { error: { code: 100 } }, {}, 'fail'],
  ['a limit', { error: { code: 80_014 } }, usage, 'ratelimit'],
  ['a limit with a broken header', { error: { code: 17 } }, { 'x-ad-account-usage': '{' }, 'ratelimit'],
  ['a limit of the account', { error: { code: 613 } }, { 'x-ad-account-usage': '{"reset_time_duration":100}' }, 100],
  ['too much data', { error: { code: 1, message: "Please reduce the amount of data you're asking" } }, {}, 'shrink'],
  ['a request that timed out', { error: { code: 100, error_subcode: 1_504_018 } }, {}, 'shrink'],
  ['days before what Meta keeps', { error: { code: 3018 } }, {}, 'config'],
  ['a passing fault', { error: { code: 2 } }, {}, 'retry'],
  ['a fault that says it passes', { error: { code: 9999, is_transient: true } }, {}, 'retry'],
])('understands %s', (_, body, headers, verdict) => {
  const expected = typeof verdict === 'number' ? { verdict: 'ratelimit', seconds: verdict } : verdict;
  expect(verdictOf({ status: 400, headers, body })).toEqual(expected);
});

it('refuses settings that are wrong, and names them', () => {
  const { accountId: _, ...rest } = settings;
  expect(() => metaAds.parse(rest)).toThrow('accountId is required');
  expect(() => metaAds.parse({ ...settings, accountId: 'acme' })).toThrow('accountId must be the number');
  expect(() => metaAds.parse({ ...settings, timeZone: 'Mars' })).toThrow('timeZone is no IANA time zone');
  expect(() => metaAds.parse({ ...settings, since: 'ever' })).toThrow('since is no day');
  expect(() => metaAds.parse({ ...settings, token: 'x' })).toThrow('token is no setting of Meta Ads');
});

const recorded = resolve(here, '../../../shared/fixtures/meta-ads/airbyte');

describe.skipIf(!existsSync(recorded))('what Meta really sent (skipped where ../shared/fixtures is absent)', () => {
  const kept: Record<string, string> = { campaigns: 'campaigns', ad_sets: 'ad-sets', ad_account: 'account' };
  const streamOf = (name: string) => kept[name] ?? (name.startsWith('ads_insights') ? 'insights' : undefined);
  const answers = existsSync(recorded)
    ? ['campaigns', 'ad_sets', 'ads_insights_action_product_id'].flatMap((name) =>
        ((read(join(recorded, 'response', `${name}.json`)) as Payload)['data'] as Payload[]).map((data) => ({
          stream: name,
          data,
        })),
      )
    : [];
  const lines = existsSync(recorded)
    ? readFileSync(join(recorded, 'expected_records.jsonl'), 'utf8').trim().split('\n')
    : [];
  const records = [...lines.map((line) => JSON.parse(line) as { stream: string; data: Payload }), ...answers].flatMap(
    ({ stream, data }) => (streamOf(stream) ? [{ stream: streamOf(stream)!, data }] : []),
  );

  it('maps to valid drafts with exact amounts, or is rejected with a true reason', () => {
    const spent: string[] = [];
    const rejected = records.flatMap(({ stream, data }) => {
      try {
        const drafts = streams[stream]!.map(data);
        for (const { type, data: mapped } of drafts) if (type === 'adSpend') spent.push(mapped.spend);
        return drafts.flatMap(validateDraft).map(({ field, reason }) => `${stream}: ${field} ${reason}`);
      } catch (error) {
        return [`${stream}: ${error instanceof Error ? error.message : String(error)}`];
      }
    });
    expect(rejected).toEqual([]);
    expect(records.length).toBeGreaterThan(40);
    expect(spent).toEqual(expect.arrayContaining(['14.35', '8.53', '0.72', '0.73']));
  });
});
