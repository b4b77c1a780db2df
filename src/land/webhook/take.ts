import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { factId } from '../../model/ids.ts';
import type { Connector, DeclaredStream, Json, Stream } from '../../sdk/index.ts';
import { SourceError } from '../../sdk/index.ts';
import type { Store } from '../../store/store.ts';
import { landRecords } from '../batch.ts';
import { withoutOlder } from '../older-records.ts';
import { systemClock } from '../http/clock.ts';
import type { HttpOptions } from '../http/connection.ts';
import { openConnection } from '../http/open.ts';
import { holdSource } from '../lock.ts';
import type { LandedBatch } from '../stream-run.ts';
import { describeStreams } from '../run-log.ts';
import { closeDeliveries, dueDeliveries, postponeDelivery, type Receiver, type Waiting } from './inbox.ts';
import { pagesOf } from './news.ts';

export interface TakeOptions<Config> extends Receiver {
  name: string;
  connector: Connector<Config>;
  config: Config;
  http: HttpOptions;
  signal: AbortSignal;
  /** What comes first, once the source is held; as for a run. */
  onStart(runId: string): Promise<void>;
  /** Turns a batch into facts; it must mark the batch as unified in the same transaction. */
  onBatch(batch: LandedBatch): Promise<unknown>;
}

/** So many deliveries are taken before somebody else may have the source. */
const most = 100;

/**
 * Takes what a source was told: keeps the records and unifies them, as a run does, but leaves the cursors alone. Killed at
 * any moment it is done again, which changes nothing. Returns how many deliveries were due. Throws RUN_ALREADY_RUNNING
 * while the source is run.
 */
export async function takeDeliveries<Config>(store: Store, options: TakeOptions<Config>): Promise<number> {
  const { workspaceId, sourceId, connector, config, http, signal } = options;
  return holdSource(store, options, async () => {
    const now = new Date((http.clock ?? systemClock).now());
    const deliveries = await dueDeliveries(store, options, now, most);
    const streams = connector.streams(config);
    await store.transaction((em) => describeStreams(em, options, streams, now));
    await options.onStart(factId(workspaceId, sourceId, 'deliveries', String(now.getTime())));
    const { connection, redactor } = openConnection(connector, config, http, signal);
    const send = connection?.send ?? (() => Promise.reject(new SourceError('config', 'The connector asks nobody')));
    const taken: string[] = [];
    try {
      for (const delivery of deliveries) {
        if (signal.aborted) break;
        try {
          const told = connector.webhooks!.route(JSON.parse(delivery.body.toString()) as Json, delivery, config);
          const pages = await pagesOf(told, streams, send);
          await store.repeatable((em) => land(em, options, delivery, streams, pages));
          taken.push(delivery.id);
        } catch (error) {
          if (signal.aborted) break;
          const reason = redactor.redact(error instanceof Error ? error.message : String(error));
          await postponeDelivery(store, options, delivery, reason, now);
        }
      }
    } finally {
      connection?.close();
    }
    for (const batch of await waitingBatches(store, options)) if (streams[batch.stream]) await options.onBatch(batch);
    await closeDeliveries(store, options, taken, now);
    return deliveries.length;
  });
}

async function land(
  em: SqlEntityManager,
  { workspaceId, sourceId }: Receiver,
  { id }: Waiting,
  streams: Record<string, Stream | DeclaredStream>,
  pages: Awaited<ReturnType<typeof pagesOf>>,
): Promise<void> {
  for (const [stream, page] of pages) {
    const place = { workspaceId, sourceId, stream, runId: factId(workspaceId, sourceId, 'delivery', id) };
    // Deliveries overtake each other.
    const told = await withoutOlder(em, place, streams[stream]!, page.records, { ends: true });
    const records = [...told, ...page.asked];
    await landRecords(em, place, streams[stream]!, { ...page, records }, new Date());
  }
}

/** What is kept but not unified yet, by a run that was interrupted as well. */
async function waitingBatches(store: Store, { workspaceId, sourceId }: Receiver): Promise<LandedBatch[]> {
  const { rows } = await sql<LandedBatch>`
    select stream, seq, run_id as "runId" from batches
    where workspace_id = ${workspaceId} and source_id = ${sourceId} and unified_at is null
    order by landed_at, stream, seq`.execute(store.em().getKysely());
  return rows.map((batch) => ({ ...batch, workspaceId, sourceId }));
}
