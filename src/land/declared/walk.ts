import { type HttpRequest, type Json, SourceError } from '../../sdk/index.ts';
import type { LinkedPaging, NumberedPaging } from '../../sdk/index.ts';
import type { Connection } from '../http/connection.ts';
import { Asker, completed, type Shape, type Slice, sliceOf } from './list.ts';
import { pagerOf } from './pager.ts';

/** A page of a list, and the position of the one after it; null at the end. */
export interface ListPage extends Slice {
  next: Json;
}

/** Goes through a list from page to page. Throws where a page leads back to one that was read. */
export async function* walk(
  connection: Connection,
  list: Shape & { paging: LinkedPaging | NumberedPaging },
  request: HttpRequest,
  from: Json = null,
): AsyncGenerator<ListPage> {
  const pager = pagerOf(list.paging, (link) => connection.resolve(link));
  const asker = new Asker(connection.send, pager.largest, 1);
  const seen = new Set<string>();
  let previous = '';
  for (let position = from; ;) {
    seen.add(JSON.stringify(position));
    const { response, size } = await asker.ask((wanted) => pager.ask(request, position, wanted));
    const slice = await completed(sliceOf(response.body, list), list, connection.send);
    const next = pager.next(response, position, slice.count, size);
    const keys = slice.records.map(({ key }) => key).join('\n');
    if (next !== null && (seen.has(JSON.stringify(next)) || (keys !== '' && keys === previous)))
      throw new SourceError('data', `${request.path} gives the same page again and again`);
    yield { ...slice, next };
    if (next === null) return;
    previous = keys;
    position = next;
  }
}
