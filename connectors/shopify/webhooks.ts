import type { News, Payload, Webhooks } from '../../src/sdk/index.ts';
import { hmacSha256, idAt, recordAt, sameSignature } from '../../src/sdk/index.ts';
import { graphqlRequest } from './graphql.ts';
import { listQuery, type RootList } from './selection.ts';
import { abandonedCheckouts, customers, draftOrders, orders, products } from './lists.ts';
import type { Settings } from './settings.ts';
import { keyAt } from './values.ts';

/**
 * Deliveries have the shape of the REST API, and may come late and out of order: they only say what to ask for. It is asked
 * for as the list is, so that the answer is the record that the list would give.
 */
export const webhooks: Webhooks<Settings> = {
  setup: [
    "In the app's configuration (shopify.app.toml, or the mutation webhookSubscriptionCreate) subscribe, with the address",
    '{url}, to: orders/create, orders/updated, orders/delete, refunds/create, fulfillments/create, fulfillments/update,',
    'fulfillment_events/create, checkouts/create, checkouts/update, checkouts/delete, customers/create, customers/update,',
    'customers/delete, customers/merge, customers_email_marketing_consent/update, products/create, products/update, products/delete, draft_orders/create,',
    "draft_orders/update, draft_orders/delete. Give the app's API secret key to the source as apiSecret.",
  ].join(' '),
  verify: ({ body, headers }, { apiSecret }) =>
    apiSecret !== undefined && sameSignature(hmacSha256(apiSecret, [body], 'base64'), headers['x-shopify-hmac-sha256']),
  id: ({ headers }) => headers['x-shopify-webhook-id'],
  route(body, { headers }) {
    const [resource = '', event = ''] = (headers['x-shopify-topic'] ?? '').split('/');
    const told = recordAt({ body }, 'body');
    const subject = subjects[resource];
    if (!subject) return [];
    if (event !== 'merge') return newsOf(subject, subject.id(told), event === 'delete' || event === 'redact');
    const [gone, kept] = ['deleted', 'kept'].map((which) => keyAt(told, `admin_graphql_api_customer_${which}_id`));
    return [...newsOf(subject, gone, true), ...newsOf(subject, kept, false)];
  },
};

function newsOf({ stream, list }: Subject, key: string | undefined, gone: boolean): News[] {
  if (key === undefined || !/^\d+$/.test(key)) return [];
  return [
    gone
      ? { stream, deleted: key }
      : { stream, refetch: graphqlRequest(listQuery(list), { first: 1, query: `id:${key}` }) },
  ];
}

interface Subject {
  stream: string;
  list: RootList;
  /** The record that a delivery is about. */
  id(told: Payload): string | undefined;
}

const ownId = (told: Payload) => keyAt(told, 'admin_graphql_api_id') ?? idAt(told, 'id');
const orderId = (told: Payload) => idAt(told, 'order_id');
const ofOrder = { stream: 'orders', list: orders };
const ofCustomer = { stream: 'customers', list: customers };

const subjects: Readonly<Record<string, Subject>> = {
  orders: { ...ofOrder, id: (told) => ownId(told) ?? idAt(told, 'order_edit.order_id') },
  refunds: { ...ofOrder, id: orderId },
  fulfillments: { ...ofOrder, id: orderId },
  fulfillment_events: { ...ofOrder, id: orderId },
  order_transactions: { ...ofOrder, id: orderId },
  customers: { ...ofCustomer, id: (told) => ownId(told) ?? idAt(told, 'customer.id') },
  customers_email_marketing_consent: { ...ofCustomer, id: (told) => idAt(told, 'customer_id') },
  customers_marketing_consent: { ...ofCustomer, id: (told) => idAt(told, 'customer_id') },
  checkouts: { stream: 'abandoned-checkouts', list: abandonedCheckouts, id: ownId },
  products: { stream: 'products', list: products, id: ownId },
  draft_orders: { stream: 'draft-orders', list: draftOrders, id: ownId },
};
