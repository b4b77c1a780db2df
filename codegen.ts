import type { CodegenConfig } from '@graphql-codegen/cli';

/** Typed documents of the questions, for front ends: `npm run schema` writes them. */
const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  documents: 'schema/questions/*.graphql',
  generates: {
    'schema/client.ts': {
      plugins: ['typescript-operations', 'typed-document-node'],
      config: {
        documentMode: 'string',
        enumsAsTypes: true,
        useTypeImports: true,
        defaultScalarType: 'unknown',
        scalars: {
          Currency: 'string',
          Date: 'string',
          DateTime: 'string',
          Decimal: 'string',
          Duration: 'string',
        },
      },
    },
  },
};

export default config;
