import demo from '../../connectors/demo/index.ts';
import { readContext } from '../../src/land/read-context.ts';
import type { DraftData, DraftType, Json, Page, Payload } from '../../src/sdk/index.ts';

export const streamsOf = (settings: { [name: string]: Json }) =>
  demo.streams(demo.parse({ endsOn: '2025-12-31', ...settings }));

const context = readContext(null, { signal: new AbortController().signal, log: () => {} });

/** The records of one stream, page by page. */
export async function pagesOf(stream: ReturnType<typeof streamsOf>[string]) {
  const pages: Page[] = [];
  for await (const page of stream.read!(null, context)) pages.push(page);
  return pages;
}

/** The page that follows a cursor, or null after the last. */
export async function pageAfter(stream: ReturnType<typeof streamsOf>[string], cursor: Json) {
  for await (const page of stream.read!(cursor, context)) return page;
  return null;
}

export async function payloadsOf(stream: ReturnType<typeof streamsOf>[string]): Promise<Payload[]> {
  return (await pagesOf(stream)).flatMap(({ records }) => records.map(({ payload }) => payload));
}

/** Everything that the streams of these settings become, by type. */
export async function draftsOf(settings: { [name: string]: Json }) {
  const all: { [T in DraftType]?: DraftData[T][] } = {};
  for (const stream of Object.values(streamsOf(settings))) {
    for (const payload of await payloadsOf(stream)) for (const draft of stream.map(payload)) keep(all, draft);
  }
  return <T extends DraftType>(type: T): DraftData[T][] => all[type] ?? [];
}

function keep<T extends DraftType>(
  all: { [U in DraftType]?: DraftData[U][] },
  { type, data }: { type: T; data: DraftData[T] },
): void {
  const list: DraftData[T][] = (all[type] ??= []);
  list.push(data);
}
