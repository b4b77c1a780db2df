import { EventEmitter, once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

/** News is told no more often than that, and no less often: some may be lost with the connection to the database. */
const paceMs = 1000;
const patienceMs = 10_000;

/** Calls `tell` with the name of what has news, until the signal; fulfils once it listens. */
type Listen = (tell: (name: string) => void, signal: AbortSignal) => Promise<void>;

/** Tells whoever waits for news of something; listens with one connection, from the first of them on. */
export class NewsWatch {
  private readonly news = new EventEmitter().setMaxListeners(0);
  private readonly ending = new AbortController();
  private listening: Promise<void> | undefined;

  constructor(private readonly listen: Listen) {}

  /** At once, and whenever there is news of that name, until the server stops. */
  async *changes(name: string): AsyncGenerator<void> {
    const { signal } = this.ending;
    await this.begin();
    while (!signal.aborted) {
      // Waited for from here on: what happens while the news is answered counts too.
      const change = this.next(name);
      yield;
      await wait(paceMs, undefined, { signal }).catch(() => undefined);
      await change;
    }
  }

  close(): void {
    this.ending.abort();
  }

  private async begin(): Promise<void> {
    this.listening ??= this.listen((name) => void this.news.emit(name), this.ending.signal);
    try {
      await this.listening;
    } catch (error) {
      this.listening = undefined;
      throw error;
    }
  }

  private async next(name: string): Promise<void> {
    const signal = AbortSignal.any([this.ending.signal, AbortSignal.timeout(patienceMs)]);
    await once(this.news, name, { signal }).catch(() => undefined);
  }
}
