import { z } from 'zod';
import {
  defineConnector,
  hmacSha256,
  type Json,
  type Payload,
  sameSignature,
  settingsOf,
} from '../../../src/sdk/index.ts';
import type { Connector, Delivery, ReadContext, Stream, Webhooks } from '../../../src/sdk/index.ts';
import { orders, mapSurvey, streams } from './streams.ts';

export interface Settings {
  url: string;
  token: string;
  webhookSecret?: string | undefined;
}

const settings = z.strictObject({
  url: z.url({ error: 'must be the address of the shop' }),
  token: z.string('is required').min(1, 'is empty'),
  webhookSecret: z.string().min(1, 'is empty').optional(),
});

/** Pages of answers by a link in the body, which a reading by its own code follows to its end. */
export async function* readSurveys(cursor: Json, { send }: ReadContext) {
  const links = new Set<string>();
  for (let path: string | null = typeof cursor === 'string' ? cursor : '/surveys'; path !== null;) {
    if (links.has(path)) throw new Error('the surveys lead in a circle');
    links.add(path);
    const { body } = await send({ path });
    const { surveys, next } = body as { surveys: Payload[]; next: string | null };
    if (!Array.isArray(surveys)) throw new Error('the answer holds no surveys');
    yield { records: surveys.map((payload) => ({ key: String(payload['id']), payload })), cursor: next ?? path };
    path = next;
  }
}

export const surveys: Stream = {
  entities: ['survey'],
  personalData: false,
  firstParty: true,
  scopes: ['surveys:read'],
  read: readSurveys,
  map: mapSurvey,
};

const tolerance = 300_000;
const signedAt = ({ headers }: Delivery): number => Number(headers['acme-time']) * 1000;

export const webhooks: Webhooks<Settings> = {
  setup: 'In Acme, add a webhook for orders with the address {url}.',
  verify(delivery, { webhookSecret }) {
    if (webhookSecret === undefined || !(Math.abs(delivery.at - signedAt(delivery)) <= tolerance)) return false;
    const made = hmacSha256(webhookSecret, [delivery.headers['acme-time'] ?? '', '.', delivery.body], 'hex');
    return sameSignature(made, delivery.headers['acme-signature']);
  },
  id: ({ headers }) => headers['acme-delivery'],
  route(body) {
    const { topic, order } = body as { topic?: string; order?: Payload };
    if (topic === 'order.changed' && order) return [{ stream: 'orders', record: order }];
    return topic === 'order.removed' && order ? [{ stream: 'orders', deleted: orders.key(order) }] : [];
  },
};

/** A connector that holds to all thirty checks; the broken ones are this one with one thing changed. */
export const acme: Connector<Settings> = defineConnector({
  id: 'acme',
  title: 'Acme Shop',
  version: '1',
  kind: 'SHOP' as const,
  docs: 'https://acme.example/docs',
  ...settingsOf('Acme Shop', settings),
  secrets: ['token', 'webhookSecret'] as const,
  http: ({ url, token }: Settings) => ({
    baseUrl: `${url}/api/v1`,
    auth: { kind: 'bearer' as const, token },
    limits: [{ kind: 'bucket' as const, capacity: 40, perSeconds: 60 }],
  }),
  async check(_: Settings, send: (request: { path: string }) => Promise<{ body: Json }>) {
    const { body } = await send({ path: '/account' });
    return { account: String((body as { name: string }).name) };
  },
  streams: () => ({ ...streams, surveys }),
  webhooks,
});
