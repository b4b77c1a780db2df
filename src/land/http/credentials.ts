import type { Auth, OutgoingRequest } from '../../sdk/index.ts';

/** Access that is asked for and ends. */
export interface Tokens {
  current(): Promise<string>;
  /** Asks for another one, however long the present one is said to last, unless that is not the one that was refused. */
  renew(refused: string | null): Promise<void>;
}

/** The request with what says who asks. */
export async function authorise(request: OutgoingRequest, auth: Auth, token: string | null): Promise<OutgoingRequest> {
  const withHeader = (name: string, value: string) => ({ ...request, headers: { ...request.headers, [name]: value } });
  switch (auth.kind) {
    case 'none':
      return request;
    case 'basic':
      return withHeader('authorization', `Basic ${Buffer.from(`${auth.user}:${auth.password}`).toString('base64')}`);
    case 'bearer':
      return withHeader('authorization', `Bearer ${auth.token}`);
    case 'header':
      return withHeader(auth.name.toLowerCase(), auth.value);
    case 'oauth2':
    case 'session':
      return withHeader('authorization', `Bearer ${token}`);
    case 'custom':
      return auth.sign(request);
  }
}

/** What of the credentials must never be read, besides the settings that the connector calls secret. */
export function secretsOf(auth: Auth): string[] {
  switch (auth.kind) {
    case 'basic':
      return [auth.password, `${auth.user}:${auth.password}`];
    case 'bearer':
      return [auth.token];
    case 'header':
      return [auth.value];
    case 'oauth2':
      return [auth.clientSecret, auth.refreshToken];
    default:
      return [];
  }
}
