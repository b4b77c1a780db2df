import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { FakeClock as StandingClock } from '../../../src/conformance/fake-clock.ts';
import { Connection, type HttpOptions } from '../../../src/land/http/connection.ts';
import { readContext } from '../../../src/land/read-context.ts';
import type { Http, Json, ReadContext } from '../../../src/sdk/index.ts';

/** A request as a vendor meets it. */
export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  /** Sent as JSON; a string as it is. */
  body?: Json | string;
  /** The connection breaks after so many bytes. */
  cutAfter?: number;
  /** Never answered. */
  hang?: boolean;
}

/** A vendor on loopback that answers by a function, until the test is over. */
export async function startVendor(answer: (asked: Asked) => Reply): Promise<{ url: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://vendor');
      const one = {
        method: request.method ?? '',
        path: pathname,
        query: searchParams,
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      asked.push(one);
      send(response, answer(one));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

function send(response: ServerResponse, { status = 200, headers = {}, body = null, cutAfter, hang }: Reply): void {
  if (hang) return;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  // Vendors in tests keep the tests' time, or tell none.
  response.sendDate = false;
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  if (cutAfter === undefined) return void response.end(text);
  response.write(text.slice(0, cutAfter), () => response.destroy());
}

/** A clock that stands still but while somebody sleeps, and does not tell today's date. */
export class FakeClock extends StandingClock {
  constructor(start = '2026-06-01T00:00:00Z') {
    super(Date.parse(start));
  }
}

/** A connection to a vendor on loopback. */
export function connectTo(
  http: Partial<Http> & { baseUrl: string },
  { signal, secrets = [], ...options }: HttpOptions & { signal?: AbortSignal; secrets?: string[] } = {},
): Connection {
  const connection = new Connection(
    { auth: { kind: 'none' }, ...http },
    secrets,
    { allowPrivateAddresses: true, clock: new FakeClock(), ...options },
    signal ?? new AbortController().signal,
  );
  onTestFinished(() => connection.close());
  return connection;
}

/** What streams read by over a connection. */
export const contextOf = (connection: Connection): ReadContext =>
  readContext(connection, { signal: new AbortController().signal, log: () => undefined });
