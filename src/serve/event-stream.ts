import type { ApolloServer } from '@apollo/server';
import type { Request, RequestHandler } from 'express';
import {
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  createSourceEventStream,
  getOperationAST,
  parse,
} from 'graphql';
import type { RequestParams } from 'graphql-sse';
import { createHandler } from 'graphql-sse/lib/use/express';
import { ClientelaError, expected } from '../errors.ts';
import type { Context } from './context.ts';
import { limits } from './limits.ts';
import { formatError } from './masking.ts';

interface Answers {
  apollo: ApolloServer<Context>;
  schema: GraphQLSchema;
  /** A request's context: everything is read anew for every answer. Throws where the key is refused. */
  contextOf(request: Request): Promise<Context>;
}

/**
 * Answers subscriptions as server-sent events. A source of events only says when: each answer is the operation asked once
 * more, the same way as at /graphql, so that keys, limits and the masking of errors are the same.
 */
export function eventStream({ apollo, schema, contextOf }: Answers): RequestHandler {
  const handler = createHandler({
    authenticate: async ({ raw }) => {
      try {
        (await contextOf(raw)).allow('READ_METRICS', 'subscription');
        // Every operation has a stream of its own.
        return null;
      } catch (error) {
        const { status } = error instanceof ClientelaError ? error : { status: 500 };
        const headers = { 'content-type': 'application/json; charset=utf-8' };
        return [JSON.stringify({ errors: [masked(error)] }), { status, statusText: '', headers }];
      }
    },
    onSubscribe: ({ raw }, params) => answers(params, raw),
  });

  async function* answers(params: RequestParams, request: Request): AsyncGenerator<ExecutionResult> {
    try {
      const { query, operationName, variables } = params;
      const document = parse(query, { maxTokens: limits.tokens });
      if (getOperationAST(document, operationName)?.operation !== 'subscription')
        throw expected('BAD_INPUT', { field: 'query', reason: 'must be a subscription; others are asked at /graphql' });
      const trial = await ask(params, request);
      if (!trial.data) return yield trial;
      const contextValue = await contextOf(request);
      const events = await createSourceEventStream({
        schema,
        document,
        contextValue,
        operationName: operationName ?? null,
        variableValues: variables ?? null,
      });
      if (!(Symbol.asyncIterator in events)) return yield { errors: (events.errors ?? []).map(masked) };
      for await (const _ of events) yield await ask(params, request);
    } catch (error) {
      yield { errors: [masked(error)] };
    }
  }

  async function ask({ query, operationName, variables }: RequestParams, request: Request): Promise<ExecutionResult> {
    const contextValue = await contextOf(request);
    const { body } = await apollo.executeOperation(
      { query, ...(operationName ? { operationName } : {}), ...(variables ? { variables } : {}) },
      { contextValue },
    );
    if (body.kind !== 'single') throw new Error('An operation is answered at once.');
    return body.singleResult as ExecutionResult;
  }

  return (request, response) => handler(request, response);
}

/** The error as the client may read it. */
function masked(error: unknown): GraphQLError {
  const misspelt = error instanceof GraphQLError && !error.originalError;
  const code = misspelt ? 'GRAPHQL_PARSE_FAILED' : 'INTERNAL_SERVER_ERROR';
  const { message, extensions } = formatError({ message: misspelt ? error.message : '', extensions: { code } }, error);
  return new GraphQLError(message, { extensions });
}
