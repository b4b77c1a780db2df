import { type AscendingCursor, type DeclaredStream, defineConnector } from '../../src/sdk/index.ts';
import type { Json, KeysetPaging, NumberedPaging } from '../../src/sdk/index.ts';
import { mapCategory, mapProduct, mapVariation } from './catalogue-map.ts';
import { mapCustomer } from './customer-map.ts';
import { mapOrder } from './order-map.ts';
import { mapRefund } from './refund-map.ts';
import { settings } from './settings.ts';
import { webhooks } from './webhooks.ts';

const size = { in: 'per_page', max: 100 };
const byPage: NumberedPaging = { kind: 'page', in: 'page', size };
const byChange: KeysetPaging = { kind: 'keyset', size, offset: 'offset' };

const changed: AscendingCursor = {
  field: 'date_modified_gmt',
  step: 's',
  exclusive: true,
  order: 'asc',
  // Given with a zone, WordPress would turn it into the shop's; without `dates_are_gmt` it would take it for the shop's.
  since: (instant) => ({ query: { modified_after: instant.replace('Z', ''), dates_are_gmt: true } }),
};
const oldestChangeFirst = { orderby: 'modified', order: 'asc' };
const oldestFirst = { orderby: 'id', order: 'asc' };

const key = ({ id }: { id?: Json }) => String(id);
const own = { scopes: ['Read'], records: '', key };

const orders = (status: string): DeclaredStream => ({
  ...own,
  entities: ['order', 'line', 'discount', 'payment', 'touch'],
  request: { path: '/orders', query: { status, ...oldestChangeFirst } },
  paging: byChange,
  cursor: changed,
  map: mapOrder,
});

const streams: Record<string, DeclaredStream> = {
  categories: {
    ...own,
    entities: ['category'],
    request: { path: '/products/categories', query: oldestFirst },
    paging: byPage,
    cursor: 'scan',
    deletes: 'scan',
    map: mapCategory,
  },
  products: {
    ...own,
    entities: ['product'],
    request: { path: '/products', query: { status: 'any', ...oldestChangeFirst } },
    paging: byChange,
    cursor: changed,
    map: mapProduct,
  },
  variations: {
    ...own,
    entities: ['variant'],
    parent: {
      request: { path: '/products', query: { status: 'any', type: 'variable', ...oldestChangeFirst } },
      records: '',
      key,
      paging: byChange,
      cursor: changed,
      children: ({ id }) => ({ path: `/products/${String(id)}/variations`, query: oldestFirst }),
      // Before version 8.3 a variation does not say whose it is.
      inherit: ({ id }) => ({ parent_id: id! }),
    },
    paging: byPage,
    map: mapVariation,
  },
  // Customers cannot be asked for by change, and only some of them unless all roles are asked for.
  customers: {
    ...own,
    entities: ['customer'],
    request: { path: '/customers', query: { role: 'all', ...oldestFirst } },
    paging: byPage,
    cursor: 'scan',
    deletes: 'scan',
    map: mapCustomer,
  },
  orders: orders('any'),
  // "any" leaves these out, so that an order would seem to stand as it was before.
  'trashed-orders': orders('trash'),
  refunds: {
    ...own,
    entities: ['refund', 'refundLine'],
    request: { path: '/refunds', query: oldestFirst },
    paging: byPage,
    cursor: 'scan',
    deletes: 'scan',
    map: mapRefund,
  },
};

/** A WooCommerce shop through its REST API, version 3. */
export default defineConnector({
  id: 'woocommerce',
  title: 'WooCommerce',
  version: '1',
  kind: 'SHOP',
  docs: 'connectors/woocommerce/README.md',
  ...settings,
  secrets: ['consumerKey', 'consumerSecret', 'webhookSecret'],
  http: ({ url, consumerKey, consumerSecret }) => ({
    baseUrl: `${url.replace(/\/+$/, '')}/wp-json/wc/v3`,
    auth: { kind: 'basic', user: consumerKey, password: consumerSecret },
  }),
  async check({ url }, send) {
    await send({ path: '/orders', query: { per_page: 1, status: 'any' } });
    return { account: new URL(url).host };
  },
  streams: () => streams,
  webhooks,
});
