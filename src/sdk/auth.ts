import type { HttpRequest, HttpResponse } from './http-message.ts';

/** A request as it goes over the wire. */
export interface OutgoingRequest {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: string;
}

/** How requests say who asks. */
export type Auth =
  | { kind: 'none' }
  | { kind: 'basic'; user: string; password: string }
  | { kind: 'bearer'; token: string }
  | { kind: 'header'; name: string; value: string }
  | OAuth2
  | Session
  /** A signature, or anything else that is worked out for each request. */
  | { kind: 'custom'; sign(request: OutgoingRequest): OutgoingRequest | Promise<OutgoingRequest> };

/** OAuth 2 by refresh token. The engine fetches access tokens, renews them in time and keeps what the vendor rotates. */
export interface OAuth2 {
  kind: 'oauth2';
  tokenUrl: string;
  clientId: string;
  clientSecret: string;
  refreshToken: string;
  /** The vendor gives a new refresh token with every access token, and the old one ends: it must be kept. */
  rotates?: boolean;
}

/** A bearer token that is had by logging in. The engine logs in when it begins, and again where the token has ended. */
export interface Session {
  kind: 'session';
  /** Sent as it is, without credentials. */
  login: HttpRequest;
  /** The token in the answer; undefined where the vendor did not let us in. */
  token(response: HttpResponse): string | undefined;
}
