import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { type Connector, type DeclaredStream, defineConnector, settingsOf } from '../../src/sdk/index.ts';
import { Worker } from '../../src/worker.ts';
import { type Asked, type Reply, startVendor } from '../land/http/vendor.ts';
import { startApi } from './api.ts';

const settings = z.strictObject({
  url: z.url('must be an address'),
  token: z.string('is required').min(8, 'is too short'),
});

const people = (path: string): DeclaredStream => ({
  entities: ['customer'],
  personalData: true,
  firstParty: true,
  scopes: ['people:read'],
  request: { path },
  records: '',
  key: ({ id }) => String(id),
  paging: { kind: 'none' },
  cursor: 'scan',
  map: ({ id, name }) => [{ type: 'customer', data: { key: String(id), name: String(name) } }],
});

const desk = defineConnector({
  id: 'desk',
  title: 'Desk',
  version: '2.1',
  kind: 'HELPDESK',
  docs: 'https://desk.example/docs',
  ...settingsOf('Desk', settings),
  secrets: ['token'],
  http: ({ url, token }) => ({ baseUrl: url, auth: { kind: 'bearer', token } }),
  check: async (_, send) => ({ account: String(((await send({ path: '/me' })).body as { name: string }).name) }),
  streams: () => ({ people: people('/people'), staff: people('/staff') }),
  webhooks: {
    setup: 'Give {url} to the desk.',
    verify: () => true,
    id: () => undefined,
    route: () => [{ stream: 'nowhere', deleted: '1' }],
  },
});

export const token = 'tok-0123456789';

/** An API that knows one connector, whose vendor each test starts for itself. To be called at the top level of a file. */
export async function startDeskApi() {
  const api = await startApi([desk as unknown as Connector<unknown>]);
  return {
    ...api,
    /** Runs what waits, until nothing does. */
    async work(): Promise<void> {
      const worker = new Worker(api.store, { access: api.access });
      await worker.look();
      await worker.idle();
    },
    /** Asks, and expects no errors. */
    async must<Data>(secret: string, query: string, variables?: Record<string, unknown>): Promise<Data> {
      const { data, errors } = await api.ask<Data>(secret, query, variables);
      if (errors) throw new Error(JSON.stringify(errors));
      return data!;
    },
    /** Subscribes; the events come one by one. */
    async subscribe(secret: string | undefined, query: string, variables: Record<string, unknown> = {}, url = api.url) {
      const controller = new AbortController();
      onTestFinished(() => controller.abort());
      const response = await fetch(`${url}/graphql/stream`, {
        method: 'POST',
        headers: {
          accept: 'text/event-stream',
          'content-type': 'application/json',
          ...(secret && { authorization: `Bearer ${secret}` }),
        },
        body: JSON.stringify({ query, variables }),
        signal: controller.signal,
      });
      return { status: response.status, events: eventsOf(response) };
    },
  };
}

async function* eventsOf(response: Response): AsyncGenerator<{ data?: unknown; errors?: { message: string }[] }> {
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const [, data] = /^event: next\ndata: (.*)$/m.exec(text.slice(0, end)) ?? [];
      text = text.slice(end + 2);
      if (data) yield JSON.parse(data) as { data?: unknown };
    }
  }
}

/** A desk of two people that knows its token; `answer` may change what it says. */
export const startDeskVendor = (answer: (asked: Asked) => Reply | undefined = () => undefined) =>
  startVendor((asked) => {
    if (asked.headers.authorization !== `Bearer ${token}`)
      return { status: 401, body: { error: `${asked.headers.authorization} is unknown` } };
    const other = answer(asked);
    if (other) return other;
    if (asked.path === '/me') return { body: { name: 'Desk no. 1' } };
    return { body: [1, 2].map((id) => ({ id, name: `${asked.path} ${id}` })) };
  });
