import { type Json, type Payload, recordsAt, type Send, SourceError, valueAt } from '../../src/sdk/index.ts';
import { graphql } from './graphql.ts';
import { refunds } from './lists.ts';
import { furtherQuery, nodesQuery, type Selection } from './selection.ts';

/** So many refunds at once stay far below what a query may cost. */
const refundsAtOnce = 10;

/** Records with all of their connections, however long these are. */
export async function withConnections(records: Payload[], selection: Selection, send: Send): Promise<Payload[]> {
  const whole: Payload[] = [];
  for (const record of records) {
    let filled = record;
    for (const name of Object.keys(selection.connections)) {
      if (valueAt(record, `${name}.pageInfo.hasNextPage`) !== true) continue;
      const nodes = await connectionOf(record, selection, name, send);
      filled = { ...filled, [name]: { pageInfo: { hasNextPage: false }, nodes } };
    }
    whole.push(filled);
  }
  return whole;
}

async function connectionOf(
  { id = null }: Payload,
  { type, connections }: Selection,
  name: string,
  send: Send,
): Promise<Json[]> {
  const query = furtherQuery(type, name, connections[name]!);
  const nodes: Json[] = [];
  for (let after: Json = null; ;) {
    const data = await graphql(send, query, { id, after });
    nodes.push(...recordsAt(data, `node.${name}.nodes`));
    if (valueAt(data, `node.${name}.pageInfo.hasNextPage`) !== true) return nodes;
    const next = valueAt(data, `node.${name}.pageInfo.endCursor`);
    if (next === undefined || next === after)
      throw new SourceError('data', `${name} of ${String(id)} give the same page again and again`);
    after = next;
  }
}

/** Orders with all of their connections, and their refunds in full. */
export async function wholeOrders(records: Payload[], selection: Selection, send: Send): Promise<Payload[]> {
  const orders = await withConnections(records, selection, send);
  const bare = orders
    .flatMap((order) => recordsAt(order, 'refunds'))
    .filter((refund) => !('totalRefundedSet' in refund));
  const found = new Map<Json | undefined, Payload>();
  for (let from = 0; from < bare.length; from += refundsAtOnce) {
    const ids = bare.slice(from, from + refundsAtOnce).map(({ id = null }) => id);
    const data = await graphql(send, nodesQuery(refunds), { ids });
    for (const refund of await withConnections(recordsAt(data, 'nodes'), refunds, send))
      found.set(refund['id'], refund);
  }
  return orders.map((order) => ({
    ...order,
    refunds: recordsAt(order, 'refunds').map((refund) => found.get(refund['id']) ?? refund),
  }));
}
