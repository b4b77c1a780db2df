import type { Auth, Connector, DeclaredStream, Http, HttpRequest, ReadContext, Stream } from '../../sdk/index.ts';
import { tokenPath } from './server.ts';

/** The connector with its vendor on loopback: paths stay as they are, further hosts become paths of their own. */
export function redirected(connector: Connector<unknown>, origin: string): Connector<unknown> {
  const { http, ...rest } = connector;
  if (!http) return connector;
  return { ...rest, http: (config) => redirectedHttp(http.call(connector, config), origin) };
}

export function redirectedHttp(http: Http, origin: string): Http {
  const path = new URL(http.baseUrl).pathname.replace(/\/$/, '');
  return { ...http, baseUrl: origin + path, auth: redirectedAuth(http.auth, origin) };
}

/** Who logs in is let in: only the vendor could tell how. */
function redirectedAuth(auth: Auth, origin: string): Auth {
  if (auth.kind === 'session') return { kind: 'bearer', token: 'conformance-session' };
  return auth.kind === 'oauth2' ? { ...auth, tokenUrl: origin + tokenPath } : auth;
}

/** The stream with addresses of the vendor's turned into ones on loopback. */
export function redirectedStream<Any extends Stream | DeclaredStream>(stream: Any, origin: string): Any {
  const local = (request: HttpRequest) => ({ ...request, path: localPath(request.path, origin) });
  if (stream.read) {
    const { read } = stream;
    return { ...stream, read: (cursor, context) => read.call(stream, cursor, redirectedContext(context, origin)) };
  }
  if (!('parent' in stream)) return { ...stream, request: local((stream as { request: HttpRequest }).request) };
  const { parent } = stream;
  const children = (record: Parameters<typeof parent.children>[0]) => {
    const request = parent.children(record);
    return request && local(request);
  };
  return { ...stream, parent: { ...parent, request: local(parent.request), children } };
}

function redirectedContext(context: ReadContext, origin: string): ReadContext {
  return {
    ...context,
    send: (request) => context.send({ ...request, path: localPath(request.path, origin) }),
    lines: (url) => context.lines(localPath(url, origin)),
  };
}

function localPath(path: string, origin: string): string {
  if (!/^https?:/.test(path)) return path;
  const url = new URL(path);
  return url.hostname === '127.0.0.1' ? path : `${origin}/~${url.host}${url.pathname}${url.search}`;
}
