import { EventEmitter, once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { type RunNews, watchRuns } from '../land/queue/run-news.ts';

/** Runs are told of no more often than that, and no less often: news may be lost with the connection to the database. */
const paceMs = 1000;
const patienceMs = 10_000;

const nameOf = ({ workspaceId, runId }: RunNews) => `${workspaceId} ${runId}`;

/** Tells whoever waits for news of a run; listens with one connection, from the first of them on. */
export class RunWatch {
  private readonly news = new EventEmitter().setMaxListeners(0);
  private readonly ending = new AbortController();
  private listening: Promise<void> | undefined;

  constructor(private readonly databaseUrl: string) {}

  /** At once, and whenever the run has changed, until the server stops. */
  async *changes(run: RunNews): AsyncGenerator<void> {
    const { signal } = this.ending;
    await this.listen();
    while (!signal.aborted) {
      // Waited for from here on: what happens while the news is answered counts too.
      const change = this.next(run);
      yield;
      await wait(paceMs, undefined, { signal }).catch(() => undefined);
      await change;
    }
  }

  close(): void {
    this.ending.abort();
  }

  private async listen(): Promise<void> {
    const tell = (run: RunNews) => void this.news.emit(nameOf(run));
    this.listening ??= watchRuns(this.databaseUrl, tell, this.ending.signal);
    try {
      await this.listening;
    } catch (error) {
      this.listening = undefined;
      throw error;
    }
  }

  private async next(run: RunNews): Promise<void> {
    const signal = AbortSignal.any([this.ending.signal, AbortSignal.timeout(patienceMs)]);
    await once(this.news, nameOf(run), { signal }).catch(() => undefined);
  }
}
