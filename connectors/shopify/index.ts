import {
  type AscendingCursor,
  type DeclaredStream,
  defineConnector,
  type Json,
  type Payload,
} from '../../src/sdk/index.ts';
import { type ReadContext, recordsAt, required, type Send, SourceError, textAt } from '../../src/sdk/index.ts';
import { readInBulk } from './bulk.ts';
import { mapCheckout } from './checkout-map.ts';
import { wholeOrders, withConnections } from './completion.ts';
import { mapCustomer } from './customer-map.ts';
import { apiVersion, graphql, graphqlRequest, verdictOf } from './graphql.ts';
import { abandonedCheckouts, customers, draftOrders, orders, products } from './lists.ts';
import { mapOrder } from './order-map.ts';
import { mapProduct } from './product-map.ts';
import { mapDraftOrder } from './quote-map.ts';
import { listQuery, type RootList } from './selection.ts';
import { originOf, settings } from './settings.ts';
import { keyAt } from './values.ts';
import { webhooks } from './webhooks.ts';

const since = (column: string) => (instant: string) => ({
  body: { variables: { query: `${column}:>='${instant}'` } },
});
/** The filter looks into a search index, which shows changes a moment later. */
const byTime = { step: 's', order: 'asc', lagSeconds: 60 } as const;
const changed: AscendingCursor = { ...byTime, field: 'updatedAt', since: since('updated_at') };

/** A list as the engine reads it. `max` keeps what a page costs below the thousand points that a query may. */
function listing(list: RootList, max: number, complete = withConnections) {
  return {
    request: graphqlRequest(listQuery(list)),
    records: `data.${list.name}.nodes`,
    key: (record: Payload) => required(keyAt(record, 'id'), 'id'),
    complete: (records: Payload[], send: Send) => complete(records, list, send),
    paging: {
      kind: 'relay',
      connection: `data.${list.name}`,
      after: 'variables.after',
      size: { in: 'variables.first', max },
    },
    cursor: changed,
    firstParty: true,
  } as const;
}

/** The same, with all there was until now read in bulk. */
function listingWithBulk(list: RootList, max: number, complete = withConnections) {
  const declared = listing(list, max, complete);
  const backfill = (cursor: Json, context: ReadContext) => readInBulk(list, declared.complete, cursor, context);
  return { ...declared, backfill };
}

const streams: Record<string, DeclaredStream> = {
  products: {
    ...listingWithBulk(products, 25),
    entities: ['category', 'product', 'variant', 'cost'],
    personalData: false,
    scopes: ['read_products', 'read_inventory'],
    map: mapProduct,
  },
  customers: {
    ...listingWithBulk(customers, 100),
    entities: ['customer', 'consent'],
    personalData: true,
    scopes: ['read_customers'],
    map: mapCustomer,
  },
  orders: {
    ...listingWithBulk(orders, 25, wholeOrders),
    entities: ['order', 'line', 'discount', 'payment', 'refund', 'refundLine', 'delivery', 'touch'],
    personalData: true,
    scopes: ['read_orders', 'read_merchant_managed_fulfillment_orders'],
    map: mapOrder,
  },
  'abandoned-checkouts': {
    ...listing(abandonedCheckouts, 50),
    // Sorted by nothing but their beginning; what was bought after all is seen as long as it is looked back for.
    cursor: { ...byTime, field: 'createdAt', since: since('created_at'), lookbackDays: 30 },
    entities: ['cart'],
    personalData: true,
    scopes: ['read_orders'],
    map: mapCheckout,
  },
  'draft-orders': {
    ...listing(draftOrders, 100),
    entities: ['quote'],
    personalData: true,
    scopes: ['read_draft_orders'],
    map: mapDraftOrder,
  },
};

const shopQuery = '{ shop { name myshopifyDomain } currentAppInstallation { accessScopes { handle } } }';

/** A Shopify shop through its Admin API, in GraphQL. */
export default defineConnector({
  id: 'shopify',
  title: 'Shopify',
  version: '1',
  kind: 'SHOP',
  docs: 'connectors/shopify/README.md',
  ...settings,
  secrets: ['accessToken', 'apiSecret'],
  http: (config) => ({
    baseUrl: `${originOf(config)}/admin/api/${apiVersion}`,
    auth: { kind: 'header', name: 'X-Shopify-Access-Token', value: config.accessToken },
    limits: [{ kind: 'graphqlCost', at: 'extensions.cost' }],
    retryable: verdictOf,
  }),
  async check(_, send) {
    const data = await graphql(send, shopQuery);
    const given = new Set(
      recordsAt(data, 'currentAppInstallation.accessScopes').map((scope) => textAt(scope, 'handle')),
    );
    const wanted = new Set(Object.values(streams).flatMap(({ scopes = [] }) => scopes));
    // Who may write may read.
    const missing = [...wanted].filter((scope) => !given.has(scope) && !given.has(scope.replace('read_', 'write_')));
    if (missing.length > 0) throw new SourceError('scope', `The app lacks the access scopes ${missing.join(', ')}`);
    return { account: `${textAt(data, 'shop.name') ?? ''} (${textAt(data, 'shop.myshopifyDomain') ?? ''})` };
  },
  streams: () => streams,
  webhooks,
});
