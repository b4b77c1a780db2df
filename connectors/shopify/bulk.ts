import { awaitJob, type JobState, type Json, type Page, type Payload } from '../../src/sdk/index.ts';
import { countAt, type ReadContext, recordAt, recordsAt, type Send, SourceError, textAt } from '../../src/sdk/index.ts';
import { assembled } from './bulk-lines.ts';
import { dataOf, graphql, graphqlRequest } from './graphql.ts';
import { bulkQuery, type RootList } from './selection.ts';
import { keyAt } from './values.ts';

/** Where a back-fill stands. */
interface Place {
  /** The bulk operation that is read; null before one is begun. */
  operation: string | null;
  /** How many of its records were taken, */
  taken: number;
  /** and when the last of them changed, */
  reached: string | null;
  /** which says something only where the file is sorted by that, as it was asked for. */
  sorted: boolean;
  /** What changed before was given by operations that broke off. */
  since: string | null;
}

/** How an operation ended. */
interface End {
  url: string | null;
  /** How many records were counted. */
  count: number;
  /** Why the file, where there is one, does not hold all: the rest is asked for by another operation. */
  failure?: string;
}

const untouched: Place = { operation: null, taken: 0, reached: null, sorted: true, since: null };
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
  let place = cursor === null ? untouched : (cursor as unknown as Place);
  const page = (payloads: Payload[]): Page => ({
    records: payloads.map((payload) => ({ key: keyAt(payload, 'id') ?? '', payload })),
    cursor: { ...place },
  });
  for (let resumed = place.operation !== null; ; resumed = false) {
    if (place.operation === null) {
      place = { ...place, operation: await start(bulkQuery(list, place.since), context), taken: 0 };
      yield page([]);
    }
    const end = await awaitJob(context, {
      poll: graphqlRequest(operationQuery, { id: place.operation }),
      state: stateOf,
      hours: mostHours,
    });
    const records = end.url === null ? none() : assembled(context.lines(end.url), list, end.failure !== undefined);
    for await (const pack of packsOf(records, place.taken)) {
      place = { ...place, taken: place.taken + pack.length, ...reachedBy(pack, place) };
      yield { ...page(await complete(pack, context.send)), progress: place.taken / Math.max(end.count, place.taken) };
    }
    if (end.failure === undefined) return;
    // One that failed since the last run is begun again; one that fails at once would only fail again.
    const since = place.sorted ? place.reached : place.since;
    if (!resumed && since === place.since)
      throw new SourceError(
        end.failure === 'ACCESS_DENIED' ? 'scope' : 'transient',
        `The bulk operation for ${list.name} ended with ${end.failure}`,
      );
    place = { ...place, operation: null, since };
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
      return { state: 'done', result: { url: textAt(operation, 'url') ?? null, count } };
    case 'FAILED':
    case 'CANCELED':
    case 'EXPIRED': {
      const failure = textAt(operation, 'errorCode') ?? status;
      return { state: 'done', result: { url: textAt(operation, 'partialDataUrl') ?? null, count, failure } };
    }
    default:
      return { state: 'running' };
  }
}

function reachedBy(pack: Payload[], { reached, sorted }: Place): Pick<Place, 'reached' | 'sorted'> {
  const instants = [reached, ...pack.map((record) => textAt(record, 'updatedAt') ?? '')];
  const ascending = instants.every((instant, index) => index === 0 || (instants[index - 1] ?? '') <= instant!);
  return { reached: instants.at(-1)!, sorted: sorted && ascending };
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
