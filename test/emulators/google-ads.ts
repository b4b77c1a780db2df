import { type Asked, type Reply, startVendor } from '../land/http/vendor.ts';

type Fields = Record<string, unknown>;
export interface Campaign {
  id: string;
  name: string;
  type: string;
  status: string;
  start: string;
  end: string;
}
export interface AdGroup {
  id: string;
  name: string;
  campaign: string;
  status: string;
}
/** What an ad group, or a campaign that has none, did on one day. */
export interface Served {
  day: string;
  campaign: string;
  adGroup?: string;
  micros: number;
  impressions: number;
  clicks: number;
  conversions: number;
}

const dayMs = 86_400_000;
const selectable: Record<string, RegExp> = {
  customer: /^customer\.(descriptive_name|manager|currency_code|time_zone)$/,
  campaign:
    /^(customer\..+|campaign\.(id|name|status|advertising_channel_type|(start|end)_date_time)|segments\.date|metrics\..+)$/,
  ad_group: /^(customer\..+|campaign\..+|ad_group\.(id|name|status)|segments\.date|metrics\..+)$/,
};

/**
 * A Google Ads API on loopback that keeps to the vendor's rules: GAQL with the fields of version 25, pages of a fixed size
 * by tokens of one query, no list where there are no rows, none for what was not served, whole numbers of 64 bits as text,
 * days of the last 37 months, no ad groups of Performance Max, and quotas that say in the error how long to wait.
 */
export class GoogleAds {
  readonly settings = {
    customerId: '178-190-0691',
    loginCustomerId: '3608201627',
    developerToken: 'emulator-developer-token',
    clientId: 'emulator-client',
    clientSecret: 'emulator-client-secret',
    refreshToken: 'emulator-refresh-token',
    since: '2026-02-01',
  };
  readonly customer = {
    descriptive_name: 'Emulated',
    manager: false,
    currency_code: 'EUR',
    time_zone: 'Europe/Rome',
  };
  readonly campaigns = new Map<string, Campaign>();
  readonly adGroups = new Map<string, AdGroup>();
  served: Served[] = [];
  readonly asked: Asked[] = [];
  /** So many queries are refused next, with the wait that is named. */
  throttle: { times: number; retryDelay?: string } = { times: 0 };
  /** The developer token is good for test accounts alone. */
  approved = true;
  /** Runs before every answer: what happens at Google meanwhile. */
  between: () => void = () => undefined;
  url = '';
  tokenUrl = '';
  private granted = 0;
  private readonly pages = new Map<string, { query: string; rows: Fields[] }>();

  /** `size`: rows on a page, 10,000 at the vendor. */
  constructor(
    private readonly clock: { now(): number },
    private readonly size = 40,
  ) {}

  async start(): Promise<void> {
    const { url } = await startVendor((asked) => this.answer(asked));
    this.url = `${url}/v25`;
    this.tokenUrl = `${url}/token`;
  }

  /** Ends the access token that is in use. */
  endAccess(): void {
    this.granted++;
  }

  private answer(asked: Asked): Reply {
    this.between();
    const reply = asked.path === '/token' ? this.grant(new URLSearchParams(asked.body)) : this.refusal(asked);
    return { ...(reply ?? this.search(asked)), headers: { date: new Date(this.clock.now()).toUTCString() } };
  }

  private grant(form: URLSearchParams): Reply {
    const { clientId, clientSecret, refreshToken } = this.settings;
    const known = form.get('client_id') === clientId && form.get('client_secret') === clientSecret;
    if (!known || form.get('refresh_token') !== refreshToken)
      return { status: 400, body: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' } };
    return { body: { access_token: `ya29.access-${++this.granted}`, expires_in: 3599, token_type: 'Bearer' } };
  }

  private refusal(asked: Asked): Reply | null {
    this.asked.push(asked);
    const { headers, method, path } = asked;
    const digits = this.settings.customerId.replaceAll('-', '');
    if (headers.authorization !== `Bearer ya29.access-${this.granted}`)
      return failure(401, 'UNAUTHENTICATED', { authenticationError: 'OAUTH_TOKEN_EXPIRED' });
    if (headers['developer-token'] !== this.settings.developerToken || !this.approved)
      return failure(403, 'PERMISSION_DENIED', { authorizationError: 'DEVELOPER_TOKEN_NOT_APPROVED' });
    if (method !== 'POST' || !path.endsWith('/googleAds:search')) return { status: 404, body: '<html>404</html>' };
    if (!path.includes(`/customers/${digits}/`) || headers['login-customer-id'] !== this.settings.loginCustomerId)
      return failure(403, 'PERMISSION_DENIED', { authorizationError: 'USER_PERMISSION_DENIED' });
    if (this.throttle.times === 0) return null;
    this.throttle.times--;
    const { retryDelay } = this.throttle;
    const quotaErrorDetails = { rateScope: 'DEVELOPER', rateName: 'Number of operations', retryDelay };
    const details = retryDelay ? { details: { quotaErrorDetails } } : {};
    return failure(429, 'RESOURCE_EXHAUSTED', { quotaError: 'RESOURCE_EXHAUSTED' }, details);
  }

  private search({ body }: Asked): Reply {
    const { query = '', pageToken, ...others } = JSON.parse(body) as Record<string, string>;
    if ('pageSize' in others) return invalid({ requestError: 'PAGE_SIZE_NOT_SUPPORTED' });
    if (Object.keys(others).length > 0)
      return { status: 400, body: { error: { code: 400, status: 'INVALID_ARGUMENT' } } };
    if (pageToken !== undefined) {
      const page = this.pages.get(pageToken);
      return page?.query === query ? this.page(query, page.rows) : invalid({ requestError: 'INVALID_PAGE_TOKEN' });
    }
    const rows = this.rows(query);
    return Array.isArray(rows) ? this.page(query, rows) : rows;
  }

  private page(query: string, rows: Fields[]): Reply {
    const rest = rows.slice(this.size);
    const token = `CPii5aS87vfFTBAKGJ${this.pages.size}`;
    if (rest.length > 0) this.pages.set(token, { query, rows: rest });
    const results = rows.length > 0 ? { results: rows.slice(0, this.size) } : {};
    const next = rest.length > 0 ? { nextPageToken: token } : {};
    return { body: { ...results, ...next, fieldMask: 'campaign.id', queryResourceConsumption: '96' } as never };
  }

  private rows(query: string): Fields[] | Reply {
    const [, select = '', from = '', where = ''] = /^SELECT (.+) FROM (\w+)(?: WHERE (.+))?$/.exec(query) ?? [];
    const fields = select.split(', ');
    const unknown = fields.find((field) => !selectable[from]?.test(field));
    if (unknown !== undefined) return invalid({ queryError: 'UNRECOGNIZED_FIELD' });
    if (from === 'customer') return [shaped({ customer: this.customer }, fields)];
    if (!fields.includes('segments.date')) return this.units(from, fields).map((unit) => shaped(unit, fields));
    if (this.customer.manager) return invalid({ queryError: 'REQUESTED_METRICS_FOR_MANAGER' });
    const [, since, until] = /segments\.date BETWEEN '([\d-]+)' AND '([\d-]+)'/.exec(where) ?? [];
    if (!since || !until) return invalid({ queryError: 'EXPECTED_FILTERS_ON_DATE_RANGE' });
    if (Date.parse(since) < this.clock.now() - 37 * 30.4 * dayMs)
      return invalid({ dateRangeError: 'REQUESTED_DATE_GRANULARITY_NOT_SUPPORTED' });
    return this.report(from, { since, until, allowed: typesOf(where) }).map((row) => shaped(row, fields));
  }

  private units(from: string, fields: string[]): Fields[] {
    const campaigns = [...this.campaigns.values()].map((campaign) => ({ campaign: this.campaign(campaign.id) }));
    if (from === 'campaign') return campaigns;
    if (!fields.includes('ad_group.id')) return [];
    return [...this.adGroups.values()].map(({ campaign, ...ad_group }) => ({
      campaign: this.campaign(campaign),
      ad_group,
    }));
  }

  private campaign(id: string): Fields {
    const { name, status, type, start, end } = this.campaigns.get(id)!;
    const period = { start_date_time: `${start} 00:00:00`, end_date_time: `${end} 23:59:59` };
    return { id, name, status, advertising_channel_type: type, ...period };
  }

  /** Reports add up what was served; what was not is not in them. */
  private report(from: string, period: { since: string; until: string; allowed: (type: string) => boolean }): Fields[] {
    const sums = new Map<string, Served>();
    for (const row of this.served) {
      if (row.day < period.since || row.day > period.until || !period.allowed(this.campaigns.get(row.campaign)!.type))
        continue;
      if (from === 'ad_group' && row.adGroup === undefined) continue;
      const key = `${row.day}/${from === 'ad_group' ? row.adGroup : row.campaign}`;
      const sum = sums.get(key) ?? { ...row, micros: 0, impressions: 0, clicks: 0, conversions: 0 };
      for (const metric of ['micros', 'impressions', 'clicks', 'conversions'] as const) sum[metric] += row[metric];
      sums.set(key, sum);
    }
    return [...sums.values()]
      .filter(({ micros, impressions, clicks, conversions }) => micros + impressions + clicks + conversions > 0)
      .map(({ day, campaign, adGroup, micros, impressions, clicks, conversions }) => ({
        customer: this.customer,
        campaign: this.campaign(campaign),
        ad_group: adGroup === undefined ? {} : this.adGroups.get(adGroup)!,
        segments: { date: day },
        metrics: {
          ...{ cost_micros: String(micros), impressions: String(impressions), clicks: String(clicks) },
          conversions,
        },
      }));
  }
}

function typesOf(where: string): (type: string) => boolean {
  const [, not, list = ''] = /advertising_channel_type (NOT )?IN \(([^)]*)\)/.exec(where) ?? [];
  const named = list.split(', ').map((type) => type.replaceAll("'", ''));
  return (type) => list === '' || named.includes(type) !== (not !== undefined);
}

const camel = (name: string) => name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The selected fields as they come in JSON; every resource names itself, whether asked or not. */
function shaped(row: Fields, fields: readonly string[]): Fields {
  const shape: Record<string, Fields> = {};
  for (const field of fields) {
    const [resource = '', name = ''] = field.split('.');
    const value = (row[resource] as Fields | undefined)?.[name];
    shape[camel(resource)] ??= resource === 'metrics' || resource === 'segments' ? {} : { resourceName: 'customers/1' };
    if (value !== undefined && value !== '') shape[camel(resource)]![camel(name)] = value;
  }
  return shape;
}

const invalid = (errorCode: Fields) => failure(400, 'INVALID_ARGUMENT', errorCode);

function failure(code: number, status: string, errorCode: Fields, more: Fields = {}): Reply {
  const details = [
    {
      '@type': 'type.googleapis.com/google.ads.googleads.v25.errors.GoogleAdsFailure',
      errors: [{ errorCode, message: 'Refused.', ...more }],
      requestId: 'emulator',
    },
  ];
  return { status: code, body: { error: { code, message: 'Request failed.', status, details } } as never };
}
