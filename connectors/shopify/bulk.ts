import { awaitJob, type JobState, type Json, type Page, type Payload } from '../../src/sdk/index.ts';
import { countAt, type ReadContext, recordAt, recordsAt, type Send, SourceError, textAt } from '../../src/sdk/index.ts';
import { assembled } from './bulk-lines.ts';
import { dataOf, graphql, graphqlRequest } from './graphql.ts';
import { bulkQuery, type RootList } from './selection.ts';
import { keyAt } from './values.ts';

/** Where a back-fill stands. */
interface Place {
  /** The bulk operation that is read; null where none was begun, or the last one came to nothing. */
  operation: string | null;
  /** How many of its records were taken, */
  taken: number;
  /** and when the last of them changed. */
  reached: string | null;
  /** What changed before was given by operations that broke off. */
  since: string | null;
}

/** How an operation ended. */
interface End {
  url: string | null;
  /** The file does not hold all: the rest is asked for by another operation. */
  brokenOff: boolean;
  /** How many records were counted. */
  count: number;
  errorCode?: string;
}

const recordsAtOnce = 250;
const busyPauseMs = 30_000;
const mostHours = 6;

const startMutation = `mutation ($query: String!) {
  bulkOperationRunQuery(query: $query, groupObjects: true) { bulkOperation { id } userErrors { code message } }
}`;
const operationQuery = `query ($id: ID!) {
  bulkOperation(id: $id) { status errorCode url partialDataUrl rootObjectCount }
}`;

/**
 * Reads the whole of a list by a bulk operation, which Shopify works on by itself and whose file takes no share of the
 * limits. The file can be had for a week: a reading that was interrupted goes on in it where it was.
 */
export async function* readInBulk(
  list: RootList,
  complete: (records: Payload[], send: Send) => Promise<Payload[]>,
  cursor: Json,
  context: ReadContext,
): AsyncGenerator<Page> {
  let place = (cursor ?? { operation: null, taken: 0, reached: null, since: null }) as unknown as Place;
  const page = (payloads: Payload[]): Page => ({
    records: payloads.map((payload) => ({ key: keyAt(payload, 'id') ?? '', payload })),
    cursor: { ...place },
  });
  for (;;) {
    if (place.operation === null) {
      place = { ...place, operation: await start(bulkQuery(list, place.since), context), taken: 0 };
      yield page([]);
    }
    const end = await awaitJob(context, {
      poll: graphqlRequest(operationQuery, { id: place.operation }),
      state: stateOf,
      hours: mostHours,
    });
    const records = end.url === null ? none() : assembled(context.lines(end.url), list, end.brokenOff);
    for await (const pack of packsOf(records, place.taken)) {
      const reached = textAt(pack.at(-1)!, 'updatedAt') ?? place.reached;
      place = { ...place, taken: place.taken + pack.length, reached };
      yield { ...page(await complete(pack, context.send)), progress: place.taken / Math.max(end.count, place.taken) };
    }
    if (!end.brokenOff) return;
    const failed = end.errorCode !== undefined && place.reached === place.since;
    place = { ...place, operation: null, taken: 0, since: place.reached };
    yield page([]);
    if (failed)
      throw new SourceError(
        end.errorCode === 'ACCESS_DENIED' ? 'scope' : 'transient',
        `The bulk operation for ${list.name} ended with ${end.errorCode}`,
      );
  }
}

/** Begins an operation; while the shop works on as many as it takes at once, it waits. */
async function start(query: string, context: ReadContext): Promise<string> {
  for (const until = context.now() + mostHours * 3_600_000; ;) {
    const data = await graphql(context.send, startMutation, { query });
    const id = textAt(data, 'bulkOperationRunQuery.bulkOperation.id');
    if (id !== undefined) return id;
    const [error = {}] = recordsAt(data, 'bulkOperationRunQuery.userErrors');
    const busy = ['OPERATION_IN_PROGRESS', 'LIMIT_REACHED'].includes(textAt(error, 'code') ?? '');
    const what = `Shopify began no bulk operation: ${textAt(error, 'message') ?? 'it did not say why'}`;
    if (!busy || context.now() >= until) throw new SourceError(busy ? 'transient' : 'data', what);
    await context.sleep(busyPauseMs);
  }
}

function stateOf(body: Json): JobState<End> {
  const operation = recordAt(dataOf(body), 'bulkOperation');
  const status = textAt(operation, 'status') ?? 'EXPIRED';
  const count = countAt(operation, 'rootObjectCount') ?? 0;
  switch (status) {
    case 'COMPLETED':
      return { state: 'done', result: { url: textAt(operation, 'url') ?? null, brokenOff: false, count } };
    case 'FAILED':
    case 'CANCELED': {
      const errorCode = textAt(operation, 'errorCode') ?? status;
      const url = textAt(operation, 'partialDataUrl') ?? null;
      return { state: 'done', result: { url, brokenOff: true, count, errorCode } };
    }
    case 'EXPIRED':
      return { state: 'done', result: { url: null, brokenOff: true, count } };
    default:
      return { state: 'running' };
  }
}

/** The records after the first `taken`, some at a time. */
async function* packsOf(records: AsyncIterable<Payload>, taken: number): AsyncGenerator<Payload[]> {
  let pack: Payload[] = [];
  let seen = 0;
  for await (const record of records) {
    if (++seen <= taken) continue;
    pack.push(record);
    if (pack.length < recordsAtOnce) continue;
    yield pack;
    pack = [];
  }
  if (pack.length > 0) yield pack;
}

async function* none(): AsyncGenerator<Payload> {}
