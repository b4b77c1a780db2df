import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { buildSchema, type GraphQLSchema } from 'graphql';

export const recorded = resolve(dirname(fileURLToPath(import.meta.url)), '../../../../shared/fixtures/shopify');
const file = resolve(recorded, 'admin_2026-07.graphql.gz');

/** Whether Shopify's own schema is at hand. */
export const hasSchema = existsSync(file);

let schema: GraphQLSchema | undefined;

/** The schema of the Admin API as Shopify publishes it. It is large: it is read once. */
export function adminSchema(): GraphQLSchema {
  schema ??= buildSchema(gunzipSync(readFileSync(file)).toString(), { assumeValid: true });
  return schema;
}
