import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type DocumentNode, execute, GraphQLError, parse, validate } from 'graphql';
import { linesOf, type Operation, refusalOf } from './shopify/bulk.ts';
import { type Arguments, type Asking, rootConnection, type Thing } from './shopify/connection.ts';
import { Bucket, costOf } from './shopify/cost.ts';
import { adminSchema } from './shopify/schema.ts';

const token = 'shpat_emulator_token';
const secret = 'shpss_emulator_secret';
const allScopes = ['read_products', 'read_inventory', 'read_customers', 'read_orders', 'read_draft_orders'];

/**
 * A shop on loopback that answers by Shopify's own schema: queries that are wrong by it are refused, what costs too much
 * or comes too fast is, and bulk operations run by themselves and leave their file on another host.
 */
export class Shopify {
  readonly orders = new Map<string, Thing>();
  readonly customers = new Map<string, Thing>();
  readonly products = new Map<string, Thing>();
  readonly abandonedCheckouts = new Map<string, Thing>();
  readonly draftOrders = new Map<string, Thing>();
  /** Records that can be asked for by id but are in no list of their own. */
  readonly parts = new Map<string, Thing>();
  readonly settings = { shop: '', accessToken: token, apiSecret: secret };
  readonly operations: Operation[] = [];
  /** Queries as they were asked, with their variables. */
  readonly asked: { query: string; variables: Record<string, unknown> }[] = [];
  readonly scopes = new Set([...allScopes, 'read_merchant_managed_fulfillment_orders']);
  throttled = 0;
  /** What a query may cost. */
  mostPoints = 1000;
  bucket: Bucket;
  /** Runs before every answer: what happens at the shop meanwhile. */
  between: () => void = () => undefined;
  /** How the next bulk operation ends. */
  nextBulk: 'COMPLETED' | 'FAILED' | 'EXPIRED' | 'BROKEN_OFF' = 'COMPLETED';
  private readonly files = new Map<string, string>();
  private readonly documents = new Map<string, DocumentNode>();
  private servers: Server[] = [];
  private fileOrigin = '';
  private lastId = 1000;
  private time = Date.parse('2026-03-02T09:00:00Z');

  constructor(clock: { now(): number }) {
    this.bucket = new Bucket(2000, 100, () => clock.now());
  }

  async start(): Promise<void> {
    const api = createServer((request, response) => void this.serve(request, response));
    const files = createServer((request, response) => this.serveFile(request, response));
    this.servers = [api, files];
    const [apiPort, filePort] = await Promise.all(this.servers.map(listen));
    this.settings.shop = `http://127.0.0.1:${apiPort}`;
    this.fileOrigin = `http://127.0.0.1:${filePort}`;
  }

  stop(): void {
    for (const server of this.servers) {
      server.closeAllConnections();
      server.close();
    }
  }

  gid(type: string): string {
    return `gid://shopify/${type}/${++this.lastId}`;
  }

  /** Time goes on at the shop; without it everything happens in one second. */
  wait(seconds: number): void {
    this.time += seconds * 1000;
  }

  now(): string {
    return new Date(this.time).toISOString().replace('.000', '');
  }

  put(table: Map<string, Thing>, type: string, fields: Record<string, unknown>): Thing {
    const thing = { __typename: type, id: this.gid(type), createdAt: this.now(), updatedAt: this.now(), ...fields };
    table.set(thing.id, thing);
    return thing;
  }

  change(thing: Thing, fields: Record<string, unknown>): void {
    Object.assign(thing, fields, { updatedAt: this.now() });
  }

  /** A webhook as it would be sent. */
  delivery(topic: string, payload: object): { body: Buffer; headers: Record<string, string> } {
    const body = Buffer.from(JSON.stringify(payload));
    return {
      body,
      headers: {
        'x-shopify-topic': topic,
        'x-shopify-webhook-id': `delivery-${++this.lastId}`,
        'x-shopify-hmac-sha256': createHmac('sha256', secret).update(body).digest('base64'),
      },
    };
  }

  private readonly root = {
    orders: (given: Arguments, asking: Asking) => rootConnection(this.orders.values(), given, asking),
    customers: (given: Arguments, asking: Asking) => rootConnection(this.customers.values(), given, asking),
    products: (given: Arguments, asking: Asking) => rootConnection(this.products.values(), given, asking),
    draftOrders: (given: Arguments, asking: Asking) => rootConnection(this.draftOrders.values(), given, asking),
    abandonedCheckouts: (given: Arguments, asking: Asking) =>
      rootConnection(this.abandonedCheckouts.values(), given, asking),
    node: ({ id }: { id: string }) => this.find(id),
    nodes: ({ ids }: { ids: string[] }) => ids.map((id) => this.find(id)),
    shop: { name: 'Emulated Shop', myshopifyDomain: 'emulated.myshopify.com' },
    currentAppInstallation: () => ({ accessScopes: [...this.scopes].map((handle) => ({ handle })) }),
    bulkOperation: ({ id }: { id: string }) => this.poll(id),
    bulkOperationRunQuery: ({ query, groupObjects }: { query: string; groupObjects: boolean }) =>
      this.begin(query, groupObjects),
  };

  private find(id: string): Thing | null {
    const tables = [this.orders, this.products, this.abandonedCheckouts, this.parts];
    return tables.map((table) => table.get(id)).find((thing) => thing !== undefined) ?? null;
  }

  private begin(query: string, grouped: boolean) {
    const running = this.operations.filter(({ status }) => status === 'CREATED' || status === 'RUNNING');
    const refusal = refusalOf(adminSchema(), query);
    const userErrors = refusal ? [{ code: 'INVALID', message: refusal }] : [];
    if (running.length >= 5)
      userErrors.push({ code: 'LIMIT_REACHED', message: 'Too many bulk operations are running' });
    if (userErrors.length > 0) return { bulkOperation: null, userErrors };
    const operation: Operation = {
      ...{ id: this.gid('BulkOperation'), query, grouped, status: 'CREATED', errorCode: null },
      ...{ url: null, partialDataUrl: null, rootObjectCount: '0', objectCount: '0' },
    };
    this.operations.push(operation);
    return { bulkOperation: operation, userErrors };
  }

  /** Every look at an operation takes it a step further. */
  private async poll(id: string): Promise<Operation | null> {
    const operation = this.operations.find((each) => each.id === id);
    if (!operation || !['CREATED', 'RUNNING'].includes(operation.status)) return operation ?? null;
    if (operation.status === 'CREATED') return Object.assign(operation, { status: 'RUNNING' });
    const end = this.nextBulk;
    this.nextBulk = 'COMPLETED';
    if (end === 'EXPIRED') return Object.assign(operation, { status: 'EXPIRED' });
    if (end === 'FAILED') return Object.assign(operation, { status: 'FAILED', errorCode: 'INTERNAL_SERVER_ERROR' });
    const lines = await linesOf(adminSchema(), this.root, operation);
    const rootObjectCount = String(lines.filter((line) => !line.includes('"__parentId"')).length);
    const text = lines.map((line) => `${line}\n`).join('');
    const url = `${this.fileOrigin}/${encodeURIComponent(id)}.jsonl`;
    if (end === 'BROKEN_OFF') {
      this.files.set(new URL(url).pathname, text.slice(0, Math.floor(text.length * 0.6)));
      return Object.assign(operation, { status: 'FAILED', errorCode: 'TIMEOUT', partialDataUrl: url, rootObjectCount });
    }
    this.files.set(new URL(url).pathname, text);
    return Object.assign(operation, { status: 'COMPLETED', url: lines.length > 0 ? url : null, rootObjectCount });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    this.between();
    const [status, body] = await this.answer(request, Buffer.concat(chunks).toString());
    response.writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      date: new Date(this.time).toUTCString(),
    });
    response.end(JSON.stringify(body));
  }

  private async answer(request: IncomingMessage, text: string): Promise<[status: number, body: object]> {
    if (request.method !== 'POST' || request.url !== '/admin/api/2026-07/graphql.json')
      return [404, { errors: 'Not Found' }];
    if (request.headers['x-shopify-access-token'] !== token)
      return [401, { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' }];
    const { query, variables = {} } = JSON.parse(text) as { query: string; variables?: Record<string, unknown> };
    this.asked.push({ query, variables });
    const schema = adminSchema();
    const document = this.documents.get(query) ?? parse(query);
    if (!this.documents.has(query)) {
      const errors = validate(schema, document);
      if (errors.length > 0) return [200, { errors: errors.map(({ message }) => ({ message })) }];
      this.documents.set(query, document);
    }
    const cost = costOf(schema, document, variables);
    const told = () => ({
      cost: { requestedQueryCost: cost, actualQueryCost: cost, throttleStatus: this.bucket.status() },
    });
    const refuse = (message: string, code: string): [number, object] => [
      200,
      { errors: [{ message, extensions: { code } }], extensions: told() },
    ];
    if (cost > this.mostPoints)
      return refuse(
        `Query cost is ${cost}, which exceeds the single query max cost limit (${this.mostPoints}).`,
        'MAX_COST_EXCEEDED',
      );
    if (!this.bucket.take(cost)) {
      this.throttled++;
      return refuse('Throttled', 'THROTTLED');
    }
    if (query.includes('orders(') && !this.scopes.has('read_orders'))
      return refuse('Access denied for orders field. Required access: `read_orders` access scope.', 'ACCESS_DENIED');
    const contextValue: Asking = { bulk: false };
    const result = await execute({ schema, document, rootValue: this.root, contextValue, variableValues: variables });
    const broken = result.errors?.find(
      (error) => error.originalError && !(error.originalError instanceof GraphQLError),
    );
    if (broken) throw broken;
    return [200, { ...result, extensions: told() }];
  }

  private serveFile({ url = '', headers }: IncomingMessage, response: ServerResponse): void {
    const text = this.files.get(url);
    response.sendDate = false;
    // A signed address of another host: credentials have no business there.
    const status = headers['x-shopify-access-token'] ? 400 : text === undefined ? 404 : 200;
    response.writeHead(status, { 'content-type': 'application/jsonl' });
    response.end(status === 200 ? text : '');
  }
}

const listen = (server: Server): Promise<number> =>
  new Promise((listening) => {
    server.listen(0, '127.0.0.1', () => listening((server.address() as AddressInfo).port));
  });
