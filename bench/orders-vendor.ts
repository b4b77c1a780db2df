import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { defineConnector, type Payload } from '../src/sdk/index.ts';

/** An order with two lines, the same whenever it is asked for. */
function order(number: number): Payload {
  const updated = new Date(Date.UTC(2022, 0, 1) + number * 60_000).toISOString();
  const lines = [0, 1].map((line) => ({
    id: `${number}-${line}`,
    sku: `sku${(number * 31 + line) % 500}`,
    quantity: 1 + ((number + line) % 3),
    price: `${(number % 97) + 1}.99`,
  }));
  return { id: `o${number}`, email: `buyer${(number * 7919) % 250_000}@posta.example`, updated, lines };
}

/** The same orders as rows, for COPY. */
export function orderRows(count: number): { orders: Readable; lines: Readable } {
  const text = (rows: (order: Payload) => string[]) =>
    Readable.from(
      (function* () {
        for (let number = 0; number < count; number++) yield `${rows(order(number)).join('\n')}\n`;
      })(),
    );
  return {
    orders: text(({ id, email, updated }) => [[id, email, updated].join('\t')]),
    lines: text(({ id, lines }) =>
      (lines as Payload[]).map((line) => [line['id'], id, line['sku'], line['quantity'], line['price']].join('\t')),
    ),
  };
}

/** Serves so many orders, a thousand a page, oldest first, and none of them from memory. */
export async function serveOrders(): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    const { searchParams: query } = new URL(request.url ?? '/', 'http://vendor');
    const since = Date.parse(query.get('since') ?? '2022-01-01T00:00:00Z');
    const first = Math.max(0, Math.ceil((since - Date.UTC(2022, 0, 1)) / 60_000)) + Number(query.get('offset') ?? 0);
    const length = Math.max(0, Math.min(Number(query.get('limit')), Number(query.get('count')) - first));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ orders: Array.from({ length }, (_, index) => order(first + index)) }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/** Reads them. */
export const ordersConnector = defineConnector({
  id: 'bench-orders',
  title: 'Orders',
  version: '1',
  kind: 'SHOP',
  settings: {},
  parse: (settings) => settings as { url: string; count: number },
  http: ({ url }) => ({ baseUrl: url, auth: { kind: 'none' } }),
  check: ({ url }) => Promise.resolve({ account: url }),
  streams: ({ count }) => ({
    orders: {
      entities: ['order', 'line'],
      personalData: true,
      firstParty: true,
      request: { path: '/orders', query: { count } },
      records: 'orders',
      key: ({ id }) => String(id),
      paging: { kind: 'keyset', size: { in: 'limit', max: 1000 }, offset: 'offset' },
      cursor: { field: 'updated', step: 's', order: 'asc', since: (since) => ({ query: { since } }) },
      map: ({ id, email, updated, lines }) => [
        {
          type: 'order',
          data: { key: String(id), email: String(email), placedAt: String(updated), status: 'PAID', currency: 'EUR' },
        },
        ...(lines as Payload[]).map((line) => ({
          type: 'line' as const,
          data: {
            key: String(line['id']),
            orderKey: String(id),
            title: String(line['sku']),
            quantity: String(line['quantity']),
            unitPrice: String(line['price']),
          },
        })),
      ],
    },
  }),
});
