import { hmacSha256, idAt, type News, recordAt, recordsAt, sameSignature } from '../../src/sdk/index.ts';
import type { Payload, Webhooks } from '../../src/sdk/index.ts';
import type { Settings } from './settings.ts';

/** Deliveries hold records as the lists give them; only what was thrown away is named and nothing more. */
export const webhooks: Webhooks<Settings> = {
  setup: [
    'In WordPress: WooCommerce → Settings → Advanced → Webhooks → Add webhook.',
    'One for each of the topics Order created, updated, deleted and restored, Product created, updated, deleted and',
    'restored, Customer created, updated and deleted. Delivery URL: {url}. API version: WP REST API Integration v3.',
    'Give all of them the same secret, and give that to the source as webhookSecret.',
  ].join(' '),
  ping: ({ body }) => /^webhook_id=\d+$/.test(body.toString()),
  verify: ({ body, headers }, { webhookSecret }) =>
    sameSignature(hmacSha256(webhookSecret, [body], 'base64'), headers['x-wc-webhook-signature']),
  id: ({ headers }) => headers['x-wc-webhook-delivery-id'],
  route(body, { headers }) {
    const [resource, event] = (headers['x-wc-webhook-topic'] ?? '').split('.');
    const [record, id] = [recordAt(body, ''), idAt(body, 'id')];
    if (id === undefined) return [];
    if (resource === 'order') return ofOrder(record, id, event);
    if (resource === 'product') return ofProduct(record, id, event);
    if (resource !== 'customer') return [];
    return event === 'deleted' ? [{ stream: 'customers', deleted: id }] : [{ stream: 'customers', record }];
  },
};

/** "Deleted" is the trash, where the order can be asked for still. */
function ofOrder(record: Payload, id: string, event: string | undefined): News[] {
  if (event === 'deleted')
    return [{ stream: 'trashed-orders', refetch: { path: '/orders', query: { include: id, status: 'trash' } } }];
  const refunds = recordsAt(record, 'refunds').map((refund): News => {
    const include = idAt(refund, 'id') ?? '0';
    return { stream: 'refunds', refetch: { path: '/refunds', query: { include } } };
  });
  return [{ stream: 'orders', record }, ...refunds];
}

/** The same topics tell of variations, which a product's list does not hold. */
function ofProduct(record: Payload, id: string, event: string | undefined): News[] {
  if (event === 'deleted')
    return [{ stream: 'products', refetch: { path: '/products', query: { include: id, status: 'trash' } } }];
  const parent = idAt(record, 'parent_id');
  if (record['type'] !== 'variation') return [{ stream: 'products', record }];
  if (parent === undefined) return [];
  return [{ stream: 'variations', refetch: { path: `/products/${parent}/variations`, query: { include: id } } }];
}
