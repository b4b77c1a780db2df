import { type DeclaredStream, defineConnector, type Json, SourceError } from '../../src/sdk/index.ts';
import type { LinkedPaging } from '../../src/sdk/index.ts';
import { mapMetricEvent, mapRating, mapTicket, mapUser } from './map.ts';
import { authOf, wholeSettings } from './settings.ts';
import { webhooks } from './webhooks.ts';

const unixTime = (instant: string): number => Date.parse(instant) / 1000;
/** Asks from an instant on, which is included. */
const since = (instant: string) => ({ query: { start_time: unixTime(instant) } });
const key = ({ id }: { id?: Json }) => String(id);
const own = { scopes: ['read'], key };

/** Exports show changes a minute late, and refuse to begin less than a minute ago. */
const oldestFirst = { step: 's', order: 'asc', lagSeconds: 120, since } as const;
const more = (body: Json) => (body as { end_of_stream?: Json }).end_of_stream !== true;
const byCursor: LinkedPaging = { kind: 'link', at: 'after_url', size: { in: 'per_page', max: 1000 }, more };

const streams: Record<string, DeclaredStream> = {
  users: {
    ...own,
    entities: ['customer'],
    request: { path: '/incremental/users/cursor.json', query: { start_time: 0 } },
    records: 'users',
    paging: byCursor,
    cursor: { ...oldestFirst, field: 'updated_at' },
    deletes: { gone: ({ active }) => active === false },
    map: mapUser,
  },
  tickets: {
    ...own,
    entities: ['ticket'],
    request: { path: '/incremental/tickets/cursor.json', query: { start_time: 0, include: 'metric_sets' } },
    records: 'tickets',
    paging: byCursor,
    // What the export is sorted by: it moves with the system's own changes too, which `updated_at` does not.
    cursor: { ...oldestFirst, field: 'generated_timestamp' },
    deletes: { gone: ({ status }) => status === 'deleted' },
    map: mapTicket,
  },
  'ticket-metric-events': {
    ...own,
    entities: ['ticketEvent'],
    request: { path: '/incremental/ticket_metric_events.json', query: { start_time: 0 } },
    records: 'ticket_metric_events',
    paging: { kind: 'link', at: 'next_page', more },
    cursor: { ...oldestFirst, field: 'time' },
    deletes: { gone: ({ deleted }) => deleted === true },
    map: mapMetricEvent,
  },
  'satisfaction-ratings': {
    ...own,
    entities: ['survey'],
    request: { path: '/satisfaction_ratings.json' },
    records: 'satisfaction_ratings',
    paging: {
      kind: 'link',
      at: 'links.next',
      size: { in: 'page[size]', max: 100 },
      more: (body) => (body as { meta?: { has_more?: Json } }).meta?.has_more === true,
    },
    cursor: {
      field: 'updated_at',
      step: 's',
      order: 'none',
      lagSeconds: 120,
      between: (from, to) => ({ query: { start_time: unixTime(from), end_time: unixTime(to) } }),
      windowDays: 30,
      // Zendesk is not older.
      start: '2007-01-01T00:00:00Z',
    },
    map: mapRating,
  },
};

/** Zendesk Support through its REST API, version 2. */
export default defineConnector({
  id: 'zendesk',
  title: 'Zendesk Support',
  version: '1',
  kind: 'HELPDESK',
  docs: 'connectors/zendesk/README.md',
  ...wholeSettings,
  secrets: ['apiToken', 'accessToken', 'webhookSecret'],
  http: (config) => ({
    baseUrl: `${config.url.replace(/\/+$/, '')}/api/v2`,
    auth: authOf(config),
    limits: [
      // The exports have a limit of their own, which the headers do not tell.
      {
        kind: 'bucket',
        capacity: 10,
        perSeconds: 60,
        weight: ({ path }) => (path.includes('/incremental/') ? 1 : 0),
      },
      { kind: 'headers', remaining: 'ratelimit-remaining', reset: 'ratelimit-reset', resetIs: 'seconds' },
    ],
    // Two requests at once were in each other's way.
    retryable: ({ status }) => (status === 409 ? 'retry' : undefined),
  }),
  async check({ url }, send) {
    const { body } = await send({ path: '/users/me.json' });
    const role = (body as { user?: { role?: Json } } | null)?.user?.role;
    // The exports are for administrators alone.
    if (role !== 'admin') throw new SourceError('scope', 'The user of these credentials is no administrator');
    return { account: new URL(url).host };
  },
  streams: () => streams,
  webhooks,
});
