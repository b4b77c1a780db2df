import { type DeclaredStream, defineConnector, hmacSha256, type LinkedPaging } from '../../src/sdk/index.ts';
import { type OutgoingRequest, type Payload, SourceError, textAt, valueAt } from '../../src/sdk/index.ts';
import { readHistory, type Report, timeRange } from './history.ts';
import { insightKey, mapAccount, mapAdSet, mapCampaign, mapInsight } from './map.ts';
import { type Settings, settings } from './settings.ts';
import { verdictOf } from './verdict.ts';

/** Without a filter Meta leaves out what was deleted or archived, although it was spent on. */
const anyStatus = (level: 'campaign' | 'adset' | 'ad', ...more: string[]) => ({
  filtering: JSON.stringify([
    {
      field: `${level}.effective_status`,
      operator: 'IN',
      value: ['ACTIVE', 'PAUSED', 'IN_PROCESS', 'WITH_ISSUES', 'ARCHIVED', 'DELETED', ...more],
    },
  ]),
});
const reviewed = ['PENDING_REVIEW', 'DISAPPROVED', 'PREAPPROVED', 'PENDING_BILLING_INFO'];

// Its "next" holds the access token; the cursors do not. They are there on the last page too.
const paging: LinkedPaging = {
  kind: 'token',
  at: 'paging.cursors.after',
  in: 'after',
  size: { in: 'limit', max: 500 },
  more: (body) => valueAt(body, 'paging.next') !== undefined,
};

const own = { scopes: ['ads_read'] };
const key = ({ id }: Payload) => String(id);

function streamsOf(config: Settings): Record<string, DeclaredStream> {
  const account = accountPath(config);
  const list = { ...own, records: 'data', key, paging, cursor: 'scan' } as const;
  const report: Report = {
    path: `${account}/insights`,
    query: {
      level: 'ad',
      time_increment: 1,
      fields:
        'date_start,date_stop,account_currency,campaign_id,adset_id,ad_id,ad_name,spend,impressions,clicks,actions',
      ...anyStatus('ad', 'CAMPAIGN_PAUSED', 'ADSET_PAUSED', ...reviewed),
    },
    key: insightKey,
  };
  return {
    account: {
      ...own,
      entities: ['channel'],
      request: { path: account, query: { fields: 'id,name,currency,timezone_name' } },
      records: (body) => [body],
      key,
      paging: { kind: 'none' },
      cursor: 'scan',
      map: mapAccount,
    },
    campaigns: {
      ...list,
      entities: ['campaign'],
      request: {
        path: `${account}/campaigns`,
        query: { fields: 'id,name,objective,effective_status,start_time,stop_time', ...anyStatus('campaign') },
      },
      map: (campaign) => mapCampaign(campaign, config),
    },
    'ad-sets': {
      ...list,
      entities: ['adSet'],
      request: {
        path: `${account}/adsets`,
        query: { fields: 'id,name,campaign_id,effective_status', ...anyStatus('adset', 'CAMPAIGN_PAUSED') },
      },
      map: mapAdSet,
    },
    insights: {
      ...own,
      entities: ['adSpend'],
      request: { path: report.path, query: report.query },
      records: 'data',
      key: insightKey,
      paging,
      replace: 'day',
      cursor: {
        field: 'date_start',
        step: 'day',
        order: 'none',
        lookbackDays: 28,
        // The least that can be asked for at once: large accounts get through with no more.
        windowDays: 1,
        start: config.since,
        between: (since, until) => ({ query: timeRange(since, until) }),
      },
      backfill: (cursor, context) => readHistory(report, config.since, cursor, context),
      map: (row) => mapInsight(row, config),
    },
  };
}

const accountPath = ({ accountId }: Settings) => `/act_${accountId.replace('act_', '')}`;

function signed(request: OutgoingRequest, { accessToken, appSecret }: Settings): OutgoingRequest {
  const url = new URL(request.url);
  if (appSecret !== undefined) url.searchParams.set('appsecret_proof', hmacSha256(appSecret, [accessToken], 'hex'));
  return { ...request, url: url.href, headers: { ...request.headers, authorization: `Bearer ${accessToken}` } };
}

/** The ad account of a Meta business (Facebook, Instagram) through the Marketing API, Graph version 25.0. */
export default defineConnector({
  id: 'meta-ads',
  title: 'Meta Ads',
  version: '1',
  kind: 'ADS',
  docs: 'connectors/meta-ads/README.md',
  ...settings,
  secrets: ['accessToken', 'appSecret'],
  http: (config) => ({
    baseUrl: 'https://graph.facebook.com/v25.0',
    auth: { kind: 'custom', sign: (request) => signed(request, config) },
    retryable: verdictOf,
  }),
  async check(config, send) {
    const { body } = await send({ path: accountPath(config), query: { fields: 'name,timezone_name' } });
    const [name, zone] = [textAt(body, 'name') ?? 'Meta', textAt(body, 'timezone_name')];
    if (zone !== config.timeZone)
      throw new SourceError('config', `timeZone is ${config.timeZone}, but the ad account is in ${zone}`);
    return { account: `${name} (${accountPath(config).slice(1)})` };
  },
  streams: streamsOf,
});
