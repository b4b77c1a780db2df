import { randomUUID } from 'node:crypto';
import type { Json, Webhooks } from '../../../src/sdk/index.ts';
import { acme, type Settings, webhooks } from '../acme/connector.ts';
import type { Broken } from './broken.ts';

const withWebhooks = (change: Partial<Webhooks<Settings>>) => ({ ...acme, webhooks: { ...webhooks, ...change } });

export const brokenWebhooks: readonly Broken[] = [
  { check: 26, what: 'believes everything', connector: withWebhooks({ verify: () => true }) },
  {
    check: 26,
    what: 'verifies the JSON, not the bytes',
    connector: withWebhooks({
      verify(delivery, config) {
        try {
          // As it was written: with a space after every colon and comma.
          const body = JSON.stringify(JSON.parse(delivery.body.toString()) as Json, null, 1).replaceAll(/\n */g, ' ');
          const tight = body.replaceAll(/([{[]) /g, '$1').replaceAll(/ ([}\]])/g, '$1');
          return webhooks.verify({ ...delivery, body: Buffer.from(tight) }, config);
        } catch {
          return false;
        }
      },
    }),
  },
  {
    check: 26,
    what: 'believes a delivery of last year',
    connector: withWebhooks({
      verify: (delivery, config) =>
        webhooks.verify({ ...delivery, at: Number(delivery.headers['acme-time']) * 1000 }, config),
    }),
  },
  { check: 26, what: 'gives every delivery a name of its own', connector: withWebhooks({ id: () => randomUUID() }) },
  {
    check: 26,
    what: 'tells of a stream that is none',
    connector: withWebhooks({ route: () => [{ stream: 'order', deleted: '1' }] }),
  },
];
