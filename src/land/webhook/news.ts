import {
  type DeclaredStream,
  type HttpRequest,
  type Json,
  type News,
  type Page,
  SourceError,
} from '../../sdk/index.ts';
import type { Send, SourceRecord, Stream } from '../../sdk/index.ts';
import { completed, type Shape, type Slice, sliceOf } from '../declared/list.ts';
import { at } from '../json-path.ts';

type Streams = Record<string, Stream | DeclaredStream>;

/** What is told of one stream. */
export interface Told extends Required<Pick<Page, 'records' | 'unreadable' | 'deleted'>> {
  /** Records as the vendor gives them now; those that the delivery held may have changed since. */
  asked: SourceRecord[];
}

/** What a delivery tells, stream by stream; asks the vendor for what it does not hold. Throws a SourceError. */
export async function pagesOf(news: readonly News[], streams: Streams, send: Send): Promise<Map<string, Told>> {
  const pages = new Map<string, Told>();
  for (const one of news) {
    const stream = streams[one.stream];
    if (!stream) throw new SourceError('data', `A delivery tells of "${one.stream}", which is no stream of the source`);
    const page = pages.get(one.stream) ?? { records: [], asked: [], unreadable: [], deleted: [] };
    pages.set(one.stream, page);
    if ('deleted' in one) {
      page.deleted.push(one.deleted);
      continue;
    }
    const list = listOf(stream, one.stream);
    const slice = 'record' in one ? bare(one.record, list) : await ask(one.refetch, list, send);
    const { records, unreadable } = await completed(slice, list, send);
    ('record' in one ? page.records : page.asked).push(...records);
    page.unreadable.push(...unreadable);
  }
  return pages;
}

/** Only a list says how its records are named and where they stand in an answer. */
function listOf(stream: Stream | DeclaredStream, name: string): Shape {
  if (!stream.read) return stream;
  throw new SourceError('data', `A delivery holds a record of "${name}", which is read by the connector's own code`);
}

const bare = (record: Json, list: Shape) => sliceOf([record], { ...list, records: '' });

/** Asked for one record by its address, many vendors give it where the list would stand; of one that is gone we are told. */
async function ask(request: HttpRequest, list: Shape, send: Send): Promise<Slice> {
  const body = await send(request).then(
    (response) => response.body,
    (error) => {
      if (error instanceof SourceError && error.kind === 'gone') return null;
      throw error;
    },
  );
  if (body === null) return { records: [], unreadable: [], count: 0 };
  const found = typeof list.records === 'string' ? at(body, list.records) : undefined;
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? bare(found, list) : sliceOf(body, list);
}
