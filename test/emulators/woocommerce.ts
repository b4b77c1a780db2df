import { DateTime } from 'luxon';
import type { Json } from '../../src/sdk/index.ts';
import { type Asked, type Reply, startVendor } from '../land/http/vendor.ts';

export type Entry = Record<string, unknown> & { id: number; date_modified_gmt: string };

const key = 'ck_emulator_key';
const secret = 'cs_emulator_secret';

/**
 * A WooCommerce shop on loopback, which answers as WooCommerce 10.9 was measured to: `modified_after` leaves out the second
 * it names and is read in the shop's zone unless told otherwise, customers ignore it, refunds name no currency, trashed
 * orders are in no other list, pages end at 100, and what stands beyond the end is an empty list.
 */
export class WooCommerce {
  readonly orders = new Map<number, Entry>();
  readonly products = new Map<number, Entry>();
  readonly variations = new Map<number, Entry>();
  readonly customers = new Map<number, Entry>();
  readonly refunds = new Map<number, Entry>();
  readonly categories = new Map<number, Entry>();
  readonly settings = { url: '', consumerKey: key, consumerSecret: secret };
  /** Paths with queries, as they were asked. */
  readonly asked: string[] = [];
  /** Runs before every answer: what happens at the shop meanwhile. */
  between: () => void = () => undefined;
  /** What becomes of an answer on its way. */
  weather: (reply: Reply) => Reply = (reply) => reply;
  private now = DateTime.fromISO('2026-03-02T09:00:00Z', { zone: 'utc' });
  private lastId = 100;

  constructor(private readonly zone = 'Europe/Rome') {}

  /** Opens the shop until the test is over. */
  async start(): Promise<void> {
    this.settings.url = (await startVendor((asked) => this.serve(asked))).url;
  }

  id(): number {
    return ++this.lastId;
  }

  /** Time goes on at the shop; without it everything happens in one second. */
  wait(seconds: number): void {
    this.now = this.now.plus({ seconds });
  }

  /** The shop's time, in its zone and in GMT, as records hold it. */
  stamps(name: string): Record<string, string> {
    const [local, gmt] = [this.now.setZone(this.zone), this.now].map((time) => time.toFormat("yyyy-MM-dd'T'HH:mm:ss"));
    return { [`date_${name}`]: local!, [`date_${name}_gmt`]: gmt! };
  }

  put(table: Map<number, Entry>, entry: Record<string, unknown>): Entry {
    const id = typeof entry['id'] === 'number' ? entry['id'] : this.id();
    const full = { ...this.stamps('created'), ...this.stamps('modified'), ...entry, id } as unknown as Entry;
    table.set(id, full);
    return full;
  }

  change(table: Map<number, Entry>, id: number, fields: Record<string, unknown>): void {
    const entry = { ...table.get(id)!, ...fields, ...this.stamps('modified') } as Entry;
    // Put at the end, so that tables are nearly sorted by change and lists of many orders are soon made.
    table.delete(id);
    table.set(id, entry);
  }

  /** Gives money back for one line. The order's total stays, and its time of change moves. */
  refund(orderId: number, amount: string, reason = ''): void {
    const order = this.orders.get(orderId)!;
    const [line] = order['line_items'] as { id: number; product_id: number }[];
    const refund = {
      id: this.id(),
      parent_id: orderId,
      ...this.stamps('created'),
      amount,
      reason,
      refunded_by: 1,
      line_items: [
        {
          id: this.id(),
          product_id: line!.product_id,
          quantity: -1,
          total: `-${amount}`,
          total_tax: '0.00',
          meta_data: [{ id: this.id(), key: '_refunded_item_id', value: String(line!.id) }],
        },
      ],
      shipping_lines: [],
      fee_lines: [],
      tax_lines: [],
    };
    this.refunds.set(refund.id, refund as unknown as Entry);
    const refunds = [...(order['refunds'] as unknown[]), { id: refund.id, reason, total: `-${amount}` }];
    this.change(this.orders, orderId, { refunds });
  }

  private serve(asked: Asked): Reply {
    const url = new URL(`${asked.path}?${asked.query.toString()}`, this.settings.url);
    this.between();
    this.asked.push(`${url.pathname}${url.search}`);
    return this.weather(this.answer(url, asked));
  }

  private answer(url: URL, { method, headers }: Asked): Reply {
    const route = url.pathname.replace(/^\/wp-json\/wc\/v3/, '');
    const variations = /^\/products\/(\d+)\/variations$/.exec(route);
    if (url.pathname === route || method !== 'GET') return refusal(404, 'rest_no_route');
    // The vendor takes Basic over https alone; loopback stands for that here.
    const { consumerKey, consumerSecret } = this.settings;
    if (headers.authorization !== `Basic ${Buffer.from(`${consumerKey}:${consumerSecret}`).toString('base64')}`)
      return refusal(401, 'woocommerce_rest_cannot_view');
    if (variations) return this.list(url, [...this.variations.values()].filter(belongsTo(Number(variations[1]))));
    switch (route) {
      case '/orders':
        return this.changeable(url, this.orders, 'trash');
      case '/products':
        return this.changeable(url, this.products, 'trash', (entry) =>
          [null, entry['type']].includes(url.searchParams.get('type')),
        );
      case '/products/categories':
        return this.list(url, [...this.categories.values()]);
      case '/customers': {
        const role = url.searchParams.get('role') ?? 'customer';
        return this.list(
          url,
          [...this.customers.values()].filter((one) => role === 'all' || one['role'] === role),
        );
      }
      case '/refunds':
        return this.list(url, [...this.refunds.values()]);
      default:
        return refusal(404, 'rest_no_route');
    }
  }

  /** A list that can be asked for by status and by change. */
  private changeable(
    url: URL,
    table: Map<number, Entry>,
    hidden: string,
    also: (entry: Entry) => boolean = () => true,
  ): Reply {
    const status = url.searchParams.get('status') ?? 'any';
    const after = url.searchParams.get('modified_after');
    const limit = after === null ? null : this.comparable(after, url.searchParams.get('dates_are_gmt') === 'true');
    if (after !== null && !limit) return refusal(400, 'rest_invalid_param');
    const found = [...table.values()].filter(
      (entry) =>
        (status === 'any' ? entry['status'] !== hidden : entry['status'] === status) &&
        (!limit || String(entry[limit.column]) > limit.value) &&
        also(entry),
    );
    return this.list(url, found);
  }

  /** WordPress turns a time with a zone into the shop's own, and then compares it with the column that was chosen. */
  private comparable(value: string, gmt: boolean): { column: string; value: string } | null {
    const zoned = /(Z|[+-]\d\d:\d\d)$/.test(value);
    const time = DateTime.fromISO(value, { zone: this.zone, setZone: false });
    if (!time.isValid) return null;
    const wall = zoned ? time.setZone(this.zone) : time;
    return { column: gmt ? 'date_modified_gmt' : 'date_modified', value: wall.toFormat("yyyy-MM-dd'T'HH:mm:ss") };
  }

  private list(url: URL, all: Entry[]): Reply {
    const query = url.searchParams;
    const included = query.get('include')?.split(',').map(Number);
    const entries = included ? all.filter(({ id }) => included.includes(id)) : all;
    const perPage = Number(query.get('per_page') ?? 10);
    const page = Number(query.get('page') ?? 1);
    if (!(perPage >= 1 && perPage <= 100) || !(page >= 1)) return refusal(400, 'rest_invalid_param');
    const column = { id: 'id', modified: 'date_modified', date: 'date_created' }[query.get('orderby') ?? 'date'];
    if (!column) return refusal(400, 'rest_invalid_param');
    const sign = query.get('order') === 'asc' ? 1 : -1;
    const sorted = entries.toSorted((a, b) => sign * (compare(a[column], b[column]) || a.id - b.id));
    const offset = query.has('offset') ? Number(query.get('offset')) : (page - 1) * perPage;
    const pages = Math.ceil(entries.length / perPage);
    const next = new URL(url);
    next.searchParams.set('page', String(page + 1));
    return {
      body: sorted.slice(offset, offset + perPage) as unknown as Json,
      headers: {
        'x-wp-total': String(entries.length),
        'x-wp-totalpages': String(pages),
        ...(page < pages ? { link: `<${next.href}>; rel="next"` } : {}),
      },
    };
  }
}

const compare = (a: unknown, b: unknown): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : Number(String(a) > String(b));

const belongsTo = (id: number) => (entry: Entry) => entry['parent_id'] === id;

const refusal = (status: number, code: string): Reply => ({ status, body: { code, message: code, data: { status } } });
