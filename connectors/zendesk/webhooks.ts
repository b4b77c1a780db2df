import { hmacSha256, type HttpRequest, sameSignature, textAt, type Webhooks } from '../../src/sdk/index.ts';
import type { Settings } from './settings.ts';

const toleranceMs = 5 * 60_000;
const endings = ['ticket.soft_deleted', 'ticket.permanently_deleted', 'user.deleted'];

/** Events hold less of a record than the exports do: it is asked for, with what was measured. */
export const webhooks: Webhooks<Settings> = {
  setup: [
    'In the Admin Center: Apps and integrations → Webhooks → Create webhook → Zendesk events, with all Ticket events',
    'and all User events. Endpoint URL: {url}. Request method: POST. Request format: JSON. No authentication.',
    'Then reveal its signing secret, and give that to the source as webhookSecret.',
  ].join(' '),
  verify({ body, headers, at }, { webhookSecret }) {
    const signedAt = headers['x-zendesk-webhook-signature-timestamp'] ?? '';
    return (
      Math.abs(at - Date.parse(signedAt)) <= toleranceMs &&
      sameSignature(hmacSha256(webhookSecret, [signedAt, body], 'base64'), headers['x-zendesk-webhook-signature'])
    );
  },
  id: ({ headers }) => headers['x-zendesk-webhook-invocation-id'],
  route(body) {
    const [, kind, id] = /^zen:(ticket|user):(\d+)$/.exec(textAt(body, 'subject') ?? '') ?? [];
    if (id === undefined) return [];
    const stream = `${kind}s`;
    const ended = endings.some((type) => textAt(body, 'type') === `zen:event-type:${type}`);
    return ended ? [{ stream, deleted: id }] : [{ stream, refetch: request(stream, id) }];
  },
};

const request = (stream: string, ids: string): HttpRequest => ({
  path: `/${stream}/show_many.json`,
  query: stream === 'tickets' ? { ids, include: 'metric_sets' } : { ids },
});
