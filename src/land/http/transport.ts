import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import axios, { type AxiosResponse, isAxiosError } from 'axios';
import { type OutgoingRequest, SourceError } from '../../sdk/index.ts';
import { Addresses } from './addresses.ts';

/** An answer as it came over the wire. */
export interface RawResponse {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  text: string;
}

/** No answer came; asking again may help. `tooMuch`: the answer was larger than allowed. */
export class NoAnswer extends Error {
  constructor(
    readonly reason: string,
    readonly tooMuch = false,
  ) {
    super(reason);
  }
}

const largestAnswer = 64 * 1024 * 1024;
const mostRedirects = 5;

/** Sends requests and takes answers, whatever they say, with every address looked at before it is asked. */
export class Transport {
  private readonly addresses: Addresses;
  private readonly httpAgent: HttpAgent;
  private readonly httpsAgent: HttpsAgent;

  constructor(private readonly options: { allowPrivateAddresses: boolean; timeoutMs: number; signal: AbortSignal }) {
    this.addresses = new Addresses(options.allowPrivateAddresses);
    const { lookup } = this.addresses;
    this.httpAgent = new HttpAgent({ keepAlive: true, lookup });
    this.httpsAgent = new HttpsAgent({ keepAlive: true, lookup });
  }

  /** `follows` says whether a redirect may lead to that URL; the request goes along with its credentials. */
  async exchange(request: OutgoingRequest, follows: (url: URL) => boolean): Promise<RawResponse> {
    for (let url = new URL(request.url), hops = 0; ; hops++) {
      this.addresses.permit(url);
      const response = await this.once({ ...request, url: url.href });
      const target = response.headers['location'];
      const moved = [307, 308, ...(request.method === 'GET' ? [301, 302, 303] : [])].includes(response.status);
      if (!moved || target === undefined) return response;
      url = new URL(target, url);
      if (hops === mostRedirects) throw new SourceError('config', `${url.origin} redirects without an end`);
      if (!follows(url)) throw new SourceError('config', `The source redirects to another place, ${url.origin}`);
    }
  }

  /** The lines of a file, taken as fast as they are wanted. It may stand at any public address, and gets no credentials. */
  async *lines(address: string): AsyncGenerator<string> {
    const url = new URL(address);
    this.addresses.permit(url);
    const { signal, timeoutMs } = this.options;
    try {
      const response: AxiosResponse<Readable> = await axios.request({
        url: url.href,
        responseType: 'stream',
        validateStatus: () => true,
        maxRedirects: 0,
        proxy: false,
        httpAgent: this.httpAgent,
        httpsAgent: this.httpsAgent,
        signal,
        // Between two pieces: how long the whole takes, its size decides.
        timeout: timeoutMs,
      });
      if (response.status !== 200) {
        response.data.destroy();
        throw new NoAnswer(`the file answered ${response.status}`);
      }
      yield* createInterface({ input: response.data, crlfDelay: Infinity });
    } catch (error) {
      signal.throwIfAborted();
      throw error instanceof NoAnswer ? error : this.explain(error);
    }
  }

  close(): void {
    this.httpAgent.destroy();
    this.httpsAgent.destroy();
  }

  private async once({ method, url, headers, body }: OutgoingRequest): Promise<RawResponse> {
    const { signal, timeoutMs } = this.options;
    try {
      const response: AxiosResponse<string> = await axios.request({
        method,
        url,
        headers,
        ...(body === undefined ? {} : { data: body }),
        responseType: 'text',
        transformResponse: (text: string) => text,
        validateStatus: () => true,
        maxRedirects: 0,
        maxContentLength: largestAnswer,
        proxy: false,
        httpAgent: this.httpAgent,
        httpsAgent: this.httpsAgent,
        // The whole exchange has a time: a trickle of bytes must not hold a run for ever.
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
      return { status: response.status, headers: flat(response.headers), text: response.data };
    } catch (error) {
      signal.throwIfAborted();
      throw this.explain(error);
    }
  }

  /** Axios's own errors hold the request and its credentials: they go no further than here. */
  private explain(error: unknown): Error {
    const cause = error instanceof Error && error.cause instanceof SourceError ? error.cause : error;
    if (cause instanceof SourceError) return cause;
    if (!isAxiosError(error)) return new NoAnswer('the request failed');
    if (error.code === 'ERR_CANCELED') return new NoAnswer(`no answer within ${this.options.timeoutMs / 1000} s`);
    const tooMuch = error.message.startsWith('maxContentLength');
    return new NoAnswer(tooMuch ? 'the answer is too large' : (error.code ?? 'the connection failed'), tooMuch);
  }
}

function flat(headers: AxiosResponse['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}
