import type { Json, Payload } from '../../../src/sdk/index.ts';
import { acme } from '../acme/connector.ts';
import { events, orders, spend, tickets } from '../acme/streams.ts';
import { type Broken, withList } from './broken.ts';

const listAt = (body: Json, ...path: string[]): Payload[] =>
  (path.reduce<Json | undefined>((value, name) => (value as Payload | undefined)?.[name], body) ?? []) as Payload[];

export const brokenLists: readonly Broken[] = [
  {
    check: 4,
    what: 'names orders by who placed them',
    connector: withList('orders', { key: ({ buyer }: Payload) => String((buyer as Payload)['email']) }),
  },
  {
    check: 5,
    what: 'reads the whole list each time',
    connector: withList('tickets', { cursor: { ...tickets.cursor, since: () => ({}) } }),
  },
  {
    check: 6,
    what: 'asks for orders by when they were placed',
    connector: withList('orders', {
      cursor: {
        ...orders.cursor,
        field: 'placed_at',
        since: (instant: string) => ({ query: { placed_after: instant } }),
      },
    }),
  },
  {
    check: 6,
    what: 'asks for tickets by their numbers',
    connector: withList('tickets', { cursor: { ...tickets.cursor, field: 'id' } }),
  },
  {
    check: 7,
    what: 'takes a page of one instant for a circle',
    connector: withList('events', {
      paging: {
        ...events.paging,
        more: (body: Json) => {
          const found = listAt(body, 'data', 'events');
          return found[0]?.['at'] !== found.at(-1)?.['at'];
        },
      },
    }),
  },
  {
    check: 8,
    what: 'believes that "after" means "from"',
    connector: withList('orders', { cursor: { ...orders.cursor, exclusive: false } }),
  },
  {
    check: 9,
    what: 'counts its way through a list that is sorted by change',
    connector: withList('tickets', { paging: { kind: 'offset', in: 'offset', size: tickets.paging.size } }),
  },
  {
    check: 10,
    what: 'turns the pages of a list that is sorted by change',
    connector: withList('tickets', { paging: { kind: 'page', in: 'page', size: tickets.paging.size } }),
  },
  {
    check: 13,
    what: 'gives up when it is turned away',
    connector: {
      ...acme,
      http: (config) => ({
        ...acme.http!(config),
        retryable: ({ status }) => (status >= 400 && status < 500 ? 'fail' : undefined),
      }),
    },
  },
  {
    check: 13,
    what: 'takes being turned away for a failure, of which few are allowed',
    connector: {
      ...acme,
      http: (config) => ({ ...acme.http!(config), retryable: ({ status }) => (status === 429 ? 'retry' : undefined) }),
    },
  },
  {
    check: 15,
    what: 'takes an empty page for the last',
    connector: withList('tickets', {
      paging: { ...tickets.paging, more: (body: Json) => listAt(body, 'tickets').length > 0 },
    }),
  },
  {
    check: 18,
    what: 'reckons with the clock of its own machine',
    connector: withList('tickets', {
      cursor: {
        ...tickets.cursor,
        since: (instant: string) => ({
          query: { from: Date.parse(instant) / 1000, until: Math.ceil(Date.now() / 1000) },
        }),
      },
    }),
  },
  {
    check: 19,
    what: 'merges days that are stated anew',
    connector: withList('spend', { replace: undefined }),
  },
  {
    check: 19,
    what: 'never asks for a day again',
    connector: withList('spend', { cursor: { ...spend.cursor, lookbackDays: 0 } }),
  },
  {
    check: 27,
    what: 'gives the filter times without a zone',
    connector: withList('orders', {
      cursor: {
        ...orders.cursor,
        since: (instant: string) => ({ query: { updated_after: instant.replace('Z', '') } }),
      },
    }),
  },
];
