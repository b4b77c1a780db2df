import type { HttpRequest, HttpResponse, Json, LinkedPaging, NumberedPaging } from '../../sdk/index.ts';
import { at } from '../json-path.ts';
import { withParameter } from './request.ts';

/** How a list goes on from page to page. A position is any JSON value; null is the list's beginning, and its end. */
export interface Pager {
  /** The largest page; 1 where the size cannot be chosen. */
  largest: number;
  ask(request: HttpRequest, position: Json, size: number): HttpRequest;
  /** Where to go on after a page of `count` of at most `size` records. */
  next(response: HttpResponse, position: Json, count: number, size: number): Json;
}

export function pagerOf(paging: LinkedPaging | NumberedPaging, resolve: (link: string) => string): Pager {
  switch (paging.kind) {
    case 'none':
      return { largest: 1, ask: (request) => request, next: () => null };
    case 'link':
      return linked(paging, resolve);
    case 'token':
      return tokens(paging);
    case 'relay':
      return relay(paging);
    case 'page':
    case 'offset':
      return numbered(paging);
  }
}

function linked(paging: Extract<LinkedPaging, { kind: 'link' }>, resolve: (link: string) => string): Pager {
  const { at: path, size: pageSize, more } = paging;
  return {
    largest: pageSize?.max ?? 1,
    ask(request, position, size) {
      const { query: _, ...rest } = request;
      const page = typeof position === 'string' ? { ...rest, path: position } : request;
      return pageSize ? withParameter(page, pageSize.in, size) : page;
    },
    next({ headers, body }) {
      if (more?.(body) === false) return null;
      const link = path === undefined ? nextLink(headers['link'] ?? '') : at(body, path);
      return typeof link === 'string' && link !== '' ? resolve(link) : null;
    },
  };
}

/** The rel="next" of a Link header (RFC 8288). */
function nextLink(header: string): string | undefined {
  for (const [, url, parameters = ''] of header.matchAll(/<([^>]*)>([^<]*)/g)) {
    if (/;\s*rel\s*=\s*(?:"(?:[^"]*\s)?next(?:\s[^"]*)?"|next\b)/i.test(parameters)) return url;
  }
  return undefined;
}

function tokens({ at: path, in: name, size: pageSize, more }: Extract<LinkedPaging, { kind: 'token' }>): Pager {
  return {
    largest: pageSize?.max ?? 1,
    ask(request, position, size) {
      const sized = pageSize ? withParameter(request, pageSize.in, size) : request;
      return position === null ? sized : withParameter(sized, name, position as string | number);
    },
    next({ body }) {
      const token = at(body, path);
      const found = (typeof token === 'string' && token !== '') || typeof token === 'number';
      return found && more?.(body) !== false ? token : null;
    },
  };
}

function relay({ connection, after, size: pageSize }: Extract<LinkedPaging, { kind: 'relay' }>): Pager {
  return {
    largest: pageSize.max,
    ask(request, position, size) {
      const sized = withParameter(request, pageSize.in, size);
      return position === null ? sized : withParameter(sized, after, position as string);
    },
    next({ body }) {
      const more = at(body, `${connection}.pageInfo.hasNextPage`) === true;
      return (more ? at(body, `${connection}.pageInfo.endCursor`) : null) ?? null;
    },
  };
}

/** The position is the offset, for pages too: it stands when the page's size changes. */
function numbered(paging: NumberedPaging): Pager {
  return {
    largest: paging.size.max,
    ask(request, position, size) {
      const offset = typeof position === 'number' ? position : 0;
      const sized = withParameter(request, paging.size.in, size);
      if (paging.kind === 'offset') return withParameter(sized, paging.in, offset);
      return withParameter(sized, paging.in, Math.floor(offset / size) + (paging.start ?? 1));
    },
    next(_, position, count, size) {
      if (count < size) return null;
      const offset = typeof position === 'number' ? position : 0;
      return (paging.kind === 'offset' ? offset : Math.floor(offset / size) * size) + count;
    },
  };
}
