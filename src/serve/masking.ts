import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import type { RequestHandler } from 'express';
import type { GraphQLFormattedError } from 'graphql';
import { ClientelaError, expected, logError } from '../errors.ts';

const request = new AsyncLocalStorage<string>();

/** Gives the request an id, which also stands in the answer's header `x-request-id`. */
export const identifyRequest: RequestHandler = (_, response, next) => {
  const id = randomUUID();
  response.setHeader('x-request-id', id);
  request.run(id, next);
};

/** What the client may read of an error: an expected one as it is, of an unexpected one only the request's id. */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const cause = unwrapResolverError(error);
  const { locations, path } = formatted;
  const place = { ...(locations && { locations }), ...(path && { path }) };
  if (cause instanceof ClientelaError) {
    const { message, code, field } = cause;
    return { message, ...place, extensions: { code, ...(field && { field }) } };
  }
  if (isTimeout(cause)) return formatError(formatted, expected('QUERY_TOO_SLOW', {}));
  if (formatted.extensions?.['code'] !== 'INTERNAL_SERVER_ERROR') return formatted;
  const requestId = request.getStore() ?? randomUUID();
  logError(cause, { requestId, path: path?.join('.') });
  return {
    message: `Something went wrong here, and it is logged. Name the request ${requestId} when you report it.`,
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
  };
}

/** PostgreSQL's query_canceled: the statement's time was up. */
const isTimeout = (cause: unknown) => cause instanceof Error && 'code' in cause && cause.code === '57014';

/** Answers 401 where nothing is answered for want of a key. */
export const unauthenticatedStatus: ApolloServerPlugin = {
  requestDidStart: async () => ({
    willSendResponse: async ({ response, errors = [] }) => {
      const wantsKey = (error: unknown) => error instanceof ClientelaError && error.code === 'UNAUTHENTICATED';
      if (errors.length > 0 && errors.every((error) => wantsKey(unwrapResolverError(error))))
        response.http.status = 401;
    },
  }),
};
