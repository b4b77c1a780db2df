import { type RawBuilder, sql } from 'kysely';
import { ArgsType, Field, Int } from 'type-graphql';
import { fail } from '../errors.ts';
import type { Connection } from './connection.ts';
import { uuid } from './global-id.ts';
import { defaultPage, maximumPage } from './limits.ts';

@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: defaultPage, description: `How many, at most ${maximumPage}.` })
  first!: number;

  @Field(() => String, { nullable: true, description: 'Read on after this cursor.' })
  after?: string | null;
}

/** The order of a list: by one value that every row has, then by id. */
export interface ListOrder {
  /** Names list and order, so that a cursor of another one is noticed. */
  name: string;
  value: RawBuilder<unknown>;
  type: 'text' | 'timestamptz';
  id: RawBuilder<unknown>;
  descending?: boolean;
}

/** What every row of a paged query selects besides its own columns. */
export interface PagedRow {
  id: string;
  sortValue: string;
}

/** The parts of a query that reads one page, and what makes a connection of its rows. */
export interface Page {
  /** Column that the query must select. */
  sortValue: RawBuilder<string>;
  where: RawBuilder<boolean>;
  orderBy: RawBuilder<unknown>;
  /** One more than asked for: it tells whether there is a next page. */
  limit: number;
  connection<Row extends PagedRow>(rows: Row[], count: () => Promise<number>): Connection<Row>;
}

/** Plans one page. Throws BAD_INPUT where `first` is out of its range or `after` no cursor of this list. */
export function pageOf({ first, after }: PageArgs, order: ListOrder): Page {
  checkPageSize(first, 'first');
  const from = after == null ? null : parseCursor(after, order);
  const { value, id, type, descending = false } = order;
  const stands = sql`${from?.sortValue}::${sql.raw(type)}`;
  const direction = sql.raw(descending ? 'desc' : 'asc');
  return {
    sortValue: sql`(${value})::text`,
    where: from
      ? sql`(${value} ${sql.raw(descending ? '<' : '>')} ${stands} or ${value} = ${stands} and ${id} > ${from.id}::uuid)`
      : sql`true`,
    orderBy: sql`${value} ${direction}, ${id}`,
    limit: first + 1,
    connection(rows, count) {
      const nodes = rows.slice(0, first);
      const edges = nodes.map((node) => ({ cursor: cursorOf(node, order), node }));
      const pageInfo = {
        hasNextPage: rows.length > first,
        hasPreviousPage: from !== null,
        startCursor: edges.at(0)?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? null,
      };
      return { nodes, edges, pageInfo, totalCount: count };
    },
  };
}

/** A page of a list that is at hand as a whole; each element's id is its cursor. */
export function pageOfList<Row extends { id: string }>(
  { first, after }: PageArgs,
  list: readonly Row[],
): Connection<Row> {
  checkPageSize(first, 'first');
  const cursor = ({ id }: Row) => Buffer.from(id).toString('base64url');
  const start = after == null ? 0 : list.findIndex((row) => cursor(row) === after) + 1;
  if (after != null && start === 0) wrongCursor(after);
  const nodes = list.slice(start, start + first);
  const edges = nodes.map((node) => ({ cursor: cursor(node), node }));
  const pageInfo = {
    hasNextPage: start + first < list.length,
    hasPreviousPage: start > 0,
    startCursor: edges.at(0)?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
  };
  return { nodes, edges, pageInfo, totalCount: async () => list.length };
}

/** Throws BAD_INPUT naming the argument and the cap. */
export function checkPageSize(size: number, field: string): void {
  if (size >= 1 && size <= maximumPage) return;
  fail('BAD_INPUT', { field, reason: `must be from 1 to ${maximumPage}, not ${size}: read the rest page by page` });
}

const cursorOf = ({ id, sortValue }: PagedRow, { name }: ListOrder): string =>
  Buffer.from(JSON.stringify([name, sortValue, id])).toString('base64url');

const shapes: Record<ListOrder['type'], RegExp> = {
  text: /^/,
  timestamptz: /^\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d(:\d\d)*$/,
};

function parseCursor(text: string, order: ListOrder): PagedRow {
  try {
    const [name, sortValue, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[];
    const known = typeof sortValue === 'string' && shapes[order.type].test(sortValue);
    if (name === order.name && known && typeof id === 'string' && uuid.test(id)) return { id, sortValue };
  } catch {
    // No JSON: the same answer as for JSON of another shape.
  }
  return wrongCursor(text);
}

function wrongCursor(text: string): never {
  return fail('BAD_INPUT', {
    field: 'after',
    reason: `is no cursor of this list: "${text}". Take it from pageInfo.endCursor or from an edge`,
  });
}
