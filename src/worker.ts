import { ClientelaError, isExpected, logError } from './errors.ts';
import { type Clock, systemClock } from './land/http/clock.ts';
import { type Access, openSource } from './land/open-source.ts';
import { type DueRun, dueRuns, mostAttempts, queueScheduled, requeueAbandoned } from './land/queue/due.ts';
import { failWaiting, isCancelled, noteStop, requestRun } from './land/queue/run-queue.ts';
import type { RunSummary } from './land/run-log.ts';
import { refreshOutcomes, workspacesToFill } from './measure/cpi/refresh.ts';
import { FieldError } from './sdk/index.ts';
import type { Store } from './store/store.ts';
import { syncSource } from './sync.ts';

export interface WorkerOptions {
  access: Access;
  /** So many sources are read at once. */
  atOnce?: number;
  clock?: Clock;
}

const pauseMs = 1000;
const minute = 60_000;
/** How long a run waits to be tried again: after the first failure, the second, and so on. */
const pauses = [minute, 5 * minute, 15 * minute, 60 * minute];

/**
 * Reads sources whose time has come, and works out the history of new CPIs. Several may work on one database: a source is read
 * by one of them.
 */
export class Worker {
  /** By the source that is read, or the workspace whose CPIs are worked out. */
  private readonly underWay = new Map<string, Promise<void>>();
  private readonly ending = new AbortController();
  private readonly access: Access;
  private readonly atOnce: number;
  private readonly clock: Clock;

  constructor(
    private readonly store: Store,
    { access, atOnce = 2, clock = systemClock }: WorkerOptions,
  ) {
    this.access = access;
    this.atOnce = atOnce;
    this.clock = clock;
  }

  /** Looks for work every second, until it is stopped. */
  async work(): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      await this.look().catch((error) => logError(error));
      await this.clock.sleep(pauseMs, signal).catch(() => undefined);
    }
  }

  /** Starts what is due now, as far as there is room. */
  async look(): Promise<void> {
    const now = new Date(this.clock.now());
    await queueScheduled(this.store, now);
    await requeueAbandoned(this.store, now);
    const room = this.atOnce - this.underWay.size;
    // Those that begin here, and hold no source yet, are due as well.
    const due = room > 0 ? await dueRuns(this.store, now, this.atOnce) : [];
    for (const run of due.filter(({ sourceId }) => !this.underWay.has(sourceId)).slice(0, room)) {
      const ended = this.run(run)
        .catch((error) => logError(error))
        .finally(() => this.underWay.delete(run.sourceId));
      this.underWay.set(run.sourceId, ended);
    }
    await this.fillCpis();
  }

  /** Works out the history of CPIs that were defined or changed since. */
  private async fillCpis(): Promise<void> {
    const { signal } = this.ending;
    for (const workspaceId of await workspacesToFill(this.store)) {
      if (this.underWay.has(workspaceId) || this.underWay.size >= this.atOnce) continue;
      const ended = refreshOutcomes(this.store, workspaceId, { signal })
        .catch((error) => {
          if (error !== signal.reason) logError(error);
        })
        .finally(() => this.underWay.delete(workspaceId));
      this.underWay.set(workspaceId, ended);
    }
  }

  /** Waits until nothing is under way. */
  async idle(): Promise<void> {
    await Promise.all(this.underWay.values());
  }

  /** Lets each run end with the page at hand; the next start goes on there. */
  async stop(): Promise<void> {
    this.ending.abort();
    await this.idle();
  }

  private async run(run: DueRun): Promise<void> {
    const { store } = this;
    const { signal } = this.ending;
    try {
      const source = await openSource(store, this.access, run);
      await this.follow(run, await syncSource(store, { ...source, runId: run.runId, signal }));
    } catch (error) {
      // Somebody else was faster.
      if (isExpected(error, 'RUN_ALREADY_RUNNING') || isExpected(error, 'RUN_NOT_WAITING')) return;
      await failWaiting(store, run, error instanceof Error ? error.message : String(error));
      if (!(error instanceof ClientelaError) && !(error instanceof FieldError)) throw error;
    }
  }

  /** Asks for another run where one was stopped, or failed for reasons that pass. */
  private async follow(run: DueRun, { status, failures }: RunSummary): Promise<void> {
    const { attempt } = run;
    if (status === 'CANCELLED' && !(await isCancelled(this.store, run))) {
      await noteStop(this.store, run);
      return this.again(run, attempt, 0);
    }
    const passing = failures.filter(({ kind }) => kind === 'transient' || kind === 'ratelimit');
    if (passing.length === 0 || attempt >= mostAttempts) return;
    const limited = passing.some(({ kind }) => kind === 'ratelimit');
    const pause = Math.max(pauses[attempt - 1] ?? 0, limited ? 15 * minute : 0);
    await this.again(run, attempt + 1, pause * (1 + this.clock.random() / 10));
  }

  private async again({ workspaceId, sourceId, trigger }: DueRun, attempt: number, pause: number): Promise<void> {
    const dueAt = new Date(this.clock.now() + pause);
    try {
      await requestRun(this.store, { workspaceId, sourceId, trigger, attempt, dueAt });
    } catch (error) {
      // In the meantime it was paused or removed.
      if (!isExpected(error, 'SOURCE_PAUSED') && !isExpected(error, 'NOT_FOUND')) throw error;
    }
  }
}
