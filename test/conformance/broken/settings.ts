import type { Settings } from '../acme/connector.ts';
import { acme, surveys } from '../acme/connector.ts';
import { streams } from '../acme/streams.ts';
import { type Broken, withStream } from './broken.ts';
import type { Payload, ReadContext } from '../../../src/sdk/index.ts';

export const brokenSettings: readonly Broken[] = [
  {
    check: 1,
    what: 'takes any settings',
    connector: { ...acme, parse: (written) => written as Settings },
  },
  {
    check: 1,
    what: 'refuses settings without saying which',
    connector: {
      ...acme,
      parse(written) {
        const names = Object.keys(written as object);
        if (names.length === 3 && names.every((name) => ['url', 'token', 'webhookSecret'].includes(name)))
          return written as Settings;
        throw new Error('invalid settings');
      },
    },
  },
  { check: 2, what: 'does not say that its token is secret', connector: { ...acme, secrets: ['webhookSecret'] } },
  {
    check: 2,
    what: 'keeps its token in the cursor',
    connector: {
      ...acme,
      streams: ({ token }) => ({
        surveys: {
          ...surveys,
          async *read(_, { send }: ReadContext) {
            const { surveys: found } = (await send({ path: '/surveys' })).body as { surveys: Payload[] };
            yield { records: found.map((payload) => ({ key: String(payload['id']), payload })), cursor: { token } };
          },
        },
      }),
    },
  },
  {
    check: 3,
    what: 'believes that it is connected',
    connector: { ...acme, check: ({ url }) => Promise.resolve({ account: url }) },
  },
  {
    check: 3,
    what: 'hides whose trouble it is',
    connector: {
      ...acme,
      check: async (config, send) => {
        try {
          return await acme.check(config, send);
        } catch {
          throw new Error('could not connect');
        }
      },
    },
  },
  {
    check: 30,
    what: 'does not say what it must be allowed',
    connector: withStream('orders', { ...streams.orders, scopes: [] }),
  },
];
