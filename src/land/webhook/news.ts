import { type DeclaredStream, type HttpRequest, type HttpResponse, type Json, SourceError } from '../../sdk/index.ts';
import type { News, Page, Stream } from '../../sdk/index.ts';
import { sliceOf } from '../declared/list.ts';
import { at } from '../json-path.ts';

type Streams = Record<string, Stream | DeclaredStream>;
type Told = Required<Pick<Page, 'records' | 'unreadable' | 'deleted'>>;

/** What a delivery tells, stream by stream; asks the vendor for what it does not hold. Throws a SourceError. */
export async function pagesOf(
  news: readonly News[],
  streams: Streams,
  send: (request: HttpRequest) => Promise<HttpResponse>,
): Promise<Map<string, Told>> {
  const pages = new Map<string, Told>();
  for (const one of news) {
    const stream = streams[one.stream];
    if (!stream) throw new SourceError('data', `A delivery tells of "${one.stream}", which is no stream of the source`);
    const page = pages.get(one.stream) ?? { records: [], unreadable: [], deleted: [] };
    pages.set(one.stream, page);
    if ('deleted' in one) {
      page.deleted.push(one.deleted);
      continue;
    }
    const list = declared(stream, one.stream);
    const { records, unreadable } =
      'record' in one
        ? sliceOf([one.record], { key: list.key, records: '' })
        : sliceOf(...answerOf(list, (await send(one.refetch)).body));
    page.records.push(...records);
    page.unreadable.push(...unreadable);
  }
  return pages;
}

/** Only a list says how its records are named and where they stand in an answer. */
function declared(stream: Stream | DeclaredStream, name: string): DeclaredStream {
  if (!stream.read) return stream;
  throw new SourceError('data', `A delivery holds a record of "${name}", which is read by the connector's own code`);
}

/** Asked for one record by its address, many vendors give it bare where a list would stand. */
function answerOf(list: DeclaredStream, body: Json): Parameters<typeof sliceOf> {
  const found = typeof list.records === 'string' ? at(body, list.records) : undefined;
  const bare = typeof found === 'object' && found !== null && !Array.isArray(found);
  return bare ? [[found], { key: list.key, records: '' }] : [body, list];
}
