import { GraphQLError } from 'graphql';

export type Thing = Record<string, unknown> & { id: string };

export interface Arguments {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  query?: string | null;
  sortKey?: string | null;
  reverse?: boolean | null;
}

/** Bulk operations take every connection whole. */
export interface Asking {
  bulk: boolean;
}

const refuse = (message: string, code: string): GraphQLError => new GraphQLError(message, { extensions: { code } });
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');
const decode = (cursor: string): unknown => JSON.parse(Buffer.from(cursor, 'base64').toString());

/** A list within a record, as its resolver. */
export const connectionOf =
  (entries: readonly object[]) =>
  (given: Arguments, { bulk }: Asking) => {
    const from = given.after ? (decode(given.after) as number) + 1 : 0;
    const size = sizeOf(given, bulk);
    return page(
      entries.slice(from, from + size).map((node, index) => ({ node, cursor: encode(from + index) })),
      from + size < entries.length,
    );
  };

/** A list of the shop's: filtered, sorted, and gone on with after the value and id that the cursor holds. */
export function rootConnection(things: Iterable<Thing>, given: Arguments, { bulk }: Asking) {
  const size = sizeOf(given, bulk);
  const field = { UPDATED_AT: 'updatedAt', CREATED_AT: 'createdAt' }[given.sortKey ?? ''];
  if (!field) throw refuse(`The emulator knows no sort key ${given.sortKey}`, 'BAD_REQUEST');
  const place = (thing: Thing) => [String(thing[field]), numberOf(thing)] as const;
  const after = given.after ? (decode(given.after) as readonly [string, number]) : null;
  const found = [...things]
    .filter(filterOf(given.query ?? ''))
    .toSorted((a, b) => compare(place(a), place(b)))
    .filter((thing) => after === null || compare(place(thing), after) > 0);
  return page(
    found.slice(0, size).map((node) => ({ node, cursor: encode(place(node)) })),
    found.length > size,
  );
}

function sizeOf({ first, last, reverse }: Arguments, bulk: boolean): number {
  if (bulk) return Infinity;
  if (last || reverse) throw refuse('The emulator reads lists forwards alone', 'BAD_REQUEST');
  if (typeof first !== 'number') throw refuse('you must provide one of first or last', 'BAD_REQUEST');
  if (first < 1 || first > 250) throw refuse('first must be between 1 and 250', 'BAD_REQUEST');
  return first;
}

const page = (edges: { node: object; cursor: string }[], hasNextPage: boolean) => ({
  edges,
  nodes: edges.map(({ node }) => node),
  pageInfo: { hasNextPage, hasPreviousPage: false, startCursor: edges[0]?.cursor, endCursor: edges.at(-1)?.cursor },
});

const numberOf = ({ id }: Thing): number => Number(/(\d+)$/.exec(id)?.[1]);
const compare = (a: readonly [string, number], b: readonly [string, number]): number =>
  a[0] === b[0] ? a[1] - b[1] : a[0] < b[0] ? -1 : 1;

/** Of Shopify's search syntax what is needed here; anything else is refused rather than passed over. */
function filterOf(query: string): (thing: Thing) => boolean {
  if (query === '') return () => true;
  const [, id] = /^id:(\d+)$/.exec(query) ?? [];
  if (id !== undefined) return (thing) => numberOf(thing) === Number(id);
  const [, column, instant] = /^(updated_at|created_at):>='(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)'$/.exec(query) ?? [];
  if (instant === undefined) throw refuse(`The emulator understands no query ${query}`, 'BAD_REQUEST');
  return (thing) => String(thing[column === 'updated_at' ? 'updatedAt' : 'createdAt']) >= instant;
}
