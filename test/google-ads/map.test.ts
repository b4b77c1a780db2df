import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import googleAds from '../../connectors/google-ads/index.ts';
import { verdictOf } from '../../connectors/google-ads/verdict.ts';
import type { DeclaredStream, Draft, Json, Listing, Payload } from '../../src/sdk/index.ts';
import { FieldError } from '../../src/sdk/index.ts';
import { validateDraft } from '../../src/unify/validate.ts';

const here = dirname(fileURLToPath(import.meta.url));
const fixtures = resolve(here, '../../connectors/google-ads/fixtures');
const read = (file: string): Json => JSON.parse(readFileSync(file, 'utf8')) as Json;
const settings = read(join(fixtures, 'settings.json')) as Payload;
const streams = googleAds.streams(googleAds.parse(settings)) as Record<string, DeclaredStream>;

const spend = {
  segments: { date: '2026-05-03' },
  customer: { currencyCode: 'JPY', timeZone: 'Asia/Tokyo' },
  campaign: { id: '1', advertisingChannelType: 'SEARCH' },
  adGroup: { id: '2' },
  metrics: { costMicros: '9007199254740993', clicks: '3', impressions: '50', conversions: 0.1 },
} satisfies Payload;

it.each(Object.keys(streams))('maps the records of %s as the fixtures say', (stream) => {
  const entries = read(join(fixtures, `${stream}.json`)) as unknown as { record: Payload; drafts: Draft[] }[];
  expect(entries.length).toBeGreaterThan(1);
  for (const { record, drafts } of entries) expect(streams[stream]!.map(record)).toEqual(drafts);
});

it('takes micros to the last one, in the account’s currency and zone', () => {
  expect(streams['ad-group-spend']!.map(spend)[0]).toMatchObject({
    data: { spend: '9007199254.740993', currency: 'JPY', accountZone: 'Asia/Tokyo', conversions: '0.1', adSetKey: '2' },
  });
});

it('splits campaigns between ad groups and campaigns, none in both and none in neither', () => {
  const queries = ['ad-group-spend', 'campaign-spend'].map((stream) => {
    const listing = streams[stream] as Extract<DeclaredStream, { cursor: unknown }>;
    if (listing.cursor === 'scan' || !listing.cursor.between) throw new Error(`${stream} has no windows`);
    return String((listing.cursor.between('2026-05-01', '2026-05-30').body as Payload)['query']);
  });
  const [groups, campaigns] = queries.map((query) => / (?:NOT )?IN (\([^)]*\)) AND (.*)$/.exec(query));
  expect(groups?.[1]).toBe(campaigns?.[1]);
  expect(queries[0]).not.toContain('NOT IN');
  expect(queries[1]).toContain('NOT IN');
  expect(groups?.[2]).toBe("segments.date BETWEEN '2026-05-01' AND '2026-05-30'");
});

it('takes an answer without rows for empty, and nothing else', () => {
  const { records } = streams['campaigns'] as Listing;
  const rowsOf = records as (body: Json) => Json;
  expect(rowsOf({ results: [spend], fieldMask: 'campaign.id' })).toEqual([spend]);
  expect(rowsOf({ fieldMask: 'campaign.id', queryResourceConsumption: '96' })).toEqual([]);
  expect(rowsOf({ error: { code: 500 } })).not.toBeInstanceOf(Array);
});

it.each<[string, Payload, string]>([
  ['ad-group-spend', { ...spend, metrics: {} }, 'metrics.costMicros is missing'],
  ['ad-group-spend', { ...spend, metrics: { costMicros: '1,5' } }, 'metrics.costMicros is no amount'],
  ['ad-group-spend', { ...spend, segments: { date: 'today' } }, 'segments.date is no day'],
  ['campaign-spend', { ...spend, campaign: {} }, 'campaign.id is missing'],
  ['campaigns', { campaign: { id: '1', name: 'x' } }, 'campaign.advertisingChannelType is missing'],
  ['ad-groups', { adGroup: { id: '1' } }, 'adGroup.name is missing'],
])('says what is wrong with a record of %s', (stream, payload, reason) => {
  expect(() => streams[stream]!.map(payload)).toThrow(reason);
});

it('maps whatever comes to drafts, or says why not', () => {
  const parts = ['campaign', 'adGroup', 'metrics', 'segments', 'customer'];
  const fields = ['id', 'name', 'advertisingChannelType', 'costMicros', 'date', 'currencyCode', 'startDateTime'];
  const some = fc.constantFrom<unknown>('2026-05-03', 'SEARCH', 'EUR', '12000', 7, '2026-05-03 00:00:00');
  const part = fc.dictionary(fc.constantFrom(...fields), fc.oneof(fc.jsonValue(), some));
  const anything = fc.dictionary(fc.constantFrom(...parts), fc.oneof(part, fc.jsonValue()));
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

const failed = (errorCode: Payload, details?: Payload, status = 'INVALID_ARGUMENT'): Json => ({
  error: { code: 400, status, details: [{ errors: [{ errorCode, ...(details ? { details } : {}) }] }] },
});
const quota = { quotaError: 'RESOURCE_EXHAUSTED' };
it.each<[string, Json, unknown]>([
  ['rows', { results: [] }, undefined],
  ['a quota', failed(quota), 'ratelimit'],
  ['a quota that names the wait', failed(quota, { quotaErrorDetails: { retryDelay: '12.5s' } }), 12.5],
  ['a quota of the platform', { error: { status: 'RESOURCE_EXHAUSTED', details: [{ retryDelay: '30s' }] } }, 30],
  ['a prohibition', failed({ quotaError: 'ACCESS_PROHIBITED' }), 'scope'],
  ['an expired token', failed({ authenticationError: 'OAUTH_TOKEN_EXPIRED' }), 'auth'],
  ['a lack of rights', failed({ authorizationError: 'USER_PERMISSION_DENIED' }), 'scope'],
  ['days that are not kept', failed({ dateRangeError: 'REQUESTED_DATE_GRANULARITY_NOT_SUPPORTED' }), 'config'],
  ['a manager’s account', failed({ queryError: 'REQUESTED_METRICS_FOR_MANAGER' }), 'config'],
  ['a passing fault', failed({ internalError: 'TRANSIENT_ERROR' }), 'retry'],
  ['a wrong query', failed({ queryError: 'UNRECOGNIZED_FIELD' }), undefined],
  ['no JSON of its own', ['<html>'], undefined],
])('understands %s', (_, body, verdict) => {
  const expected = typeof verdict === 'number' ? { verdict: 'ratelimit', seconds: verdict } : verdict;
  expect(verdictOf({ status: 400, headers: {}, body })).toEqual(expected);
});

it('refuses settings that are wrong, and names them', () => {
  const { refreshToken: _, ...rest } = settings;
  expect(() => googleAds.parse(rest)).toThrow('refreshToken is required');
  expect(() => googleAds.parse({ ...settings, customerId: '12' })).toThrow(
    'customerId must be the number of an account',
  );
  expect(() => googleAds.parse({ ...settings, conversionWindowDays: 100 })).toThrow(
    'conversionWindowDays must be 1 to 90',
  );
  expect(() => googleAds.parse({ ...settings, currency: 'EUR' })).toThrow('currency is no setting of Google Ads');
});

const recorded = resolve(here, '../../../shared/fixtures/google-ads/nango');

/** The rows that Google sent within a recorded exchange, with the stream that they belong to by what they hold. */
function rowsIn(json: Json): { stream: string; row: Payload }[] {
  if (Array.isArray(json)) return json.flatMap(rowsIn);
  if (typeof json !== 'object' || json === null) return [];
  const { results, ...rest } = json;
  const rows = (Array.isArray(results) ? results : []) as { campaign?: Payload; adGroup?: Payload }[];
  const found = rows.flatMap((row) => {
    if (row.adGroup?.['id'] !== undefined) return [{ stream: 'ad-groups', row: row as Payload }];
    return row.campaign?.['advertisingChannelType'] === undefined ? [] : [{ stream: 'campaigns', row: row as Payload }];
  });
  return [...found, ...Object.values(rest).flatMap(rowsIn)];
}

describe.skipIf(!existsSync(recorded))('what Google really sent (skipped where ../shared/fixtures is absent)', () => {
  const files = existsSync(recorded) ? readdirSync(recorded) : [];
  const exchanges = files.map((file) => (read(join(recorded, file)) as Payload)['api'] ?? null);

  it('maps to valid drafts', () => {
    const found = exchanges.flatMap(rowsIn);
    expect(found.length).toBeGreaterThan(10);
    for (const { stream, row } of found) {
      const drafts = streams[stream]!.map(row);
      expect(drafts.flatMap(validateDraft)).toEqual([]);
      expect(drafts.length).toBeGreaterThan(0);
    }
  });

  it('understands a refusal', () => {
    const refusals = JSON.stringify(exchanges).match(/\{"error":\{.*?"requestId":"[^"]*"\}\]\}\}/g) ?? [];
    expect(refusals.length).toBeGreaterThan(0);
    for (const refusal of refusals)
      expect(verdictOf({ status: 403, headers: {}, body: JSON.parse(refusal) as Json })).toBe('scope');
  });
});
