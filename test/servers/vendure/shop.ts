import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { ServerProcess } from '../server-process.ts';
import { Visitor } from './visitor.ts';

const program = join(import.meta.dirname, 'server.mjs');

/** An answer of the API without its errors: those are thrown. */
export type Data = Record<string, { [name: string]: unknown } & { __typename?: string }>;

export interface Asked {
  api: 'admin-api' | 'shop-api';
  query: string;
  variables?: Record<string, unknown>;
  token?: string | undefined;
}

/** A real Vendure shop in memory, and what its staff do. */
export class VendureShop {
  private token: string | undefined;

  private constructor(
    readonly url: string,
    private readonly server: ServerProcess,
    readonly credentials: { username: string; password: string },
  ) {}

  static async start(): Promise<VendureShop> {
    const password = randomBytes(12).toString('hex');
    // Vendure would tell its makers of every start.
    const env = { VENDURE_PASSWORD: password, VENDURE_DISABLE_TELEMETRY: 'true' };
    const server = ServerProcess.start(execPath, [program], env);
    const [, port] = await server.until((output) => /^listening on (\d+)$/m.exec(output));
    return new VendureShop(`http://127.0.0.1:${port}`, server, { username: 'superadmin', password });
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  visitor(): Visitor {
    return new Visitor(this);
  }

  /** Asks one of the shop's APIs. Vendure answers with errors inside, and with results that are errors: both throw. */
  async ask<Answer = Data>({ api, query, variables = {}, token }: Asked): Promise<{ data: Answer; token?: string }> {
    const response = await fetch(`${this.url}/${api}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data: Data | null; errors?: unknown };
    const failed = Object.values(data ?? {}).find((result) => result?.['errorCode'] !== undefined);
    if (errors || failed) throw new Error(`Vendure: ${JSON.stringify(errors ?? failed)} to ${query}`);
    const given = response.headers.get('vendure-auth-token');
    return { data: data as Answer, ...(given ? { token: given } : {}) };
  }

  async admin<Answer = Data>(query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    this.token ??= await this.logIn();
    const { data } = await this.ask<Answer>({ api: 'admin-api', query, variables, token: this.token });
    return data;
  }

  /** Adds a product at a price in cents without tax; returns the id of its only variant. */
  async addProduct(name: string, price: number): Promise<string> {
    const translations = [{ languageCode: 'en', name, slug: name.toLowerCase(), description: name }];
    const { createProduct: product } = await this.admin(
      `mutation ($translations: [ProductTranslationInput!]!) {
        createProduct(input: { enabled: true, translations: $translations }) { id }
      }`,
      { translations },
    );
    const variant = { productId: product!['id'], sku: name, price, stockOnHand: 100_000 };
    const { createProductVariants: made } = await this.admin<{ createProductVariants: { id: string }[] }>(
      `mutation ($input: [CreateProductVariantInput!]!) { createProductVariants(input: $input) { id } }`,
      { input: [{ ...variant, translations: [{ languageCode: 'en', name }] }] },
    );
    return made[0]!.id;
  }

  /** Hands all of an order over to a carrier; returns the fulfilment's id. */
  async fulfil(orderId: string): Promise<string> {
    const { lines } = await this.order(orderId);
    const { addFulfillmentToOrder: fulfilment } = await this.admin(
      `mutation ($lines: [OrderLineInput!]!) { addFulfillmentToOrder(input: { lines: $lines, handler: {
        code: "manual-fulfillment",
        arguments: [{ name: "method", value: "Courier" }, { name: "trackingCode", value: "T1" }]
      } }) { ... on Fulfillment { id } ... on ErrorResult { errorCode message } } }`,
      { lines: lines.map(({ id, quantity }) => ({ orderLineId: id, quantity })) },
    );
    return String(fulfilment!['id']);
  }

  async moveFulfilment(id: string, state: 'Shipped' | 'Delivered'): Promise<void> {
    await this.admin(
      `mutation ($id: ID!, $state: String!) { transitionFulfillmentToState(id: $id, state: $state) {
        ... on ErrorResult { errorCode message } } }`,
      { id, state },
    );
  }

  /** Pays one unit of an order's first line back. */
  async refund(orderId: string): Promise<void> {
    const { lines, payments } = await this.order(orderId);
    const input = {
      paymentId: payments[0]!.id,
      lines: [{ orderLineId: lines[0]!.id, quantity: 1 }],
      shipping: 0,
      adjustment: 0,
      reason: 'damaged',
    };
    await this.admin(
      `mutation ($input: RefundOrderInput!) { refundOrder(input: $input) {
        ... on Refund { id } ... on ErrorResult { errorCode message } } }`,
      { input },
    );
  }

  async cancel(orderId: string): Promise<void> {
    await this.admin(
      `mutation ($id: ID!) { cancelOrder(input: { orderId: $id, cancelShipping: true, reason: "changed my mind" }) {
        ... on Order { id } ... on ErrorResult { errorCode message } } }`,
      { id: orderId },
    );
  }

  async rename(customerId: string, firstName: string): Promise<void> {
    await this.admin(
      `mutation ($input: UpdateCustomerInput!) { updateCustomer(input: $input) {
        ... on Customer { id } ... on ErrorResult { errorCode message } } }`,
      { input: { id: customerId, firstName } },
    );
  }

  /** An API key of a role that may do nothing but what is named. */
  async apiKey(permissions: string[]): Promise<string> {
    const code = randomBytes(4).toString('hex');
    const { createRole: role } = await this.admin(
      `mutation ($input: CreateRoleInput!) { createRole(input: $input) { id } }`,
      { input: { code, description: code, permissions } },
    );
    const { createApiKey: made } = await this.admin(
      `mutation ($roles: [ID!]!) { createApiKey(input: { roleIds: $roles, translations: [
        { languageCode: en, name: "reader" }
      ] }) { apiKey } }`,
      { roles: [role!['id']] },
    );
    return String(made!['apiKey']);
  }

  async order(id: string): Promise<{ lines: { id: string; quantity: number }[]; payments: { id: string }[] }> {
    const found = await this.admin<{
      order: { lines: { id: string; quantity: number }[]; payments: { id: string }[] };
    }>(`query ($id: ID!) { order(id: $id) { lines { id quantity } payments { id } } }`, { id });
    return found.order;
  }

  private async logIn(): Promise<string> {
    const query = `mutation ($username: String!, $password: String!) {
      login(username: $username, password: $password) { ... on ErrorResult { errorCode message } }
    }`;
    return (await this.ask({ api: 'admin-api', query, variables: this.credentials })).token!;
  }
}
