import { type DeclaredStream, defineConnector, type Draft, hmacSha256, recordAt, sameSignature } from 'clientela/sdk';
import { type Payload, settingsOf, textAt, z } from 'clientela/sdk';
import { keyOf, mapCustomer, mapOrder } from './map.ts';

const settings = settingsOf(
  'Acme',
  z.strictObject({
    url: z.url('must be an address').describe('Where Acme answers: "https://acme.example"'),
    token: z.string('is required').describe('An API token: Acme → Settings → API'),
    webhookSecret: z.string().describe('The secret of the webhook').optional(),
  }),
);

/** A list that is asked for by change, oldest change first, and what its records become. */
const list = (
  name: string,
  entities: DeclaredStream['entities'],
  map: (record: Payload) => Draft[],
): DeclaredStream => ({
  entities,
  scopes: [`${name}:read`],
  request: { path: `/${name}`, query: { sort: 'updated_at' } },
  records: name,
  key: keyOf,
  paging: { kind: 'keyset', size: { in: 'limit', max: 200 }, offset: 'offset' },
  cursor: {
    field: 'updated_at',
    step: 's',
    order: 'asc',
    since: (instant) => ({ query: { updated_since: instant } }),
  },
  map,
});

const streams = {
  customers: list('customers', ['customer'], mapCustomer),
  orders: list('orders', ['order', 'line'], mapOrder),
};

export default defineConnector({
  id: 'acme',
  title: 'Acme',
  version: '1',
  kind: 'SHOP',
  docs: 'README.md',
  ...settings,
  secrets: ['token', 'webhookSecret'],
  http: ({ url, token }) => ({
    baseUrl: `${url}/api/v2`,
    auth: { kind: 'bearer', token },
    limits: [{ kind: 'bucket', capacity: 100, perSeconds: 60 }],
  }),
  async check({ url }, send) {
    await send({ path: '/orders', query: { limit: 1 } });
    return { account: new URL(url).host };
  },
  streams: () => streams,
  webhooks: {
    setup: 'In Acme, Settings → Webhooks: give the address {url}. The secret it shows is the setting webhookSecret.',
    verify: ({ body, headers }, { webhookSecret }) =>
      sameSignature(hmacSha256(webhookSecret, [body], 'hex'), headers['x-acme-signature']),
    id: ({ headers }) => headers['x-acme-delivery'],
    route(body) {
      const [stream = '', event] = textAt(body, 'event')?.split('.') ?? [];
      const record = recordAt(body, 'data');
      if (!(stream in streams)) return [];
      return [event === 'deleted' ? { stream, deleted: keyOf(record) } : { stream, record }];
    },
  },
});
