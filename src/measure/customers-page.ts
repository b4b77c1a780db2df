import { sql } from 'kysely';
import { fail } from '../errors.ts';
import type { MeasureContext } from './context.ts';
import { type CustomerSortKey, sortColumns, type Standing, stretchesAhead } from './customers-order.ts';
import type { CustomerFilter } from './filter.ts';
import { asked } from './filter-sql.ts';
import { recallRows } from './recall.ts';

export interface CustomersPageQuery {
  filter?: CustomerFilter;
  /** By revenue, largest first, where left out. */
  sort?: { key: CustomerSortKey; direction: 'ASC' | 'DESC' };
  /** Either `first` with `after`, or `last` with `before`. */
  first?: number;
  after?: string;
  last?: number;
  before?: string;
}

export interface CustomersPage {
  rows: { id: string; cursor: string }[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  /** Asked for lazily, as it counts all that match. */
  totalCount(): Promise<number>;
}

/** A page of customers by a value, unknown values last, equal ones by id. Fails with BAD_INPUT for a cursor that is none. */
export async function customersPage(context: MeasureContext, query: CustomersPageQuery): Promise<CustomersPage> {
  const { key, direction } = query.sort ?? { key: 'REVENUE', direction: 'DESC' };
  const backwards = query.last !== undefined;
  const size = query.last ?? query.first ?? 20;
  const cursor = backwards ? query.before : query.after;
  const from = cursor === undefined ? null : decode(cursor, key, backwards ? 'before' : 'after');
  const { states, conditions } = await asked(context, query.filter ? [query.filter] : []);
  const matching = conditions[0] ?? sql`true`;
  const rows: Standing[] = [];
  for (const { where, order } of stretchesAhead(key, { direction, backwards, from })) {
    if (rows.length > size) break;
    const found = sql<Standing>`
      select c.customer_id as id, (${sortColumns[key].value})::text as value from (${states}) c
      where ${where} and ${matching} order by ${order} limit ${size + 1 - rows.length}`;
    rows.push(...(await recallRows(context, found)));
  }
  const page = rows.slice(0, size).map((row) => ({ id: row.id, cursor: encode(key, row) }));
  return {
    rows: backwards ? page.toReversed() : page,
    hasNextPage: backwards ? from !== null : rows.length > size,
    hasPreviousPage: backwards ? rows.length > size : from !== null,
    totalCount: async () => {
      const counted = sql<{ count: number }>`select count(*)::int as count from (${states}) c where ${matching}`;
      return (await recallRows(context, counted))[0]!.count;
    },
  };
}

function encode(key: CustomerSortKey, { id, value }: Standing): string {
  return Buffer.from(JSON.stringify([key, id, value])).toString('base64url');
}

function decode(cursor: string, key: CustomerSortKey, field: string): Standing {
  try {
    const [sortedBy, id, value] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const known = sortedBy === key && typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id);
    if (known && (value === null || typeof value === 'string')) return { id, value };
  } catch {
    // Told below, like every other text that is no cursor.
  }
  return fail('BAD_INPUT', {
    field,
    reason: 'is no cursor of this list in this order; take one from an edge or from pageInfo',
  });
}
