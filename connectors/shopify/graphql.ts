import { type HttpRequest, type HttpResponse, type Json, type Payload, recordAt } from '../../src/sdk/index.ts';
import { recordsAt, type Send, textAt, type Verdict } from '../../src/sdk/index.ts';

/** The version that the queries are written for. */
export const apiVersion = '2026-07';

export const graphqlRequest = (query: string, variables: Payload = {}): HttpRequest => ({
  method: 'POST',
  path: '/graphql.json',
  body: { query, variables },
});

/** Asks a query, and gives what it found. */
export async function graphql(send: Send, query: string, variables: Payload = {}): Promise<Payload> {
  return dataOf((await send(graphqlRequest(query, variables))).body);
}

export const dataOf = (body: Json): Payload => recordAt({ body }, 'body.data');

/** Shopify answers 200 with errors inside; half an answer with errors beside it is none. */
export function verdictOf({ status, body }: HttpResponse): Verdict | undefined {
  if (status >= 300) return undefined;
  const errors = recordsAt({ body }, 'body.errors');
  if (errors.length === 0) return undefined;
  const said = new Set(errors.map((error) => textAt(error, 'extensions.code')));
  return codes.find(([code]) => said.has(code))?.[1] ?? 'fail';
}

const codes: readonly (readonly [string, Verdict])[] = [
  ['THROTTLED', 'ratelimit'],
  ['MAX_COST_EXCEEDED', 'shrink'],
  ['ACCESS_DENIED', 'scope'],
  ['INTERNAL_SERVER_ERROR', 'retry'],
  ['TIMEOUT', 'retry'],
];
