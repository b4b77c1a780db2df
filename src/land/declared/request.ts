import type { HttpRequest, Json } from '../../sdk/index.ts';
import { put } from '../json-path.ts';

/** A request with one parameter more: in a POST a path in the body, else a name in the query. */
export function withParameter(request: HttpRequest, name: string, value: string | number): HttpRequest {
  return request.method === 'POST'
    ? { ...request, body: put(request.body, name, value) }
    : { ...request, query: { ...request.query, [name]: value } };
}

/** A request narrowed down further; bodies are merged in depth. */
export function merged(request: HttpRequest, more: Pick<HttpRequest, 'query' | 'headers' | 'body'>): HttpRequest {
  return {
    ...request,
    query: { ...request.query, ...more.query },
    headers: { ...request.headers, ...more.headers },
    ...(more.body === undefined ? {} : { body: mergedBody(request.body, more.body) }),
  };
}

function mergedBody(base: Json | undefined, more: Json): Json {
  if (!isObject(base) || !isObject(more)) return more;
  const names = Object.entries(more).map(([name, value]) => [name, mergedBody(base[name], value)] as const);
  return { ...base, ...Object.fromEntries(names) };
}

const isObject = (json: Json | undefined): json is Record<string, Json> =>
  typeof json === 'object' && json !== null && !Array.isArray(json);
