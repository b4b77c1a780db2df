import { type RawBuilder, sql } from 'kysely';
import { fail } from '../errors.ts';
import type { MeasureContext } from './context.ts';
import { customerStates } from './customer-states.ts';
import type { CustomerFilter } from './filter.ts';
import { conditionOf } from './filter-sql.ts';

export const customerSortKeys = [
  'REVENUE',
  'TOTAL',
  'MARGIN',
  'PREDICTED_VALUE',
  'ORDERS',
  'FIRST_SEEN',
  'FIRST_ORDER',
  'LAST_ORDER',
] as const;
export type CustomerSortKey = (typeof customerSortKeys)[number];

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

const columns: Record<CustomerSortKey, RawBuilder<unknown>> = {
  REVENUE: sql`c.net`,
  TOTAL: sql`c.total`,
  MARGIN: sql`c.margin`,
  PREDICTED_VALUE: sql`c.predicted_value`,
  ORDERS: sql`c.orders`,
  FIRST_SEEN: sql`c.first_seen_at`,
  FIRST_ORDER: sql`c.first_day`,
  LAST_ORDER: sql`c.last_day`,
};
const types: Record<CustomerSortKey, string> = {
  REVENUE: 'numeric',
  TOTAL: 'numeric',
  MARGIN: 'numeric',
  PREDICTED_VALUE: 'numeric',
  ORDERS: 'int',
  FIRST_SEEN: 'timestamptz',
  FIRST_ORDER: 'date',
  LAST_ORDER: 'date',
};

/** A page of customers by a value, unknown values last, equal ones by id. Fails with BAD_INPUT for a cursor that is none. */
export async function customersPage(context: MeasureContext, query: CustomersPageQuery): Promise<CustomersPage> {
  const { key, direction } = query.sort ?? { key: 'REVENUE', direction: 'DESC' };
  const backwards = query.last !== undefined;
  const size = query.last ?? query.first ?? 20;
  const from = backwards ? query.before : query.after;
  const value = columns[key];
  const customers = await customerStates(context);
  const matching = query.filter ? await conditionOf(context, query.filter) : sql`true`;
  // Walking backwards turns everything round, the place of the unknown values included.
  const descending = (direction === 'DESC') !== backwards;
  const order = sql.raw(`${descending ? 'desc' : 'asc'} nulls ${backwards ? 'first' : 'last'}`);
  const beyond = from === undefined ? sql`true` : beyondCursor(from, key, { descending, backwards });
  const { rows } = await sql<{ id: string; value: string | null }>`
    select c.customer_id as id, (${value})::text as value from (${customers}) c
    where ${matching} and ${beyond}
    order by ${value} ${order}, c.customer_id ${sql.raw(backwards ? 'desc' : 'asc')}
    limit ${size + 1}`.execute(context.em.getKysely());
  const page = rows.slice(0, size).map((row) => ({ id: row.id, cursor: encode(key, row) }));
  return {
    rows: backwards ? page.toReversed() : page,
    hasNextPage: backwards ? from !== undefined : rows.length > size,
    hasPreviousPage: backwards ? rows.length > size : from !== undefined,
    totalCount: async () => {
      const counted = await sql<{ count: number }>`
        select count(*)::int as count from (${customers}) c where ${matching}`.execute(context.em.getKysely());
      return counted.rows[0]!.count;
    },
  };
}

/** What follows a cursor's row in the direction walked. */
function beyondCursor(
  cursor: string,
  key: CustomerSortKey,
  { descending, backwards }: { descending: boolean; backwards: boolean },
): RawBuilder<unknown> {
  const { id, value } = decode(cursor, key, backwards ? 'before' : 'after');
  const column = columns[key];
  const sameValueNext = sql`c.customer_id ${sql.raw(backwards ? '<' : '>')} ${id}::uuid`;
  if (value === null)
    return sql`(${column} is null and ${sameValueNext} ${backwards ? sql`or ${column} is not null` : sql``})`;
  const at = sql`${value}::${sql.raw(types[key])}`;
  const further = sql`${column} ${sql.raw(descending ? '<' : '>')} ${at}`;
  return sql`(${further} or (${column} = ${at} and ${sameValueNext}) ${backwards ? sql`` : sql`or ${column} is null`})`;
}

function encode(key: CustomerSortKey, { id, value }: { id: string; value: string | null }): string {
  return Buffer.from(JSON.stringify([key, id, value])).toString('base64url');
}

function decode(cursor: string, key: CustomerSortKey, field: string): { id: string; value: string | null } {
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
