import { type Auth, type Http, type HttpRequest, type HttpResponse, SourceError } from '../../sdk/index.ts';
import type { OutgoingRequest } from '../../sdk/index.ts';
import { judge, type Meaning, parseAnswer, retryAfter } from './answer.ts';
import { type Clock, systemClock } from './clock.ts';
import { authorise, secretsOf, type Tokens } from './credentials.ts';
import { Gate } from './gate.ts';
import type { GrantKeeper } from './grant.ts';
import { AccessTokens } from './oauth.ts';
import { Redactor } from './redactor.ts';
import { SessionTokens } from './session.ts';
import { NoAnswer, type RawResponse, Transport } from './transport.ts';

export interface HttpOptions {
  /** Lets sources stand on loopback and in private networks, and without encryption. */
  allowPrivateAddresses?: boolean;
  clock?: Clock;
  /** Where OAuth grants are kept between runs. */
  grants?: GrantKeeper;
  /** How long one exchange may take, in milliseconds; a minute where left out. */
  timeoutMs?: number;
}

/** The vendor could not give so much at once. */
export class TooMuch extends Error {}

const mostFailures = 6;
const mostRateLimits = 20;
/** What a vendor may ask to wait; beyond it the run ends and the next one goes on. */
const longestWaitMs = 15 * 60_000;

/** A source's way to its vendor: one for all streams of a run, so that limits and tokens are shared. */
export class Connection {
  readonly redactor: Redactor;
  private readonly clock: Clock;
  private readonly gate: Gate;
  private readonly transport: Transport;
  private readonly tokens: Tokens | null;
  private readonly base: URL;
  /** How far the vendor's clock is ahead of ours, in milliseconds. */
  private skew = 0;

  constructor(
    private readonly http: Http,
    secrets: readonly string[],
    options: HttpOptions,
    private readonly signal: AbortSignal,
  ) {
    const { allowPrivateAddresses = false, clock = systemClock, timeoutMs = 60_000 } = options;
    this.base = new URL(http.baseUrl);
    this.redactor = new Redactor([...secrets, ...secretsOf(http.auth)]);
    this.clock = clock;
    this.gate = new Gate(http.limits ?? [], clock, signal);
    this.transport = new Transport({ allowPrivateAddresses, timeoutMs, signal });
    this.tokens = this.tokensOf(http.auth, options.grants);
  }

  /** The vendor's time, in milliseconds since 1970: our own clock may be wrong. */
  now(): number {
    return this.clock.now() + this.skew;
  }

  /** The vendor's time of this very moment, to be asked for once an answer has told how its clock goes. */
  moment(): () => number {
    const own = this.clock.now();
    return () => own + this.skew;
  }

  close(): void {
    this.transport.close();
  }

  /** Where a link leads, relative ones from the base URL on. */
  resolve(link: string): string {
    return new URL(link, this.base).href;
  }

  /** Asks until there is an answer. Throws SourceError, TooMuch, or the signal's reason. */
  readonly send = async (request: HttpRequest): Promise<HttpResponse> => {
    const url = this.address(request);
    const place = `${request.method ?? 'GET'} ${url.pathname}`;
    let renewed = false;
    for (let failures = 0, rateLimits = 0; ;) {
      await this.gate.pass(request);
      const answer = await this.attempt(request, url);
      if (answer.meaning === 'ok') return answer.response!;
      const what = this.redactor.redact(`${place} ${answer.said}`);
      if (answer.meaning === 'shrink') throw new TooMuch(what);
      if (answer.meaning === 'auth' && this.tokens && !renewed) {
        renewed = true;
        await this.renew(answer.token);
        continue;
      }
      const limited = answer.meaning === 'ratelimit';
      const kind = kinds[answer.meaning];
      if (kind !== 'transient' && kind !== 'ratelimit') throw new SourceError(kind, what);
      const tries = limited ? ++rateLimits : ++failures;
      if (tries >= (limited ? mostRateLimits : mostFailures)) throw new SourceError(kind, `${what}, ${tries} times`);
      const asked = answer.wait;
      if (asked !== null && asked > longestWaitMs)
        throw new SourceError('ratelimit', `${what} and asks to wait ${Math.ceil(asked / 60_000)} minutes`);
      this.gate.blockUntil(this.clock.now() + (asked ?? backoff(tries)) + this.jitter(asked ?? backoff(tries)));
    }
  };

  /** The lines of a file at any public address. Throws a SourceError. */
  async *lines(url: string): AsyncGenerator<string> {
    try {
      yield* this.transport.lines(url);
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      throw new SourceError('transient', `The file could not be read: ${error.reason}`);
    }
  }

  sleep(milliseconds: number): Promise<void> {
    return this.clock.sleep(milliseconds, this.signal);
  }

  private async attempt(request: HttpRequest, url: URL): Promise<Answer> {
    let raw: RawResponse;
    let token: string | null = null;
    try {
      token = (await this.tokens?.current()) ?? null;
      const signed = await authorise(this.outgoing(request, url), this.http.auth, token);
      raw = await this.transport.exchange(signed, (target) => this.trusts(target));
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      return { meaning: error.tooMuch ? 'shrink' : 'retry', said: `failed: ${error.reason}`, wait: null, token };
    }
    const date = Date.parse(raw.headers['date'] ?? '');
    if (Number.isFinite(date)) this.skew = date - this.clock.now();
    const response = parseAnswer(raw);
    if (response) this.gate.observe(response);
    const { meaning, wait } = judge(raw.status, response, this.http.retryable);
    const content = response ? raw.text.slice(0, 200) : `${raw.headers['content-type'] ?? 'no content type'}, no JSON`;
    return {
      meaning,
      ...(response ? { response } : {}),
      said: `answered ${raw.status} (${content})`,
      wait: wait ?? retryAfter(raw.headers, this.now()),
      token,
    };
  }

  private outgoing({ method = 'GET', headers, body }: HttpRequest, url: URL): OutgoingRequest {
    return {
      method,
      url: url.href,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...this.http.headers,
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
  }

  private tokensOf(auth: Auth, keeper: GrantKeeper | undefined): Tokens | null {
    const { transport, redactor, clock } = this;
    if (auth.kind === 'oauth2') return new AccessTokens(auth, { transport, redactor, clock, keeper });
    if (auth.kind === 'session') return new SessionTokens(auth, () => this.logIn(auth.login), redactor);
    return null;
  }

  private async logIn(request: HttpRequest): Promise<HttpResponse> {
    const outgoing = this.outgoing(request, this.address(request));
    const raw = await this.transport.exchange(outgoing, (target) => this.trusts(target));
    const response = parseAnswer(raw);
    if (!response || raw.status >= 500 || raw.status === 429) throw new NoAnswer(`the login answered ${raw.status}`);
    return response;
  }

  /** A renewal that fails for now leaves the old token, and the request is tried again with it. */
  private async renew(refused: string | null): Promise<void> {
    try {
      await this.tokens!.renew(refused);
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      throw new SourceError('transient', `The access could not be renewed: ${error.reason}`);
    }
  }

  private address({ path, query = {} }: HttpRequest): URL {
    const url = /^https?:\/\//.test(path) ? new URL(path) : new URL(this.base.href.replace(/\/$/, '') + path);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    if (this.trusts(url)) return url;
    throw new SourceError('data', `The source sent a link to another place, ${url.origin}, which is not followed`);
  }

  private trusts(url: URL): boolean {
    const allowed = this.http.allowHosts?.includes(url.host) && url.protocol === this.base.protocol;
    return url.origin === this.base.origin || allowed === true;
  }

  /** Never less than was asked, and a little more, so that many sources do not come back at once. */
  private jitter(milliseconds: number): number {
    return Math.ceil(Math.min(milliseconds, 1000) * this.clock.random());
  }
}

/** Milliseconds to wait where the vendor names none: doubled with every try, up to a minute. */
const backoff = (tries: number) => Math.min(60_000, 1000 * 2 ** (tries - 1));

interface Answer {
  meaning: Meaning;
  response?: HttpResponse;
  /** The rest of a sentence that begins with the request. */
  said: string;
  /** Milliseconds that the vendor asks to wait. */
  wait: number | null;
  /** The access token that it was asked with. */
  token: string | null;
}

const kinds = {
  ok: 'data',
  retry: 'transient',
  ratelimit: 'ratelimit',
  auth: 'auth',
  scope: 'scope',
  config: 'config',
  gone: 'gone',
  fail: 'data',
  shrink: 'data',
} as const satisfies Record<Meaning, string>;
