import type { Auth } from './auth.ts';
import type { HttpRequest, HttpResponse } from './http-message.ts';
import type { Limit } from './limit.ts';

/**
 * What an answer means: ask again later (retry), slower (ratelimit), with new credentials (auth), with more rights
 * (scope), with other settings (config), for less (shrink), or never (fail).
 */
export type Verdict = 'retry' | 'ratelimit' | 'auth' | 'scope' | 'config' | 'shrink' | 'fail';

/** Ask again after so many seconds, where the vendor names them elsewhere than in Retry-After. */
export interface Wait {
  verdict: 'retry' | 'ratelimit';
  seconds: number;
}

/** The way to a vendor, shared by all streams of a connection. */
export interface Http {
  /** Where paths begin: "https://shop.example/wp-json/wc/v3". Links that lead to another origin are refused. */
  baseUrl: string;
  auth: Auth;
  /** Further hosts that links and redirects may lead to. */
  allowHosts?: readonly string[];
  /** Sent with every request: a version, an account. */
  headers?: Record<string, string>;
  limits?: readonly Limit[];
  /** How many streams are read side by side; 4 where left out. */
  concurrency?: number;
  /** What this vendor's answers mean where the HTTP status does not say it, such as an error inside a 200. */
  retryable?(response: HttpResponse): Verdict | Wait | undefined;
}

/** Asks the vendor: with credentials, within its limits, again where that may help. Throws a SourceError. */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;
