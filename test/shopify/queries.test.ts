import { parse, validate } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import * as lists from '../../connectors/shopify/lists.ts';
import { bulkQuery, furtherQuery, listQuery, nodesQuery, type RootList } from '../../connectors/shopify/selection.ts';
import shopify from '../../connectors/shopify/index.ts';
import { refusalOf } from '../emulators/shopify/bulk.ts';
import { costOf } from '../emulators/shopify/cost.ts';
import { adminSchema, hasSchema } from '../emulators/shopify/schema.ts';

const { refunds, ...roots } = lists;
const selections = Object.values(lists);
const inBulk = [lists.orders, lists.customers, lists.products];

describe.skipIf(!hasSchema)('by Shopify’s own schema (skipped where ../shared/fixtures is absent)', () => {
  beforeAll(() => void adminSchema());

  const queries: [string, string][] = [
    ...Object.values<RootList>(roots).map((list): [string, string] => [`a page of ${list.name}`, listQuery(list)]),
    ...inBulk.map((list): [string, string] => [`all ${list.name}`, bulkQuery(list, '2026-01-31T12:00:00Z')]),
    ['refunds', nodesQuery(refunds)],
    ...selections.flatMap(({ type, connections }) =>
      Object.entries(connections).map(([name, connection]): [string, string] => [
        `more ${name} of ${type}`,
        furtherQuery(type, name, connection),
      ]),
    ),
  ];

  it.each(queries)('the query for %s is right', (_, query) => {
    expect(validate(adminSchema(), parse(query)).map(({ message }) => message)).toEqual([]);
  });

  it.each(inBulk)('a bulk operation for $name is within its limits', (list) => {
    expect(refusalOf(adminSchema(), bulkQuery(list, null))).toBeNull();
  });

  it('a page costs less than a query may', () => {
    const streams = Object.values(shopify.streams(shopify.parse({ shop: 'a.myshopify.com', accessToken: 't' })));
    const costs = streams.map((stream) => {
      if (stream.read || 'parent' in stream || stream.paging.kind !== 'relay') throw new Error('is no list of pages');
      const { query } = stream.request.body as { query: string };
      return costOf(adminSchema(), parse(query), { first: stream.paging.size.max });
    });
    const ids = Array.from({ length: 10 }, (_, index) => String(index));
    costs.push(costOf(adminSchema(), parse(nodesQuery(refunds)), { ids }));
    expect(Math.max(...costs)).toBeLessThanOrEqual(1000);
  });
});
