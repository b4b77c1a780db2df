import { createHmac } from 'node:crypto';
import { type Asked, type Reply, startVendor } from '../land/http/vendor.ts';

type Fields = Record<string, unknown>;
interface Unit extends Fields {
  id: string;
  name: string;
  effective_status: string;
}
/** What an ad did on one day, amounts in cents. */
export interface Delivered {
  day: string;
  ad: string;
  cents: number;
  impressions: number;
  clicks: number;
  purchases: number;
}

const dayMs = 86_400_000;
const fieldsOf: Record<string, readonly string[]> = {
  account: ['id', 'name', 'currency', 'timezone_name', 'account_status'],
  campaigns: ['id', 'name', 'objective', 'effective_status', 'status', 'start_time', 'stop_time', 'updated_time'],
  adsets: ['id', 'name', 'campaign_id', 'effective_status', 'status', 'start_time', 'end_time'],
  insights: [
    ...['date_start', 'date_stop', 'account_currency', 'campaign_id', 'campaign_name', 'adset_id', 'adset_name'],
    ...['ad_id', 'ad_name', 'spend', 'impressions', 'clicks', 'actions', 'action_values'],
  ],
};

/**
 * A Graph API on loopback that keeps to the Marketing API's rules: lists come by cursors that are there on the last page too
 * and by links that hold the access token; deleted and archived things only to who asks for them; insights of one day and
 * ad, no more than 37 months back, and no more at once than it can compute; reports by jobs; limits by error codes and
 * headers of its own.
 */
export class MetaAds {
  readonly settings = {
    accountId: '212551616838260',
    accessToken: 'EAAemulator-access-token',
    appSecret: 'emulator-app-secret',
    timeZone: 'America/Los_Angeles',
    since: '2026-04-01',
  };
  readonly campaigns = new Map<string, Unit>();
  readonly adSets = new Map<string, Unit & { campaign_id: string }>();
  readonly ads = new Map<string, Unit & { adset_id: string }>();
  delivered: Delivered[] = [];
  readonly asked: Asked[] = [];
  /** The most rows in one answer that it computes at once; more is "too much data". */
  mostRows = 100;
  /** So many requests are refused next: with a header that says how long, or without. */
  throttle: { code: number; times: number; minutes?: number } = { code: 80_000, times: 0 };
  /** What the token lacks. */
  lacks: 'nothing' | 'ads_read' = 'nothing';
  /** Reports of more days than that fail. */
  mostReportDays = Infinity;
  /** Runs before every answer: what happens at Meta meanwhile. */
  between: () => void = () => undefined;
  url = '';
  private readonly reports = new Map<string, { query: Fields; polls: number }>();

  constructor(private readonly clock: { now(): number }) {}

  async start(): Promise<void> {
    this.url = `${(await startVendor((asked) => this.answer(asked))).url}/v25.0`;
  }

  private answer(asked: Asked): Reply {
    this.between();
    this.asked.push(asked);
    const headers = {
      date: new Date(this.clock.now()).toUTCString(),
      'x-fb-ads-insights-throttle': '{"app_id_util_pct":1,"acc_id_util_pct":2,"ads_api_access_tier":"standard_access"}',
    };
    const reply = this.refusal(asked) ?? this.resource(asked);
    return { ...reply, headers: { ...headers, ...reply.headers } };
  }

  private refusal({ headers, query }: Asked): Reply | null {
    const { accessToken, appSecret } = this.settings;
    if (headers.authorization !== `Bearer ${accessToken}`)
      return failure(190, 'Error validating access token: Session has expired', { status: 401 });
    if (query.get('appsecret_proof') !== createHmac('sha256', appSecret).update(accessToken).digest('hex'))
      return failure(100, 'API calls from the server require an appsecret_proof argument');
    if (this.lacks === 'ads_read')
      return failure(200, 'Ad account owner has NOT grant ads_management or ads_read permission', { status: 403 });
    if (this.throttle.times === 0) return null;
    this.throttle.times--;
    const { code, minutes } = this.throttle;
    const usage = [{ type: 'ads_insights', call_count: 100, estimated_time_to_regain_access: minutes }];
    const told = { 'x-business-use-case-usage': JSON.stringify({ '1506473679510495': usage }) };
    return failure(code, 'There have been too many calls to this ad-account.', minutes ? { headers: told } : {});
  }

  private resource({ method, path, query, body }: Asked): Reply {
    const place = path.replace('/v25.0/', '');
    const account = `act_${this.settings.accountId}`;
    if (method === 'POST' && place === `${account}/insights`) return this.report(JSON.parse(body) as Fields);
    const asked = Object.fromEntries(query);
    if (place === account) return this.account(asked);
    if (place === `${account}/campaigns`) return this.list(asked, 'campaigns', 'campaign', this.campaigns);
    if (place === `${account}/adsets`) return this.list(asked, 'adsets', 'adset', this.adSets);
    if (place === `${account}/insights`) return this.insights(asked, asked, this.mostRows);
    const [id = '', results] = place.split('/');
    const report = this.reports.get(id);
    if (!report) return failure(100, `Unsupported get request. Object with ID '${id}' does not exist`, { subcode: 33 });
    return results === 'insights' ? this.insights(report.query, asked, Infinity) : this.status(id, report);
  }

  private account({ fields }: Fields): Reply {
    const { accountId, timeZone } = this.settings;
    const whole = { id: `act_${accountId}`, name: 'Emulated', currency: 'USD', timezone_name: timeZone };
    return { body: pick(whole, String(fields).split(',')) as never };
  }

  private list(asked: Fields, edge: string, level: string, units: Map<string, Unit>): Reply {
    const fields = String(asked['fields'] ?? 'id').split(',');
    const unknown = fields.find((field) => !fieldsOf[edge]!.includes(field));
    if (unknown) return failure(100, `Tried accessing nonexisting field (${unknown})`);
    const shown = [...units.values()].filter(this.visible(asked, level));
    return this.paged(
      shown.map((unit) => pick(unit, fields)),
      asked,
    );
  }

  /** Deleted and archived units are shown to those alone who filter for them. */
  private visible({ filtering }: Fields, level: string): (unit: Unit) => boolean {
    type Filter = { field: string; operator: string; value: string[] };
    const filters = JSON.parse(String(filtering ?? '[]')) as Filter[];
    const status = filters.find(({ field }) => field === `${level}.effective_status`);
    return ({ effective_status: own }) =>
      status ? status.value.includes(own) : own !== 'DELETED' && own !== 'ARCHIVED';
  }

  private insights(report: Fields, asked: Fields, mostRows: number): Reply {
    const fields = String(report['fields']).split(',');
    const unknown = fields.find((field) => !fieldsOf['insights']!.includes(field));
    if (unknown) return failure(100, `(#100) ${unknown} is not valid for fields param.`);
    if (report['level'] !== 'ad' || String(report['time_increment']) !== '1')
      return failure(100, 'The emulator knows level=ad by days alone');
    const { since, until } = JSON.parse(String(report['time_range'] ?? '{}')) as Record<string, string>;
    if (!since || !until || since > until) return failure(100, '(#100) param time_range is not valid');
    if (Date.parse(since) < this.clock.now() - 37 * 30.4 * dayMs)
      return failure(3018, 'The start date of the time range cannot be beyond 37 months from the current date');
    const visible = this.visible(report, 'ad');
    const rows = this.delivered
      .filter(({ day, ad }) => day >= since && day <= until && day <= this.today() && visible(this.ads.get(ad)!))
      .toSorted((a, b) => (a.day === b.day ? (a.ad < b.ad ? -1 : 1) : a.day < b.day ? -1 : 1));
    if (Math.min(rows.length, Number(asked['limit'] ?? 25)) > mostRows) return tooMuch(this.asked.length);
    return this.paged(
      rows.map((row) => pick(this.row(row), fields)),
      asked,
    );
  }

  private row({ day, ad, cents, impressions, clicks, purchases }: Delivered): Fields {
    const { name: ad_name, adset_id } = this.ads.get(ad)!;
    const { campaign_id } = this.adSets.get(adset_id)!;
    const counts = { link_click: clicks, omni_purchase: purchases, purchase: purchases };
    const actions = Object.entries(counts).flatMap(([action_type, value]) =>
      value === 0 ? [] : [{ action_type, value: String(value) }],
    );
    return {
      ...{ date_start: day, date_stop: day, account_currency: 'USD', campaign_id, adset_id, ad_id: ad, ad_name },
      ...{ spend: (cents / 100).toFixed(2), impressions: String(impressions), clicks: String(clicks) },
      ...(actions.length > 0 ? { actions } : {}),
    };
  }

  private report(query: Fields): Reply {
    const id = String(6_000_000_000_000 + this.reports.size);
    this.reports.set(id, { query, polls: 0 });
    return { body: { report_run_id: id } };
  }

  private status(id: string, report: { query: Fields; polls: number }): Reply {
    const { since, until } = JSON.parse(String(report.query['time_range'])) as Record<string, string>;
    const days = (Date.parse(until!) - Date.parse(since!)) / dayMs + 1;
    const percent = Math.min(100, report.polls++ * 50);
    const failed = percent === 100 && days > this.mostReportDays;
    const async_status = failed ? 'Job Failed' : percent === 100 ? 'Job Completed' : 'Job Running';
    return { body: { id, async_status, async_percent_completion: percent } };
  }

  private paged(rows: Fields[], asked: Fields): Reply {
    const start = asked['after'] === undefined ? 0 : Number(atob(String(asked['after'])));
    const page = rows.slice(start, start + Number(asked['limit'] ?? 25));
    if (page.length === 0) return { body: { data: [] } };
    const end = start + page.length;
    const cursors = { before: btoa(String(start)), after: btoa(String(end)) };
    const next = `${this.url}/next?access_token=${this.settings.accessToken}&after=${cursors.after}`;
    return { body: { data: page, paging: { cursors, ...(end < rows.length ? { next } : {}) } } as never };
  }

  /** The day at the account. */
  private today(): string {
    const zone = { timeZone: this.settings.timeZone, dateStyle: 'short' } as const;
    return new Intl.DateTimeFormat('en-CA', zone).format(new Date(this.clock.now()));
  }
}

const pick = (unit: Fields, fields: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(unit).filter(([name]) => name === 'id' || fields.includes(name)));

/** Meta says in several ways that it cannot compute so much at once. */
function tooMuch(turn: number): Reply {
  if (turn % 3 === 0) return failure(100, 'Data per call limit exceeded', { subcode: 1_487_534 });
  if (turn % 3 === 1) return failure(100, 'Your request timed out. Try a smaller date range.', { subcode: 1_504_018 });
  return failure(1, "Please reduce the amount of data you're asking for, then retry your request", { status: 500 });
}

function failure(
  code: number,
  message: string,
  { status = 400, subcode, headers = {} }: { status?: number; subcode?: number; headers?: Record<string, string> } = {},
): Reply {
  const error = { message, type: 'OAuthException', code, fbtrace_id: 'Aemulator' };
  return { status, headers, body: { error: { ...error, ...(subcode ? { error_subcode: subcode } : {}) } } };
}
