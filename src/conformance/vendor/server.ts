import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../land/http/clock.ts';
import type { Json } from '../../sdk/index.ts';

/** A request as the vendor meets it. */
export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: Json;
  /** The vendor's time at which it came, in milliseconds. */
  at: number;
}

export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  /** Sent as JSON, but for `text`. */
  body?: Json;
  text?: string;
  /** The connection breaks off after so many bytes. */
  cutAfter?: number;
  /** More of the list comes after it. */
  leadsOn?: boolean;
  /** Never answered. */
  hang?: boolean;
}

/** So many requests no reading of the kit's records needs. */
const mostRequests = 1500;

/** The vendor on loopback. */
export class VendorServer {
  origin = '';
  readonly asked: Asked[] = [];
  /** How far the vendor's clock is ahead of ours, in milliseconds. */
  skew = 0;
  answer: (asked: Asked) => Reply = () => ({ status: 404, body: { error: 'not found' } });
  /** What happens instead of the answer. */
  fault: (asked: Asked) => Reply | undefined = () => undefined;
  /** Called where a reader asks without an end. */
  onFlood: () => void = () => undefined;
  private readonly server: Server;
  private hung: ServerResponse[] = [];

  constructor(private readonly clock: Clock) {
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  async start(): Promise<void> {
    await new Promise<void>((listening) => this.server.listen(0, '127.0.0.1', listening));
    this.origin = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** Answers all that was left hanging. */
  release(reply: Reply): void {
    for (const response of this.hung.splice(0)) this.send(response, reply);
  }

  now(): number {
    return this.clock.now() + this.skew;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await this.read(request);
    this.asked.push(asked);
    if (this.asked.length > mostRequests) this.onFlood();
    this.send(response, this.fault(asked) ?? (asked.path === tokenPath ? token : this.answer(asked)));
  }

  private async read(request: IncomingMessage): Promise<Asked> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { pathname, searchParams } = new URL(request.url ?? '/', this.origin);
    return {
      method: request.method ?? 'GET',
      path: pathname,
      query: searchParams,
      headers: request.headers as Record<string, string>,
      body: parsed(Buffer.concat(chunks).toString()),
      at: this.now(),
    };
  }

  private send(response: ServerResponse, reply: Reply): void {
    if (reply.hang) return void this.hung.push(response);
    const text = reply.text ?? JSON.stringify(reply.body ?? null);
    response.sendDate = false;
    response.writeHead(reply.status ?? 200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      date: new Date(this.now()).toUTCString(),
      ...reply.headers,
    });
    if (reply.cutAfter === undefined) response.end(text);
    else response.write(text.slice(0, reply.cutAfter), () => response.destroy());
  }
}

/** Where OAuth 2 tokens are renewed. */
export const tokenPath = '/~token';
const token: Reply = {
  body: { access_token: 'conformance-access', refresh_token: 'conformance-refresh', expires_in: 3600 },
};

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
