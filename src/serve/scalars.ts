import { GraphQLScalarType, Kind } from 'graphql';
import { GraphQLDateTime, GraphQLDuration, GraphQLJSON, GraphQLLocalDate } from 'graphql-scalars';
import { expected } from '../errors.ts';

const named = (scalar: GraphQLScalarType, name: string, description: string) =>
  new GraphQLScalarType({ ...scalar.toConfig(), name, description, specifiedByURL: null });

export const DateTimeScalar = named(GraphQLDateTime, 'DateTime', 'An instant, RFC 3339, in UTC.');
export const DateScalar = named(GraphQLLocalDate, 'Date', "A calendar day, YYYY-MM-DD, in the workspace's time zone.");
export const JsonScalar = named(GraphQLJSON, 'JSON', 'Any JSON value.');
export const DurationScalar = named(GraphQLDuration, 'Duration', 'An ISO 8601 duration such as P90D or PT24H.');

/** A scalar whose input is text (or a number written in the query) that `check` accepts. */
const textScalar = (name: string, description: string, check: (text: string) => string | null) => {
  const parse = (value: unknown): string => {
    const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
    const reason = check(text);
    if (reason) throw expected('BAD_INPUT', { field: name, reason });
    return text;
  };
  return new GraphQLScalarType<string, string>({
    name,
    description,
    serialize: String,
    parseValue: parse,
    parseLiteral: (node) =>
      parse(node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT ? node.value : null),
  });
};

export const DecimalScalar = textScalar('Decimal', 'An exact decimal number, as text: "1234.50".', (text) =>
  /^-?\d{1,30}(\.\d{1,18})?$/.test(text) ? null : `cannot be "${text}": write a decimal number such as "1234.50"`,
);

const currencies = new Set(Intl.supportedValuesOf('currency'));
export const CurrencyScalar = textScalar('Currency', 'An ISO 4217 currency code.', (text) =>
  currencies.has(text) ? null : `cannot be "${text}": write an ISO 4217 code such as "EUR"`,
);

export const FilterDocumentScalar = new GraphQLScalarType({
  name: 'FilterDocument',
  description: 'A saved filter: exactly the JSON that CustomerFilterInput accepts.',
});

export const CpiDocumentScalar = new GraphQLScalarType({
  name: 'CpiDocument',
  description: 'The definition of a CPI: exactly the JSON that CpiDefinitionInput accepts.',
});
