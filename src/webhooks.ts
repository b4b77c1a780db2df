import { setTimeout as wait } from 'node:timers/promises';
import { isExpected, logError } from './errors.ts';
import { type Clock, systemClock } from './land/http/clock.ts';
import { type Access, openSource } from './land/open-source.ts';
import { dueReceivers, type Receiver } from './land/webhook/inbox.ts';
import { type Receive, receiveDelivery } from './land/webhook/receive.ts';
import { takeDeliveries } from './land/webhook/take.ts';
import { refresh } from './refresh.ts';
import type { Store } from './store/store.ts';
import { forgetStaleFacts } from './unify/forget-facts.ts';
import { unifyBatch } from './unify/unify-batch.ts';

/** How often it is looked for deliveries that another process received, or that are to be tried again. */
const pauseMs = 5000;
/** After deliveries were taken a run may have the source, and what comes meanwhile is taken together. */
const restMs = 1500;
/** So many sources are looked after at once: one that makes us wait holds up no other. */
const mostAtOnce = 4;

/** Receives deliveries, and takes them one source after the other. */
export class Webhooks {
  private readonly underWay = new Map<string, Promise<void>>();
  private readonly ending = new AbortController();
  private asleep = new AbortController();
  private readonly clock: Clock;

  constructor(
    private readonly store: Store,
    private readonly access: Access,
  ) {
    this.clock = access.http.clock ?? systemClock;
  }

  readonly receive: Receive = async (sourceId, delivery) => {
    await receiveDelivery(this.store, this.access, sourceId, delivery);
    this.wake();
  };

  /** Takes deliveries until it is stopped, those first that were kept and not taken before. */
  async work(): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      this.asleep = new AbortController();
      await this.look().catch((error) => logError(error));
      const woken = AbortSignal.any([this.asleep.signal, signal]);
      await wait(pauseMs, undefined, { signal: woken }).catch(() => undefined);
    }
  }

  /** Looks for deliveries that are due, at once. */
  wake(): void {
    this.asleep.abort();
  }

  /** Lets go of what is at hand; it is taken at the next start. */
  async stop(): Promise<void> {
    this.ending.abort();
    await Promise.all(this.underWay.values());
  }

  private async look(): Promise<void> {
    for (const receiver of await dueReceivers(this.store, new Date(this.clock.now()))) {
      const { sourceId } = receiver;
      if (this.ending.signal.aborted || this.underWay.size >= mostAtOnce) return;
      if (this.underWay.has(sourceId)) continue;
      this.underWay.set(sourceId, this.serve(receiver));
    }
  }

  private async serve(receiver: Receiver & { name: string }): Promise<void> {
    const { signal } = this.ending;
    try {
      if (!(await take(this.store, this.access, receiver, signal))) return;
      await this.clock.sleep(restMs, signal);
      this.wake();
    } catch (error) {
      // It is tried again later.
      if (!signal.aborted) logError(error);
    } finally {
      this.underWay.delete(receiver.sourceId);
    }
  }
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
  await refresh(store, receiver.workspaceId, { signal });
  return true;
}
