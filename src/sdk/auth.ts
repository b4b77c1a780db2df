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
