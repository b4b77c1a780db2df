import type { Connector, Json, Payload, ReadContext, Stream } from '../../../src/sdk/index.ts';
import { acme, type Settings, surveys } from '../acme/connector.ts';
import { type Broken, withStream } from './broken.ts';

interface Answer {
  surveys?: Payload[];
  next?: string | null;
}

const first = '/surveys';
const recordsOf = (found: Payload[]) => found.map((payload) => ({ key: String(payload['id']), payload }));
const withRead = (read: Stream['read']): Connector<Settings> => withStream('surveys', { ...surveys, read });

const ask = async ({ send }: ReadContext, path: string): Promise<Answer> => (await send({ path })).body as Answer;

/** Asks the vendor past the engine. */
async function fetched({ url, token }: Settings, path: string): Promise<Answer> {
  const address = new URL(path.startsWith('http') ? path : `${url}/api/v1${path}`);
  for (let turn = 0; ; turn++) {
    try {
      const answer = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
      if (answer.ok || turn === 3) return (await answer.json()) as Answer;
    } catch (error) {
      if (turn === 3) throw error;
    }
  }
}

const pastTheEngine: Connector<Settings> = {
  ...acme,
  streams: (config) => ({
    surveys: {
      ...surveys,
      async *read(cursor) {
        for (let path: string | null | undefined = (cursor as string | null) ?? first; path;) {
          const answer: Answer = await fetched(config, path);
          yield { records: recordsOf(answer.surveys ?? []), cursor: answer.next ?? path };
          path = answer.next;
        }
      },
    },
  }),
};

/** Readings by a connector's own code that go wrong, each in its own way. */
export const brokenReadings: readonly Broken[] = [
  {
    check: 11,
    what: 'moves its cursor beyond the page that it gives',
    connector: withRead(async function* (cursor, context) {
      let page = await ask(context, (cursor as string | null) ?? first);
      while (page.next) {
        const ahead = await ask(context, page.next);
        yield { records: recordsOf(page.surveys!), cursor: ahead.next ?? page.next };
        page = ahead;
      }
      yield { records: recordsOf(page.surveys!), cursor: (cursor as string | null) ?? first };
    }),
  },
  {
    check: 12,
    what: 'moves its cursor to the newest record on the first page',
    connector: withRead(async function* (cursor, context) {
      const since = cursor as string | null;
      let newest: Json = since;
      for (let path: string | null = since === null ? first : `${first}?since=${since}`; path !== null;) {
        const page = await ask(context, path);
        newest ??= page.surveys?.[0]?.['answered_at'] ?? null;
        yield { records: recordsOf(page.surveys!), cursor: newest };
        path = page.next ?? null;
      }
    }),
  },
  {
    check: 14,
    what: 'takes an error inside a 200 for an empty list',
    connector: withRead(async function* (cursor, context) {
      const links = new Set<string>();
      for (let path = (cursor as string | null) ?? first; !links.has(path);) {
        links.add(path);
        const page = await ask(context, path);
        yield { records: recordsOf(page.surveys ?? []), cursor: page.next ?? path };
        path = page.next ?? path;
      }
    }),
  },
  {
    check: 16,
    what: 'follows links for as long as there are any',
    connector: withRead(async function* (cursor, context) {
      for (let path: string | null = (cursor as string | null) ?? first; path !== null;) {
        const page: Answer = await ask(context, path);
        yield { records: recordsOf(page.surveys!), cursor: page.next ?? path };
        path = page.next ?? null;
      }
    }),
  },
  { check: 17, what: 'follows links wherever they lead, with its token', connector: pastTheEngine },
  {
    check: 20,
    what: 'ends what the part of a list that it read does not hold',
    connector: withRead(async function* (cursor, context) {
      const { path: from = first, known = [] } = (cursor ?? {}) as { path?: string; known?: string[] };
      const seen: string[] = [];
      const all = new Set(known);
      for (let path: string | null = from; path !== null;) {
        const page: Answer = await ask(context, path);
        const records = recordsOf(page.surveys!);
        seen.push(...records.map(({ key }) => key));
        for (const { key } of records) all.add(key);
        const deleted = page.next ? [] : [...all].filter((key) => !seen.includes(key));
        yield { records, deleted, cursor: { path: page.next ?? first, known: [...all] } };
        path = page.next ?? null;
      }
    }),
  },
  { check: 21, what: 'goes on asking when it is stopped', connector: pastTheEngine },
  { check: 22, what: 'asks past the limits', connector: pastTheEngine },
];
