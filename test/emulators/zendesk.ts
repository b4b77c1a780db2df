import type { Json } from '../../src/sdk/index.ts';
import { type Asked, type Reply, startVendor } from '../land/http/vendor.ts';

type Fields = Record<string, unknown>;
export type Entry = Fields & { id: number };
export type Ticket = Entry & { status: string; created_at: string; generated_timestamp: number; metric_set: Fields };

/**
 * A Zendesk on loopback that keeps to the vendor's rules: exports come oldest change first and are for administrators, show
 * nothing of the last minute, refuse to begin there, and give ten answers a minute; ratings come in no order of change, and
 * for no more than thirty days at once; a deleted ticket stays in the export, emptied.
 */
export class Zendesk {
  readonly users = new Map<number, Entry>();
  readonly tickets = new Map<number, Ticket>();
  readonly ratings = new Map<number, Entry>();
  readonly metricEvents: Entry[] = [];
  readonly settings = { url: '', email: 'admin@example.com', apiToken: 'emulator-token' };
  readonly accessToken = 'emulator-access';
  /** Paths with queries, as they were asked. */
  readonly asked: string[] = [];
  /** Runs before every answer: what happens at the desk meanwhile. */
  between: () => void = () => undefined;
  /** What the credentials' owner is. */
  role = 'admin';
  /** So many requests are turned away next. */
  turnAway = 0;
  /** So many requests asked for more than the exports' limit gives. */
  overrun = 0;
  private exportedAt: number[] = [];
  private lastId = 400_000_000_000;

  /** `size`: the exports' largest page, 1000 at the vendor. */
  constructor(
    private readonly clock: { now(): number },
    private readonly size = 40,
  ) {}

  /** Opens the desk until the test is over. */
  async start(): Promise<void> {
    this.settings.url = (await startVendor((asked) => this.serve(asked))).url;
  }

  now(): string {
    return new Date(this.seconds() * 1000).toISOString().replace('.000Z', 'Z');
  }

  addUser(fields: Fields): Entry {
    const user = { role: 'end-user', created_at: this.now(), updated_at: this.now(), ...fields, id: ++this.lastId };
    this.users.set(user.id, user);
    return user;
  }

  addTicket(requester: Entry, fields: Fields): Ticket {
    const ticket = {
      status: 'new',
      created_at: this.now(),
      updated_at: this.now(),
      generated_timestamp: this.seconds(),
      requester_id: requester.id,
      via: { channel: 'email' },
      tags: [],
      metric_set: { reopens: 0, replies: 0, solved_at: null, reply_time_in_minutes: { calendar: null } },
      ...fields,
      id: ++this.lastId,
    };
    this.tickets.set(ticket.id, ticket);
    for (const metric of ['reply_time', 'requester_wait_time']) this.measured(ticket.id, metric, 'activate');
    return ticket;
  }

  /** Changes a ticket. `system`: without a new `updated_at`, as the vendor's own changes do. */
  change(id: number, fields: Fields, metrics: Fields = {}, system = false): void {
    const ticket = this.tickets.get(id)!;
    this.tickets.set(id, {
      ...ticket,
      ...fields,
      metric_set: { ...ticket.metric_set, ...metrics },
      generated_timestamp: this.seconds(),
      ...(system ? {} : { updated_at: this.now() }),
    });
  }

  /** An agent's public comment. */
  reply(id: number): void {
    const { metric_set: metrics, created_at: createdAt } = this.tickets.get(id)!;
    const calendar = Math.floor((this.seconds() * 1000 - Date.parse(createdAt)) / 60_000);
    const first = metrics['replies'] === 0 ? { reply_time_in_minutes: { calendar, business: calendar } } : {};
    this.change(id, { status: 'pending' }, { replies: Number(metrics['replies']) + 1, ...first });
    this.measured(id, 'reply_time', 'fulfill');
  }

  solve(id: number): void {
    this.change(id, { status: 'solved' }, { solved_at: this.now() });
    this.measured(id, 'requester_wait_time', 'fulfill');
  }

  remove(id: number): void {
    this.change(id, { status: 'deleted', subject: 'SCRUBBED', requester_id: null, tags: [] });
  }

  rate(ticketId: number, score: string, id = ++this.lastId): Entry {
    const created_at = this.ratings.get(id)?.['created_at'] ?? this.now();
    const requester_id = this.tickets.get(ticketId)!['requester_id'];
    const rating = { id, ticket_id: ticketId, requester_id, score, created_at, updated_at: this.now(), comment: null };
    this.ratings.set(id, rating);
    return rating;
  }

  private measured(ticket_id: number, metric: string, type: string): void {
    this.metricEvents.push({ id: ++this.lastId, ticket_id, metric, instance_id: 1, type, time: this.now() });
  }

  private seconds(): number {
    return Math.floor(this.clock.now() / 1000);
  }

  private serve(asked: Asked): Reply {
    const url = new URL(`${asked.path}?${asked.query.toString()}`, this.settings.url);
    this.between();
    this.asked.push(`${url.pathname}${url.search}`);
    const { headers, ...reply } = this.answer(url, asked);
    return { ...reply, headers: { date: new Date(this.clock.now()).toUTCString(), ...headers } };
  }

  private answer(url: URL, { headers }: Asked): Reply {
    const { email, apiToken } = this.settings;
    const basic = `Basic ${Buffer.from(`${email}/token:${apiToken}`).toString('base64')}`;
    if (![basic, `Bearer ${this.accessToken}`].includes(headers.authorization ?? ''))
      return { status: 401, body: { error: "Couldn't authenticate you" } };
    if (this.turnAway > 0) {
      this.turnAway--;
      return tooMany(93);
    }
    const route = url.pathname.replace(/^\/api\/v2/, '');
    if (route === '/users/me.json') return { body: { user: { id: 1, role: this.role } } };
    if (route === '/satisfaction_ratings.json') return this.listRatings(url);
    const [, shown] = /^\/(users|tickets)\/show_many\.json$/.exec(route) ?? [];
    if (shown) return this.show(url, shown as 'users' | 'tickets');
    return route.startsWith('/incremental/')
      ? this.export(url, route)
      : { status: 404, body: { error: 'InvalidEndpoint' } };
  }

  private show({ searchParams: query }: URL, name: 'users' | 'tickets'): Reply {
    const ids = query.get('ids')?.split(',').map(Number) ?? [];
    const sets = query.get('include') === 'metric_sets';
    const found = ids
      .flatMap((id) => this[name].get(id) ?? [])
      .map(({ metric_set, ...rest }) => (sets ? { ...rest, metric_set } : rest));
    return { body: { [name]: found as Json[] } };
  }

  private export(url: URL, route: string): Reply {
    const now = this.seconds();
    this.exportedAt = this.exportedAt.filter((at) => at > now - 60);
    if (this.exportedAt.length >= 10) {
      this.overrun++;
      return tooMany(this.exportedAt[0]! + 60 - now);
    }
    this.exportedAt.push(now);
    if (this.role !== 'admin') return { status: 403, body: { error: 'Forbidden' } };
    const start = url.searchParams.get('start_time');
    if (start !== null && !/^\d+$/.test(start)) return refusal('start_time is no Unix time');
    if (start !== null && Number(start) >= now - 60)
      return refusal('Too recent start_time. Use one older than 1 minute');
    switch (route) {
      case '/incremental/users/cursor.json':
        return this.exportByCursor(url, 'users', [...this.users.values()], updated);
      case '/incremental/tickets/cursor.json': {
        const sets = url.searchParams.get('include') === 'metric_sets';
        const tickets = [...this.tickets.values()].map(({ metric_set, ...rest }) =>
          sets ? { ...rest, metric_set } : rest,
        );
        return this.exportByCursor(url, 'tickets', tickets as Entry[], (ticket) =>
          Number(ticket['generated_timestamp']),
        );
      }
      case '/incremental/ticket_metric_events.json':
        return this.exportByTime(url, 'ticket_metric_events', this.metricEvents, happened);
      default:
        return { status: 404, body: { error: 'InvalidEndpoint' } };
    }
  }

  /** The cursor names the last record that was given: what changes meanwhile comes again behind it. */
  private exportByCursor(url: URL, name: string, entries: Entry[], at: (entry: Entry) => number): Reply {
    const { searchParams: query } = url;
    const [start, cursor] = [query.get('start_time'), query.get('cursor')];
    const perPage = Number(query.get('per_page') ?? 1000);
    if ((start === null) === (cursor === null)) return refusal('either start_time or cursor is required');
    if (!(perPage >= 1 && perPage <= 1000)) return refusal('per_page is too large');
    const [time, id] = cursor === null ? [Number(start), 0] : atob(cursor).split('||').map(Number);
    const rest = this.shown(entries, at).filter((entry) => at(entry) > time! || (at(entry) === time && entry.id > id!));
    const page = rest.slice(0, Math.min(perPage, this.size));
    const last = page.at(-1);
    const after = last ? btoa(`${at(last)}||${last.id}`) : cursor;
    const next = new URL(url);
    next.searchParams.delete('start_time');
    next.searchParams.set('cursor', after ?? '');
    const ended = { after_cursor: after, after_url: after && next.href, end_of_stream: page.length === rest.length };
    return { body: { [name]: page as Json[], before_cursor: null, before_url: null, ...ended } };
  }

  /** Pages never end within a second, and begin with the last second of the page before. */
  private exportByTime(url: URL, name: string, entries: Entry[], at: (entry: Entry) => number): Reply {
    const start = url.searchParams.get('start_time');
    if (start === null) return refusal('start_time is required');
    const rest = this.shown(entries, at).filter((entry) => at(entry) >= Number(start));
    const end = rest.length === 0 ? Number(start) : at(rest[Math.min(this.size, rest.length) - 1]!);
    const page = rest.filter((entry) => at(entry) <= end);
    const next = new URL(url);
    next.searchParams.set('start_time', String(end));
    const ended = {
      count: page.length,
      end_time: end,
      next_page: next.href,
      end_of_stream: page.length === rest.length,
    };
    return { body: { [name]: page as Json[], ...ended } };
  }

  private shown(entries: Entry[], at: (entry: Entry) => number): Entry[] {
    const limit = this.seconds() - 60;
    return entries.filter((entry) => at(entry) <= limit).toSorted((a, b) => at(a) - at(b) || a.id - b.id);
  }

  private listRatings(url: URL): Reply {
    const query = url.searchParams;
    const [start, end] = [Number(query.get('start_time')), Number(query.get('end_time') ?? this.seconds())];
    const size = Number(query.get('page[size]') ?? 100);
    if (!(size >= 1 && size <= 100)) return refusal('page[size] is too large');
    if (!(end > start) || end - start > 30 * 86_400) return refusal('start_time and end_time are too far apart');
    const after = Number(query.get('page[after]') ?? 0);
    const rest = [...this.ratings.values()]
      .filter((rating) => updated(rating) >= start && updated(rating) <= end && rating.id > after)
      .toSorted((a, b) => a.id - b.id);
    const page = rest.slice(0, size);
    const next = new URL(url);
    next.searchParams.set('page[after]', String(page.at(-1)?.id ?? after));
    const more = page.length < rest.length;
    return {
      body: {
        satisfaction_ratings: page as Json[],
        meta: { has_more: more },
        links: { next: more ? next.href : null },
      },
    };
  }
}

const updated = (entry: Entry): number => Date.parse(String(entry['updated_at'])) / 1000;
const happened = (entry: Entry): number => Date.parse(String(entry['time'])) / 1000;

const refusal = (description: string): Reply => ({ status: 422, body: { error: 'InvalidValue', description } });
const tooMany = (seconds: number): Reply => ({
  status: 429,
  headers: { 'retry-after': String(seconds) },
  body: { error: 'APIRateLimitExceeded', description: 'Number of allowed API requests per minute exceeded' },
});
