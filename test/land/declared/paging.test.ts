import { expect, it } from 'vitest';
import type { Json, LinkedPaging, Listing, NumberedPaging } from '../../../src/sdk/index.ts';
import { type Asked, connectTo, type Reply, startVendor, contextOf } from '../http/vendor.ts';
import { Kept } from './shelf.ts';

const ten = Array.from({ length: 10 }, (_, index) => ({ id: String(index + 1) }));
const size = { in: 'limit', max: 4 };
const part = (from: number, count = 4) => ten.slice(from, from + count);

function scan(paging: LinkedPaging | NumberedPaging, records: string | ((body: Json) => Json) = 'items'): Listing {
  return {
    request: { path: '/items', query: { status: 'any' } },
    records,
    key: ({ id }) => String(id),
    paging,
    cursor: 'scan',
  };
}

async function readAll(list: Listing, answer: (asked: Asked) => Reply) {
  const vendor = await startVendor(answer);
  const kept = new Kept();
  await kept.read(connectTo({ baseUrl: vendor.url }), list);
  return { kept, asked: vendor.asked, keys: [...kept.versions.keys()] };
}

const all = ten.map(({ id }) => id);

it.each(['rel="next"', 'rel=next', 'title="a, b"; rel="last next"'])(
  'follows the Link header, written %s',
  async (rel) => {
    const { keys, asked } = await readAll(scan({ kind: 'link' }), ({ query }) => {
      const page = Number(query.get('page') ?? 1);
      const links = [`</items?status=any&page=1>; rel="first"`];
      if (page < 3) links.push(`</items?status=any&page=${page + 1}>; ${rel}`);
      return { body: { items: part((page - 1) * 4) }, headers: { link: links.join(', ') } };
    });
    expect(keys).toEqual(all);
    expect(asked.map(({ query }) => query.get('status'))).toEqual(['any', 'any', 'any']);
  },
);

it('follows a link in the answer, beyond a page that is empty, as far as there is more', async () => {
  const paging = { kind: 'link', at: 'links.next', more: (body: Json) => (body as { more: boolean }).more } as const;
  const { keys } = await readAll(scan(paging), ({ query }) => {
    const from = Number(query.get('from') ?? 0);
    const items = from === 4 ? [] : part(from > 4 ? from - 4 : from);
    return { body: { items, links: { next: `/items?from=${from + 4}` }, more: from < 12 } };
  });
  expect(keys).toEqual(all);
});

it('asks for what a page could not hold of its records', async () => {
  const list: Listing = {
    ...scan({ kind: 'offset', in: 'offset', size }),
    complete: (records, send) =>
      Promise.all(
        records.map(async (record) =>
          record['id'] === '6' ? { ...record, version: (await send({ path: '/items/6' })).body } : record,
        ),
      ),
  };
  const { kept, keys } = await readAll(list, ({ path, query }) =>
    path === '/items/6' ? { body: 66 } : { body: { items: part(Number(query.get('offset'))) } },
  );
  expect(keys).toEqual(all);
  expect([kept.versions.get('5'), kept.versions.get('6')]).toEqual([0, 66]);
});

it.each(['GET', 'POST'] as const)('repeats the token of the answer in a %s', async (method) => {
  const into = method === 'GET' ? 'after' : 'page.after';
  const list = scan({ kind: 'token', at: 'next', in: into });
  list.request.method = method;
  const { keys, asked } = await readAll(list, ({ query, body }) => {
    const after =
      method === 'GET' ? query.get('after') : (JSON.parse(body || '{}') as { page?: { after: string } }).page?.after;
    const from = Number(after?.slice(1) ?? 0);
    return { body: { items: part(from), next: from + 4 < 10 ? `t${from + 4}` : null } };
  });
  expect(keys).toEqual(all);
  expect(asked).toHaveLength(3);
});

it.each([
  ['page', 'page', ({ query }: Asked) => (Number(query.get('page')) - 1) * Number(query.get('limit'))],
  ['offset', 'skip', ({ query }: Asked) => Number(query.get('skip'))],
] as const)('counts by %s, and makes smaller pages in between', async (kind, name, from) => {
  let answers = 0;
  const vendor = await startVendor((asked) =>
    ++answers > 1 && asked.query.get('limit') === '4'
      ? { status: 500 }
      : { body: { items: part(from(asked), Number(asked.query.get('limit'))) } },
  );
  const connection = connectTo({
    baseUrl: vendor.url,
    retryable: ({ status }) => (status === 500 ? 'shrink' : undefined),
  });
  const kept = new Kept();
  await kept.read(connection, scan({ kind, in: name, size }));
  expect([...kept.versions.keys()]).toEqual(all);
});

it('follows a GraphQL connection', async () => {
  const paging = {
    kind: 'relay',
    connection: 'data.items',
    after: 'variables.after',
    size: { in: 'variables.first', max: 4 },
  } as const;
  const list = scan(paging, 'data.items.nodes');
  list.request = { method: 'POST', path: '/graphql', body: { query: '{ items }', variables: { filter: 'x' } } };
  const { keys, asked } = await readAll(list, ({ body }) => {
    const { after, first } = (JSON.parse(body) as { variables: { after?: string; first: number } }).variables;
    const from = Number(after ?? 0);
    const pageInfo = { hasNextPage: from + first < 10, endCursor: String(from + first) };
    return { body: { data: { items: { nodes: part(from, first), pageInfo } } } };
  });
  expect(keys).toEqual(all);
  expect(JSON.parse(asked[1]!.body)).toEqual({ query: '{ items }', variables: { filter: 'x', first: 4, after: '4' } });
});

it('repeats what the last record of a page is called, until there is no more', async () => {
  const more = (body: Json) => (body as { has_more: boolean }).has_more;
  const list = scan({ kind: 'token', at: 'items.-1.id', in: 'starting_after', more });
  const { keys, asked } = await readAll(list, ({ query }) => {
    const from = Number(query.get('starting_after') ?? 0);
    return { body: { items: part(from), has_more: from + 4 < 10 } };
  });
  expect(keys).toEqual(all);
  expect(asked.map(({ query }) => query.get('starting_after'))).toEqual([null, '4', '8']);
});

it('ends where a token or a page comes again', async () => {
  const sameToken = readAll(scan({ kind: 'token', at: 'next', in: 'after' }), () => ({
    body: { items: part(0), next: 'same' },
  }));
  await expect(sameToken).rejects.toThrow('gives the same page again and again');
  const ignoresPage = readAll(scan({ kind: 'page', in: 'page', size }), () => ({ body: { items: part(0) } }));
  await expect(ignoresPage).rejects.toThrow('gives the same page again and again');
});

it('takes a list that is null as empty, and refuses an answer without a list', async () => {
  expect((await readAll(scan({ kind: 'none' }), () => ({ body: { items: null } }))).keys).toEqual([]);
  const other = readAll(scan({ kind: 'none' }), () => ({ body: { error: 'no such thing' } }));
  await expect(other).rejects.toThrow('holds no list of records at "items"');
});

it('reports what has no key instead of losing it', async () => {
  const vendor = await startVendor(() => ({ body: { items: [{ id: '1' }, { name: 'nobody' }, 'text'] } }));
  const { readDeclared } = await import('../../../src/land/declared/read.ts');
  const list = scan({ kind: 'none' });
  list.key = ({ id }) => (id as string).toUpperCase();
  const connection = connectTo({ baseUrl: vendor.url });
  for await (const page of readDeclared(connection, list, null, contextOf(connection))) {
    expect(page.records.map(({ key }) => key)).toEqual(['1']);
    expect(page.unreadable?.map(({ value }) => value)).toEqual(['{"name":"nobody"}', '"text"']);
  }
});

it('goes on with an interrupted list, and begins again where its token has ended', async () => {
  let ended = false;
  const vendor = await startVendor(({ query }) => {
    const from = Number(query.get('after') ?? 0);
    if (ended && from === 4) {
      ended = false;
      return { status: 410 };
    }
    return { body: { items: part(from), next: from + 4 < 10 ? from + 4 : null } };
  });
  const list = scan({ kind: 'token', at: 'next', in: 'after' });
  const connection = connectTo({ baseUrl: vendor.url });
  const kept = new Kept();
  await kept.read(connection, list, 1);
  expect(kept.cursor).toEqual({ next: 4 });
  await kept.read(connection, list, 1);
  expect(vendor.asked[1]!.query.get('after')).toBe('4');
  ended = true;
  kept.cursor = { next: 4 };
  await kept.read(connection, list);
  expect(kept.cursor).toBe(null);
  expect([...kept.versions.keys()]).toEqual(all);
});

it('keeps no link that carries a secret', async () => {
  const vendor = await startVendor(({ query }) => ({
    body: { items: part(0), next: query.has('page') ? null : '/items?page=2&access_token=very-secret' },
  }));
  const kept = new Kept();
  const connection = connectTo({ baseUrl: vendor.url }, { secrets: ['very-secret'] });
  await kept.read(connection, scan({ kind: 'link', at: 'next' }), 1);
  expect(kept.cursor).toBe(null);
});
