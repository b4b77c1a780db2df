import type { Clock } from '../land/http/clock.ts';

/** A clock that stands still but while somebody sleeps: waiting takes no time, and can be measured. */
export class FakeClock implements Clock {
  readonly sleeps: number[] = [];
  private time: number;

  /** From now on where nothing is said, for some code asks the machine's own clock. */
  constructor(start: number = Math.floor(Date.now() / 1000) * 1000) {
    this.time = start;
  }

  now(): number {
    return this.time;
  }

  sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.sleeps.push(milliseconds);
    this.time += milliseconds;
    return Promise.resolve();
  }

  random(): number {
    return 0;
  }

  advance(milliseconds: number): void {
    this.time += milliseconds;
  }
}
