import type { ApolloServerPlugin } from '@apollo/server';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { GraphQLError, type ValidationRule, getNamedType, isLeafType, isListType, isNonNullType } from 'graphql';
import { type ComplexityEstimator, getComplexity } from 'graphql-query-complexity';
import { expected } from '../errors.ts';
import type { Context } from './context.ts';

/** How many elements of a list one request may read at once, and reads unless told. */
export const maximumPage = 100;
export const defaultPage = 20;

/** Cost of a figure that is worked out when asked: give it to a field as `complexity`. */
export const figureCost = 400;

export const limits = {
  tokens: 5_000,
  recursiveSelections: 10_000,
  depth: 15,
  cost: 50_000,
  bodyBytes: 256 * 1024,
};

const listLength = 10;

/** Every object costs one; what is below a list counts once for each of its elements. */
const estimate: ComplexityEstimator = ({ type, field, args, childComplexity }) => {
  const own = (field.extensions['complexity'] as number | undefined) ?? (isLeafType(getNamedType(field.type)) ? 0 : 1);
  return own + childComplexity * elements();

  function elements(): number {
    const asked = (args['first'] ?? args['last']) as unknown;
    // A page out of range gets its own error, which names the argument.
    if (typeof asked === 'number') return Math.min(Math.max(asked, 1), maximumPage);
    // The page's size is counted once, at the connection.
    if (type.name.endsWith('Connection')) return 1;
    if (getNamedType(field.type).name.endsWith('Connection')) return defaultPage;
    const bare = isNonNullType(field.type) ? field.type.ofType : field.type;
    return isListType(bare) && !type.name.startsWith('__') ? listLength : 1;
  }
};

const asGraphQL = (error: ReturnType<typeof expected>) =>
  new GraphQLError(error.message, { extensions: { code: error.code } });

export const depthRule: ValidationRule = maxDepthRule({
  n: limits.depth,
  flattenFragments: true,
  propagateOnRejection: false,
  onReject: [
    (context, { message }) => {
      const [, depth = 'too many'] = /found (\d+)/.exec(message) ?? [];
      context?.reportError(asGraphQL(expected('QUERY_TOO_DEEP', { depth, limit: limits.depth })));
    },
  ],
});

/** Refuses an operation that would cost too much, with its variables filled in, before anything runs. */
export const costLimit: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ schema, document, request, operationName }) => {
      const cost = getComplexity({
        schema,
        query: document,
        variables: request.variables ?? {},
        ...(operationName ? { operationName } : {}),
        estimators: [estimate],
      });
      if (cost > limits.cost) throw asGraphQL(expected('QUERY_TOO_COSTLY', { cost, limit: limits.cost }));
    },
  }),
};
