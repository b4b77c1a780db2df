import type { GraphQLSchema } from 'graphql';
import { type BuildSchemaOptions, buildSchemaSync } from 'type-graphql';

// type-graphql looks for types that the compiler may have left behind; here every type is named, and there are none.
Object.assign(Reflect, { getMetadata: () => undefined });

/** Builds a schema of classes that name all their types. To be imported before them: their decorators rely on it. */
export const buildExplicitSchema = (options: BuildSchemaOptions): GraphQLSchema =>
  buildSchemaSync({ ...options, validate: false });
