/** A list within a record that has pages of its own. */
export interface Connection {
  /** The GraphQL type of its records, which their ids name. */
  type: string;
  /** How many of them come with the record; what is beyond is asked for apart. */
  size: number;
  fields: string;
}

/** What is asked for of a record, whichever way it is asked for. */
export interface Selection {
  /** The GraphQL type. */
  type: string;
  fields: string;
  /** After the fields, in this order: a record reads the same from a list and from a bulk operation. */
  connections: Readonly<Record<string, Connection>>;
}

/** A list of the shop's. */
export interface RootList extends Selection {
  name: string;
  sortKey: 'UPDATED_AT' | 'CREATED_AT';
}

const eachOf = ({ connections }: Selection, ask: (name: string, connection: Connection) => string): string =>
  Object.entries(connections)
    .map(([name, connection]) => ask(name, connection))
    .join(' ');

/** A record's fields, and the first page of each of its connections. */
const withFirstPages = (selection: Selection): string =>
  `${selection.fields} ${eachOf(
    selection,
    (name, { size, fields }) => `${name}(first: ${size}) { pageInfo { hasNextPage } nodes { ${fields} } }`,
  )}`;

/** A page of the list. */
export const listQuery = (list: RootList): string =>
  `query ($first: Int!, $after: String, $query: String) {
    ${list.name}(first: $first, after: $after, query: $query, sortKey: ${list.sortKey}) {
      pageInfo { hasNextPage endCursor }
      nodes { ${withFirstPages(list)} }
    }
  }`;

/** The whole list for a bulk operation, which knows no pages and takes no variables. */
export const bulkQuery = (list: RootList, since: string | null): string => {
  const narrowed = since === null ? '' : `, query: "updated_at:>='${since}'"`;
  const connections = eachOf(list, (name, { fields }) => `${name} { edges { node { ${fields} } } }`);
  return `{ ${list.name}(sortKey: ${list.sortKey}${narrowed}) { edges { node { ${list.fields} ${connections} } } } }`;
};

/** Records by their ids. */
export const nodesQuery = (selection: Selection): string =>
  `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on ${selection.type} { ${withFirstPages(selection)} } } }`;

/** A further page of a record's connection. */
export const furtherQuery = (type: string, name: string, { fields }: Connection): string =>
  `query ($id: ID!, $after: String) {
    node(id: $id) {
      ... on ${type} {
        ${name}(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { ${fields} } }
      }
    }
  }`;
