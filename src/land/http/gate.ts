import type { HttpRequest, HttpResponse, Limit } from '../../sdk/index.ts';
import type { Clock } from './clock.ts';
import { meterOf, type Meter } from './meters.ts';

/** Holds requests back until the vendor's limits let them pass, one after the other. */
export class Gate {
  private readonly meters: readonly Meter[];
  private blockedUntil = 0;
  private queue: Promise<void> = Promise.resolve();

  constructor(
    limits: readonly Limit[],
    private readonly clock: Clock,
    private readonly signal: AbortSignal,
  ) {
    this.meters = limits.map(meterOf);
  }

  pass(request: HttpRequest): Promise<void> {
    const passed = this.queue.then(() => this.wait(request));
    this.queue = passed.catch(() => undefined);
    return passed;
  }

  /** Lets nothing pass before that instant, in milliseconds since 1970. */
  blockUntil(instant: number): void {
    this.blockedUntil = Math.max(this.blockedUntil, instant);
  }

  observe(response: HttpResponse): void {
    for (const meter of this.meters) meter.observe(response, this.clock.now());
  }

  private async wait(request: HttpRequest): Promise<void> {
    for (;;) {
      this.signal.throwIfAborted();
      const now = this.clock.now();
      const opensAt = Math.max(this.blockedUntil, ...this.meters.map((meter) => meter.opensAt(request, now)));
      if (opensAt <= now) break;
      await this.clock.sleep(opensAt - now, this.signal);
    }
    for (const meter of this.meters) meter.spend(request, this.clock.now());
  }
}
