import { z } from 'zod';
import { defineConnector, type HttpRequest, type HttpResponse, type Json } from '../../src/sdk/index.ts';
import {
  type Auth,
  type DeclaredStream,
  type Send,
  settingsOf,
  SourceError,
  type Verdict,
} from '../../src/sdk/index.ts';
import { mapCollection, mapProduct } from './catalogue-map.ts';
import { mapCustomer } from './customer-map.ts';
import { mapOrder } from './order-map.ts';
import { collectionsQuery, customersQuery, ordersQuery, productsQuery, shopQuery } from './queries.ts';

const given = z.string().min(1, 'is empty');
const settings = z.strictObject({
  url: z
    .url({ protocol: /^https?$/, error: 'must be the address of the Admin API: "https://shop.example/admin-api"' })
    .describe('The Admin API\'s address: "https://shop.example/admin-api"'),
  apiKey: given.describe("An administrator's, where the shop takes API keys").optional(),
  username: given.describe("An administrator's, instead of an API key").optional(),
  password: given.describe('Together with the user name').optional(),
  channel: given.describe('The token of the channel to read; the default channel where left out').optional(),
  orderDays: z
    .int('must be a whole number of days')
    .min(1, 'must be at least 1')
    .max(3650, 'is too many')
    .default(60)
    .describe('Orders so many days old are asked for again each time: nothing says when they are sent or refunded'),
  moneyDecimals: z
    .int('must be a whole number')
    .min(0, 'is negative')
    .max(8, 'is too many')
    .default(2)
    .describe("Decimals of the shop's amounts: the precision of its money strategy"),
});
type Settings = z.output<typeof settings>;

function checkCredentials({ apiKey, username, password }: Settings, context: z.core.$RefinementCtx): void {
  const wrong = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
  if (apiKey !== undefined && username !== undefined) wrong('username', 'goes without apiKey: give one of them');
  if (apiKey === undefined && username === undefined) wrong('apiKey', 'is required, or username and password');
  if (username !== undefined && password === undefined) wrong('password', 'is required with username');
}

function authOf({ apiKey, username, password }: Settings): Auth {
  if (apiKey !== undefined) return { kind: 'header', name: 'vendure-api-key', value: apiKey };
  const query = `mutation Login($username: String!, $password: String!) {
    login(username: $username, password: $password) { __typename }
  }`;
  return {
    kind: 'session',
    login: { method: 'POST', path: '', body: { query, variables: { username: username!, password: password! } } },
    token: ({ headers }) => headers['vendure-auth-token'],
  };
}

const asked = (query: string, options: Json): HttpRequest => ({
  method: 'POST',
  path: '',
  body: { query, variables: { options } },
});
const sized = (max: number) => ({ in: 'variables.options.take', max });
const offset = 'variables.options.skip';
const key = ({ id }: { id?: Json }) => String(id);
const shopData = { personalData: false, firstParty: true, key };
const personal = { ...shopData, personalData: true };

/** Changes are shown when the shop's database has kept them, some moments after the time that they bear. */
const byChange = {
  field: 'updatedAt',
  step: 'ms',
  exclusive: true,
  order: 'asc',
  lagSeconds: 60,
  since: (instant: string) => ({ body: { variables: { options: { filter: { updatedAt: { after: instant } } } } } }),
} as const;

const streams = ({ orderDays, moneyDecimals }: Settings): Record<string, DeclaredStream> => ({
  collections: {
    ...shopData,
    scopes: ['ReadCatalog'],
    entities: ['category'],
    deletes: 'scan',
    request: asked(collectionsQuery, { sort: { id: 'ASC' } }),
    records: 'data.collections.items',
    paging: { kind: 'offset', in: offset, size: sized(500) },
    cursor: 'scan',
    map: mapCollection,
  },
  // A price changes without its product, and what is removed is missing: the catalogue is read as a whole.
  products: {
    ...shopData,
    scopes: ['ReadCatalog'],
    entities: ['product', 'variant'],
    deletes: 'scan',
    request: asked(productsQuery, { sort: { id: 'ASC' } }),
    records: 'data.products.items',
    paging: { kind: 'offset', in: offset, size: sized(100) },
    cursor: 'scan',
    map: (product) => mapProduct(product, moneyDecimals),
  },
  customers: {
    ...personal,
    scopes: ['ReadCustomer'],
    entities: ['customer'],
    request: asked(customersQuery, { sort: { updatedAt: 'ASC' } }),
    records: 'data.customers.items',
    paging: { kind: 'keyset', size: sized(500), offset },
    cursor: byChange,
    map: mapCustomer,
  },
  orders: {
    ...personal,
    scopes: ['ReadOrder'],
    entities: ['cart', 'order', 'line', 'discount', 'payment', 'refund', 'refundLine', 'delivery'],
    // Sorted by id as well it would be sorted by id first.
    request: asked(ordersQuery, { sort: { updatedAt: 'ASC' } }),
    records: 'data.orders.items',
    paging: { kind: 'keyset', size: sized(100), offset },
    // What is placed, sent, delivered or refunded keeps its time of change.
    cursor: { ...byChange, lookbackDays: orderDays },
    map: (order) => mapOrder(order, moneyDecimals),
  },
});

/** GraphQL answers 200 with errors inside. */
function verdictOf({ body }: HttpResponse): Verdict | undefined {
  const { errors } = (body ?? {}) as { errors?: { extensions?: { code?: string } }[] };
  if (!Array.isArray(errors) || errors.length === 0) return undefined;
  const codes = errors.map(({ extensions }) => extensions?.code);
  if (codes.includes('FORBIDDEN')) return 'auth';
  // An error without a code is the database's, such as one that is locked.
  return codes.some((code) => code === undefined || code === 'INTERNAL_SERVER_ERROR') ? 'retry' : 'fail';
}

/** Says which permission is missing: Vendure says of everything that it is forbidden. */
async function needs(send: Send, permission: string, list: string): Promise<void> {
  try {
    await send({ method: 'POST', path: '', body: { query: `{ ${list}(options: { take: 1 }) { totalItems } }` } });
  } catch (error) {
    if (!(error instanceof SourceError) || error.kind !== 'auth') throw error;
    throw new SourceError('scope', `The administrator's role lacks the permission ${permission}`);
  }
}

/** A Vendure shop through its Admin API, version 3.7. */
export default defineConnector({
  id: 'vendure',
  title: 'Vendure',
  version: '1',
  kind: 'SHOP',
  docs: 'connectors/vendure/README.md',
  ...settingsOf('Vendure', settings.superRefine(checkCredentials)),
  secrets: ['apiKey', 'password'],
  http: (config) => ({
    baseUrl: config.url,
    auth: authOf(config),
    headers: config.channel === undefined ? {} : { 'vendure-token': config.channel },
    retryable: verdictOf,
  }),
  async check({ url, moneyDecimals }, send) {
    const { body } = await send({ method: 'POST', path: '', body: { query: shopQuery } });
    const { data } = body as unknown as ShopAnswer;
    await needs(send, 'ReadCatalog', 'products');
    await needs(send, 'ReadCustomer', 'customers');
    await needs(send, 'ReadOrder', 'orders');
    const decimals = data.globalSettings.serverConfig.moneyStrategyPrecision;
    if (decimals !== moneyDecimals)
      throw new SourceError('config', `The shop's amounts have ${decimals} decimals: set moneyDecimals to ${decimals}`);
    return { account: `${new URL(url).host} ${data.activeChannel.code}` };
  },
  streams,
});

interface ShopAnswer {
  data: { activeChannel: { code: string }; globalSettings: { serverConfig: { moneyStrategyPrecision: number } } };
}
