import type { Clock } from '../land/http/clock.ts';

/** A clock that stands still but while somebody sleeps: waiting takes no time, and can be measured. */
export class FakeClock implements Clock {
  readonly sleeps: number[] = [];
  /** Today at noon, so that what is reckoned from the present day stays in the past. */
  private time = new Date().setUTCHours(12, 0, 0, 0);

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
