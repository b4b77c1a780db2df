import { globSync, readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { expect, it } from 'vitest';
import { printSchema } from '../../src/serve/schema.ts';

const committed = readFileSync(new URL('../../schema/schema.graphql', import.meta.url), 'utf8');

it('is what schema/schema.graphql says: npm run schema writes it anew', () => {
  expect(printSchema()).toBe(committed);
});

it('describes every type, and every argument and field whose name leaves a question', () => {
  const types = Object.values(buildSchema(committed).getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const builtIn = new Set(['String', 'Int', 'Float', 'Boolean', 'ID', 'Query', 'Mutation', 'Subscription']);
  const obvious = /(Input|Payload)$/;
  const silent = types.filter(({ name, description }) => !description && !builtIn.has(name) && !obvious.test(name));
  expect(silent.map(({ name }) => name)).toEqual([]);
});

it('knows everything that the pages ask', () => {
  const pages = globSync(['README.md', 'docs/**/*.md']).map((page) => readFileSync(page, 'utf8'));
  const asked = pages.flatMap((page) => [...page.matchAll(/^```graphql\n(.*?)^```/gms)].map(([, query]) => query!));
  expect(asked.length).toBeGreaterThan(0);
  const schema = buildSchema(committed);
  expect(asked.flatMap((query) => validate(schema, parse(query)))).toEqual([]);
});
