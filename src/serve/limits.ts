import type { ApolloServerPlugin } from '@apollo/server';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import {
  GraphQLError,
  getNamedType,
  getVariableValues,
  isLeafType,
  isListType,
  isNonNullType,
  validate,
} from 'graphql';
import { type ComplexityEstimator, getComplexity } from 'graphql-query-complexity';
import { type ClientelaError, expected } from '../errors.ts';
import type { Context } from './context.ts';

/** How many elements of a list one request may read at once, and reads unless told. */
export const maximumPage = 100;
export const defaultPage = 20;

/** Cost of a figure that is worked out when asked: given to a field as its `complexity`. */
export const figureCost = 1_000;
/** Of a figure of one channel or campaign: all of them are worked out together. */
export const partCost = 50;

export const limits = {
  tokens: 5_000,
  recursiveSelections: 10_000,
  depth: 15,
  cost: 100_000,
  bodyBytes: 256 * 1024,
  deliveryBytes: 1024 * 1024,
};

/** How many elements a list without pages is taken to have. */
const listLength = 10;

/** Every object costs one, for each element of every list that it is in; the page's size is the connection's. */
const cost: ComplexityEstimator = ({ type, field, args, childComplexity }) => {
  const figure = (field.extensions['complexity'] as number | undefined) ?? 0;
  const named = getNamedType(field.type);
  if (isLeafType(named)) return figure;
  return figure + elements() * (1 + childComplexity);

  function elements(): number {
    const asked = (args['first'] ?? args['last']) as unknown;
    // A page out of range gets its own error, which names the argument.
    if (typeof asked === 'number') return Math.min(Math.max(asked, 1), maximumPage);
    if (named.name.endsWith('Connection')) return defaultPage;
    const bare = isNonNullType(field.type) ? field.type.ofType : field.type;
    return isListType(bare) && !type.name.endsWith('Connection') && !type.name.startsWith('__') ? listLength : 1;
  }
};

/** Reports how deep a query is, fragments included, where it is too deep. */
const depthRule = maxDepthRule({
  n: limits.depth,
  flattenFragments: true,
  propagateOnRejection: false,
  onReject: [(context, error) => context?.reportError(error)],
});

/** Refuses an operation that is too deep or would cost too much, its variables filled in, before anything runs. */
export const queryLimits: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ schema, document, request, operation, operationName }) => {
      const [tooDeep] = validate(schema, document, [depthRule]);
      if (tooDeep) throw asGraphQL(expected('QUERY_TOO_DEEP', { limit: limits.depth }));
      const variables = getVariableValues(schema, operation?.variableDefinitions ?? [], request.variables ?? {});
      // Values that fit no type are told better by the execution.
      if (variables.errors) return;
      const total = getComplexity({
        schema,
        query: document,
        variables: request.variables ?? {},
        ...(operationName ? { operationName } : {}),
        estimators: [cost],
      });
      if (total > limits.cost) throw asGraphQL(expected('QUERY_TOO_COSTLY', { cost: total, limit: limits.cost }));
    },
  }),
};

const asGraphQL = ({ message, code, status }: ClientelaError) =>
  new GraphQLError(message, { extensions: { code, http: { status } } });
