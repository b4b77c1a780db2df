import { setTimeout as wait } from 'node:timers/promises';
import { isExpected } from './errors.ts';
import { systemClock } from './land/http/clock.ts';
import { type Access, openSource } from './land/open-source.ts';
import { dueReceivers, type Receiver } from './land/webhook/inbox.ts';
import { type Receive, receiveDelivery } from './land/webhook/receive.ts';
import { takeDeliveries } from './land/webhook/take.ts';
import { refresh } from './refresh.ts';
import type { Store } from './store/store.ts';
import { forgetStaleFacts } from './unify/forget-facts.ts';
import { unifyBatch } from './unify/unify-batch.ts';

/** Receives deliveries, and takes them one source after the other. */
export interface Webhooks {
  receive: Receive;
  /** Looks for deliveries that are due, at once. */
  wake(): void;
  /** Lets go of what is at hand; it is taken at the next start. */
  stop(): Promise<void>;
}

/** How often it is looked for deliveries that another process received, or that are to be tried again. */
const pauseMs = 5000;
/** After deliveries were taken a run may have the source, and what comes meanwhile is taken together. */
const restMs = 1500;
/** So many sources are looked after at once: one that makes us wait holds up no other. */
const mostAtOnce = 4;

/** Starts with the deliveries that were kept and not taken before. */
export function startWebhooks(store: Store, access: Access): Webhooks {
  const ending = new AbortController();
  const { signal } = ending;
  const underWay = new Map<string, Promise<void>>();
  const { clock = systemClock } = access.http;
  let asleep = new AbortController();
  const wake = () => asleep.abort();

  const serve = async (receiver: Receiver & { name: string }) => {
    try {
      if (!(await take(store, access, receiver, signal))) return;
      await clock.sleep(restMs, signal);
      wake();
    } catch (error) {
      if (!signal.aborted) report(error);
    } finally {
      underWay.delete(receiver.sourceId);
    }
  };
  const look = async () => {
    while (!signal.aborted) {
      asleep = new AbortController();
      const due = await dueReceivers(store, new Date(clock.now())).catch(report);
      for (const receiver of due ?? []) {
        const { sourceId } = receiver;
        if (!underWay.has(sourceId) && underWay.size < mostAtOnce) underWay.set(sourceId, serve(receiver));
      }
      await wait(pauseMs, undefined, { signal: AbortSignal.any([asleep.signal, signal]) }).catch(() => undefined);
    }
  };
  const looking = look();

  return {
    async receive(sourceId, delivery) {
      await receiveDelivery(store, access, sourceId, delivery);
      wake();
    },
    wake,
    async stop() {
      ending.abort();
      await looking;
      await Promise.all(underWay.values());
    },
  };
}

/** The way of what a source was told into the figures. False where a run has the source: it has to wait. */
async function take(
  store: Store,
  access: Access,
  receiver: Receiver & { name: string },
  signal: AbortSignal,
): Promise<boolean> {
  const source = await openSource(store, access, receiver);
  const streams = source.connector.streams(source.config);
  try {
    await takeDeliveries(store, {
      ...source,
      signal,
      onStart: (runId) => forgetStaleFacts(store, { ...receiver, runId }),
      onBatch: (batch) => unifyBatch(store, batch, (payload) => streams[batch.stream]!.map(payload)),
    });
  } catch (error) {
    if (isExpected(error, 'RUN_ALREADY_RUNNING')) return false;
    throw error;
  }
  await refresh(store, receiver.workspaceId);
  return true;
}

/** One line of JSON on stderr: what nobody expected is tried again later. */
function report(cause: unknown): undefined {
  const { message, stack } = cause instanceof Error ? cause : new Error(String(cause));
  console.error(JSON.stringify({ level: 'error', at: new Date(), message, stack }));
}
