import { expectTypeOf, it } from 'vitest';
import { type Cursor, defineConnector, type Listing } from '../../src/sdk/index.ts';

/** The compiler checks these: they hold what an author's editor tells apart. */

const list = { request: { path: '/items' }, records: 'items', key: () => '1' };
const since = (instant: string) => ({ query: { since: instant } });
const size = { in: 'limit', max: 100 };
const ascending = { field: 'updated', step: 's', order: 'asc', since } as const;

it('lets paging and cursor go together as they can be resumed', () => {
  const keyset = { kind: 'keyset', size, offset: 'offset' } as const;
  const pages = { kind: 'page', in: 'page', size } as const;
  const tokens = { kind: 'token', at: 'next', in: 'after' } as const;
  expectTypeOf({ ...list, paging: keyset, cursor: ascending }).toExtend<Listing>();
  expectTypeOf({ ...list, paging: tokens, cursor: ascending }).toExtend<Listing>();
  expectTypeOf({ ...list, paging: pages, cursor: 'scan' } as const).toExtend<Listing>();
  // What is edited while it is read moves through numbered pages, and would be missed.
  expectTypeOf({ ...list, paging: pages, cursor: ascending }).not.toExtend<Listing>();
  expectTypeOf({ ...list, paging: keyset, cursor: 'scan' } as const).not.toExtend<Listing>();
  expectTypeOf({ ...list, paging: tokens }).not.toExtend<Listing>();
});

it('asks for a filter unless the newest come first, and for windows whole', () => {
  const newest = { field: 'created', step: 's', order: 'desc' } as const;
  expectTypeOf(newest).toExtend<Cursor>();
  expectTypeOf({ ...newest, order: 'asc' } as const).not.toExtend<Cursor>();
  expectTypeOf({ ...ascending, windowDays: 30 } as const).not.toExtend<Cursor>();
  const between = (from: string, to: string) => ({ query: { from, to } });
  const { since: _, ...unfiltered } = ascending;
  expectTypeOf({ ...unfiltered, between, windowDays: 30, start: '2020-01-01' } as const).toExtend<Cursor>();
  expectTypeOf({ ...ascending, between, windowDays: 30, start: '2020-01-01' } as const).not.toExtend<Cursor>();
});

it('knows the settings from parse, and what the engine hands to inline functions', () => {
  const connector = defineConnector({
    id: 'acme',
    title: 'Acme',
    version: '1',
    kind: 'CRM',
    settings: {},
    secrets: ['token'],
    parse(written) {
      expectTypeOf(written).toBeUnknown();
      return { url: 'https://acme.example', token: 'token' };
    },
    http: ({ url, token }) => ({ baseUrl: url, auth: { kind: 'bearer', token } }),
    check: ({ url }) => Promise.resolve({ account: url }),
    streams: () => ({
      items: {
        ...list,
        entities: ['customer'],
        personalData: true,
        firstParty: true,
        key: ({ id }) => String(id),
        paging: { kind: 'keyset', size, offset: 'offset' },
        cursor: { ...ascending, since: (instant) => ({ query: { after: instant } }) },
        map: ({ id }) => [{ type: 'customer', data: { key: String(id) } }],
      },
    }),
  });
  expectTypeOf(connector.parse).returns.toEqualTypeOf<{ url: string; token: string }>();
});
