import { type DeclaredStream, defineConnector, type HttpRequest, idAt, type Json } from '../../src/sdk/index.ts';
import { type LinkedPaging, type Payload, recordsAt, SourceError, textAt, valueAt } from '../../src/sdk/index.ts';
import { mapAdGroup, mapCampaign, mapSpend, spendKey } from './map.ts';
import { type Settings, settings } from './settings.ts';
import { verdictOf } from './verdict.ts';

const digits = (customerId: string) => customerId.replaceAll('-', '');

/** The types of campaigns whose ad groups tell all that was spent. Others, and those to come, tell it as campaigns alone. */
const grouped = `('SEARCH', 'SHOPPING', 'DISPLAY', 'VIDEO', 'DEMAND_GEN', 'MULTI_CHANNEL', 'HOTEL', 'TRAVEL')`;

const channelType = 'campaign.advertising_channel_type';
const dimensions = `segments.date, customer.currency_code, customer.time_zone, campaign.id, ${channelType}`;
const metrics = 'metrics.cost_micros, metrics.impressions, metrics.clicks, metrics.conversions';
const queries = {
  account: 'SELECT customer.descriptive_name, customer.manager FROM customer',
  campaigns:
    'SELECT campaign.id, campaign.name, campaign.status, campaign.advertising_channel_type, ' +
    'campaign.start_date_time, campaign.end_date_time FROM campaign',
  adGroups: 'SELECT ad_group.id, ad_group.name, ad_group.status, campaign.id FROM ad_group',
  adGroupSpend: `SELECT ${dimensions}, ad_group.id, ${metrics} FROM ad_group WHERE ${channelType} IN ${grouped}`,
  campaignSpend: `SELECT ${dimensions}, ${metrics} FROM campaign WHERE ${channelType} NOT IN ${grouped}`,
};

const search = ({ customerId }: Settings, query: string): HttpRequest => ({
  method: 'POST',
  path: `/customers/${digits(customerId)}/googleAds:search`,
  body: { query },
});

/** An answer without rows has no list of them. That it is an answer, the fields that it repeats tell. */
const results = (body: Json): Json =>
  valueAt(body, 'results') ?? (valueAt(body, 'fieldMask') === undefined ? body : []);
const paging: LinkedPaging = { kind: 'token', at: 'nextPageToken', in: 'pageToken' };
const own = {
  scopes: ['https://www.googleapis.com/auth/adwords'],
  records: results,
  paging,
};

function spendBy(config: Settings, query: string): DeclaredStream {
  return {
    ...own,
    entities: ['adSpend'],
    request: search(config, query),
    key: spendKey,
    replace: 'day',
    cursor: {
      field: 'segments.date',
      step: 'day',
      order: 'none',
      lookbackDays: config.conversionWindowDays,
      windowDays: 30,
      start: config.since,
      between: (from, to) => ({ body: { query: `${query} AND segments.date BETWEEN '${from}' AND '${to}'` } }),
    },
    map: mapSpend,
  };
}

const key = (path: string) => (row: Payload) => String(idAt(row, path));

/** An account of Google Ads through its API, version 25. */
export default defineConnector({
  id: 'google-ads',
  title: 'Google Ads',
  version: '1',
  kind: 'ADS',
  docs: 'connectors/google-ads/README.md',
  ...settings,
  secrets: ['developerToken', 'clientSecret', 'refreshToken'],
  http: ({ clientId, clientSecret, refreshToken, developerToken, loginCustomerId }) => ({
    baseUrl: 'https://googleads.googleapis.com/v25',
    auth: { kind: 'oauth2', tokenUrl: 'https://oauth2.googleapis.com/token', clientId, clientSecret, refreshToken },
    headers: {
      'developer-token': developerToken,
      ...(loginCustomerId === undefined ? {} : { 'login-customer-id': digits(loginCustomerId) }),
    },
    retryable: verdictOf,
  }),
  async check(config, send) {
    const { body } = await send(search(config, queries.account));
    const [row = {}] = recordsAt(body, 'results');
    if (valueAt(row, 'customer.manager') === true)
      throw new SourceError('config', `customerId ${config.customerId} is a manager account, which runs no ads itself`);
    return { account: `${textAt(row, 'customer.descriptiveName') ?? 'Google Ads'} (${config.customerId})` };
  },
  streams: (config) => ({
    campaigns: {
      ...own,
      entities: ['channel', 'campaign'],
      request: search(config, queries.campaigns),
      key: key('campaign.id'),
      cursor: 'scan',
      map: mapCampaign,
    },
    'ad-groups': {
      ...own,
      entities: ['adSet'],
      request: search(config, queries.adGroups),
      key: key('adGroup.id'),
      cursor: 'scan',
      map: mapAdGroup,
    },
    'ad-group-spend': spendBy(config, queries.adGroupSpend),
    'campaign-spend': spendBy(config, queries.campaignSpend),
  }),
});
