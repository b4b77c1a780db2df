import {
  execute,
  getNamedType,
  isListType,
  isNonNullType,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { GraphQLSchema } from 'graphql';

export interface Operation {
  id: string;
  query: string;
  status: 'CREATED' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'EXPIRED';
  errorCode: string | null;
  url: string | null;
  partialDataUrl: string | null;
  rootObjectCount: string;
  objectCount: string;
  grouped: boolean;
}

type Node = Record<string, unknown>;

/** Why a bulk operation with that query is not begun; null where it is. */
export function refusalOf(schema: GraphQLSchema, query: string): string | null {
  const document = parse(query);
  const [invalid] = validate(schema, document);
  if (invalid) return invalid.message;
  const info = new TypeInfo(schema);
  const path: { connection: boolean; list: boolean }[] = [];
  let connections = 0;
  let refusal: string | null = null;
  visit(
    document,
    visitWithTypeInfo(info, {
      Variable: () => void (refusal ??= 'Bulk queries take no variables'),
      Field: {
        enter(field) {
          const type = info.getType()!;
          const connection = getNamedType(type).name.endsWith('Connection');
          const list = isListType(isNonNullType(type) ? type.ofType : type) && field.name.value !== 'edges';
          if (connection && path.some((above) => above.list))
            refusal ??= 'Queries that contain a connection field within a list field are not currently supported.';
          if (connection && path.filter((above) => above.connection).length > 2)
            refusal ??= 'Bulk queries cannot contain connections with more than 2 levels of nesting';
          if (connection && ++connections > 5) refusal ??= 'Bulk queries cannot contain more than 5 connections';
          if (path.length === 0 && ['node', 'nodes'].includes(field.name.value))
            refusal ??= 'Bulk queries cannot ask for node or nodes';
          path.push({ connection, list });
        },
        leave: () => void path.pop(),
      },
    }),
  );
  if (connections === 0) refusal ??= 'Bulk queries must contain at least one connection.';
  return refusal;
}

/** The lines of the file: each record without its connections, and what was in these after it, or after all records. */
export async function linesOf(
  schema: GraphQLSchema,
  rootValue: object,
  { query, grouped }: Operation,
): Promise<string[]> {
  const contextValue = { bulk: true };
  const result = await execute({ schema, document: parse(query), rootValue, contextValue });
  if (result.errors) throw new Error(result.errors.map(({ message }) => message).join('; '));
  const [list] = Object.values(JSON.parse(JSON.stringify(result.data)) as Record<string, { edges: { node: Node }[] }>);
  const own: string[] = [];
  const apart: string[] = [];
  for (const { node } of list!.edges) write(node, undefined);
  return [...own, ...apart];

  function write(node: Node, parent: unknown): void {
    const within = Object.entries(node).filter(([, value]) => isConnection(value));
    const fields = Object.entries(node).filter(([, value]) => !isConnection(value));
    if (within.length > 0 && node['id'] === undefined) throw new Error('a record with connections needs its id');
    const line = JSON.stringify({
      ...Object.fromEntries(fields),
      ...(parent === undefined ? {} : { __parentId: parent }),
    });
    (grouped || parent === undefined ? own : apart).push(line);
    for (const [, value] of within)
      for (const edge of (value as { edges: { node: Node }[] }).edges) write(edge.node, node['id']);
  }
}

const isConnection = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Array.isArray((value as { edges?: unknown }).edges);
