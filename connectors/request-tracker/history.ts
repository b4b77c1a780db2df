import { type HttpRequest, idAt, type Payload, recordsAt, type Send, SourceError } from '../../src/sdk/index.ts';
import { inOrder } from './field-order.ts';

const steps = JSON.stringify([
  { field: 'Type', value: 'Correspond' },
  { field: 'Type', value: 'Status', entry_aggregator: 'OR' },
]);
const perPage = 100;

/** Adds to every ticket what was said and how its status went, oldest first: lists do not hold that. */
export async function withHistory(tickets: Payload[], send: Send): Promise<Payload[]> {
  const full: Payload[] = [];
  for (const ticket of tickets) full.push(inOrder({ ...ticket, history: await historyOf(ticket, send) }) as Payload);
  return full;
}

async function historyOf(ticket: Payload, send: Send): Promise<Payload[]> {
  const transactions: Payload[] = [];
  try {
    for (let page = 1; ; page++) {
      const found = recordsAt((await send(pageOf(ticket, page))).body as Payload, 'items');
      transactions.push(...found);
      if (found.length < perPage) return transactions;
    }
  } catch (error) {
    // Shredded since it was listed.
    if (error instanceof SourceError && error.kind === 'gone') return transactions;
    throw error;
  }
}

const pageOf = (ticket: Payload, page: number): HttpRequest => ({
  path: `/ticket/${idAt(ticket, 'id')}/history?orderby=id&fields=Type,Creator,Created,Field,OldValue,NewValue`,
  query: { query: steps, per_page: perPage, page },
});
