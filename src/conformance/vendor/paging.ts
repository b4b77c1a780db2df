import { put, at } from '../../land/json-path.ts';
import type { Json, KeysetPaging, LinkedPaging, NumberedPaging } from '../../sdk/index.ts';
import { sayingMore } from './more.ts';
import type { Asked, Reply } from './server.ts';
import type { Row } from './shelf.ts';

export type Paging = LinkedPaging | NumberedPaging | KeysetPaging;

/** What goes wrong with a vendor's pages. */
export interface PagingFaults {
  /** The second page is empty, and leads on. */
  emptyPage?: boolean;
  /** Links lead to that origin. */
  elsewhere?: string;
}

/** How the vendor lays out its answers. */
export interface Layout {
  paging: Paging;
  /** How rows are sorted. */
  order: 'asc' | 'desc' | 'none';
  /** As many as a page holds where the request does not say. */
  pageSize: number;
  wrap(entries: Json[] | null): Json;
}

const linkParameter = 'conformance_page';

/** The page that a request asks for out of the rows that its filter leaves. */
export function pageOf(rows: Row[], asked: Asked, layout: Layout, faults: PagingFaults, origin: string): Reply {
  const { paging } = layout;
  const sorted = rows.toSorted((a, b) => compare(placeOf(a), placeOf(b), layout.order));
  if (paging.kind === 'none') return { body: layout.wrap(sorted.map(({ entry }) => entry)) };
  const size = Number((paging.size && parameter(asked, paging.size.in)) ?? layout.pageSize);
  if (!(size >= 1) || (paging.size && size > paging.size.max))
    return { status: 400, body: { error: `page size ${size} is refused` } };
  if (paging.kind === 'page' || paging.kind === 'offset' || paging.kind === 'keyset') {
    const offset = offsetOf(asked, paging, size);
    const body = layout.wrap(sorted.slice(offset, offset + size).map(({ entry }) => entry));
    return { body, leadsOn: offset + size < sorted.length };
  }
  const position = readPosition(linkedPosition(asked, paging));
  const left = position ? sorted.filter((row) => compare(placeOf(row), position, layout.order) > 0) : sorted;
  const empty = faults.emptyPage === true && position?.serial === 1;
  const page = empty ? [] : left.slice(0, size);
  const serial = (position?.serial ?? 0) + 1;
  const last = page.at(-1);
  const more = page.length < left.length;
  const next = more ? writePosition({ ...(last ? placeOf(last) : position!), serial }) : null;
  const body = layout.wrap(page.map(({ entry }) => entry));
  return { ...lead(body, paging, next, asked, faults.elsewhere ?? origin), leadsOn: more };
}

/** The answer with what leads to the next page. */
function lead(body: Json, paging: LinkedPaging, next: string | null, asked: Asked, origin: string): Reply {
  const said = next !== null && 'more' in paging ? sayingMore(body, paging.more) : body;
  switch (paging.kind) {
    case 'none':
      return { body };
    case 'link': {
      const query = new URLSearchParams(asked.query);
      if (next !== null) query.set(linkParameter, next);
      const link = next === null ? null : `${origin}${asked.path}?${query.toString()}`;
      if (paging.at !== undefined) return { body: put(said, paging.at, link) };
      return { body: said, headers: link === null ? {} : { link: `<${link}>; rel="next"` } };
    }
    case 'token':
      return { body: put(said, paging.at, next) };
    case 'relay':
      return { body: put(body, `${paging.connection}.pageInfo`, { hasNextPage: next !== null, endCursor: next }) };
  }
}

function offsetOf(asked: Asked, paging: NumberedPaging | KeysetPaging, size: number): number {
  if (paging.kind === 'keyset' && paging.offset !== undefined) return Number(parameter(asked, paging.offset) ?? 0);
  const number = parameter(asked, paging.kind === 'keyset' ? paging.page : paging.in);
  if (paging.kind === 'offset') return Number(number ?? 0);
  const start = paging.kind === 'page' ? (paging.start ?? 1) : 1;
  return (Number(number ?? start) - start) * size;
}

function linkedPosition(asked: Asked, paging: Exclude<LinkedPaging, { kind: 'none' }>): unknown {
  if (paging.kind === 'link') return asked.query.get(linkParameter);
  return parameter(asked, paging.kind === 'relay' ? paging.after : paging.in);
}

/** In a POST a path in the body, else a name in the query. */
export function parameter(asked: Asked, name: string): Json | undefined {
  return asked.method === 'POST' ? at(asked.body, name) : (asked.query.get(name) ?? undefined);
}

interface Place {
  instant: number;
  n: number;
}

const placeOf = ({ instant, n }: Row): Place => ({ instant, n });

function compare(a: Place, b: Place, order: Layout['order']): number {
  if (order === 'none') return a.n - b.n;
  return (order === 'asc' ? 1 : -1) * (a.instant - b.instant || a.n - b.n);
}

const writePosition = (position: Place & { serial: number }): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

function readPosition(written: unknown): (Place & { serial: number }) | null {
  if (typeof written !== 'string') return null;
  return JSON.parse(Buffer.from(written, 'base64url').toString()) as Place & { serial: number };
}
