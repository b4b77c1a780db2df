import type { HttpRequest, HttpResponse, Limit } from '../../sdk/index.ts';
import { at } from '../json-path.ts';

/** Measures one of a vendor's limits. Times are milliseconds since 1970. */
export interface Meter {
  /** When the request may go; now or earlier where nothing holds it. */
  opensAt(request: HttpRequest, now: number): number;
  spend(request: HttpRequest, now: number): void;
  observe(response: HttpResponse, now: number): void;
}

export function meterOf(limit: Limit): Meter {
  switch (limit.kind) {
    case 'bucket':
      return new Bucket(limit);
    case 'headers':
      return new Headers(limit);
    case 'graphqlCost':
      return new Cost(limit.at);
  }
}

/** Never more than the capacity in any window, wherever the window begins. */
class Bucket implements Meter {
  private spent: { at: number; weight: number }[] = [];

  constructor(private readonly limit: Extract<Limit, { kind: 'bucket' }>) {}

  opensAt(request: HttpRequest, now: number): number {
    const window = this.limit.perSeconds * 1000;
    this.spent = this.spent.filter(({ at: then }) => then > now - window);
    let excess = this.spent.reduce((sum, { weight }) => sum + weight, this.weight(request)) - this.limit.capacity;
    for (const { at: then, weight } of this.spent) {
      if (excess <= 0) break;
      excess -= weight;
      if (excess <= 0) return then + window;
    }
    return now;
  }

  spend(request: HttpRequest, now: number): void {
    this.spent.push({ at: now, weight: this.weight(request) });
  }

  observe(): void {}

  /** What weighs more than everything is allowed once everything is free. */
  private weight(request: HttpRequest): number {
    return Math.min(this.limit.weight?.(request) ?? 1, this.limit.capacity);
  }
}

/** Waits until the reset that the last answer named, where it said that nothing remains. */
class Headers implements Meter {
  private opens = 0;

  constructor(private readonly limit: Extract<Limit, { kind: 'headers' }>) {}

  opensAt(): number {
    return this.opens;
  }

  spend(): void {}

  observe({ headers }: HttpResponse, now: number): void {
    const remaining = headers[this.limit.remaining.toLowerCase()];
    const reset = headers[this.limit.reset.toLowerCase()];
    if (remaining === undefined || reset === undefined || Number(remaining) >= 1) return;
    const opens = this.instant(reset, now);
    if (Number.isFinite(opens)) this.opens = opens;
  }

  private instant(reset: string, now: number): number {
    switch (this.limit.resetIs) {
      case 'seconds':
        return now + Number(reset) * 1000;
      case 'milliseconds':
        return now + Number(reset);
      case 'epoch':
        return Number(reset) * 1000;
      case 'iso':
        return Date.parse(reset);
    }
  }
}

/** Waits until as much has come back as the dearest query so far has cost. */
class Cost implements Meter {
  private dearest = 0;
  private known: { available: number; restoreRate: number; at: number } | null = null;

  constructor(private readonly path: string) {}

  opensAt(_: HttpRequest, now: number): number {
    if (!this.known) return now;
    const missing = this.dearest - this.known.available;
    return missing <= 0 ? now : this.known.at + Math.ceil((missing / this.known.restoreRate) * 1000);
  }

  /** Others may ask before the answer says what it has cost. */
  spend(): void {
    if (this.known) this.known.available -= this.dearest;
  }

  observe({ body }: HttpResponse, now: number): void {
    const number = (path: string): number => Number(at(body, `${this.path}.${path}`));
    const [available, restoreRate] = [
      number('throttleStatus.currentlyAvailable'),
      number('throttleStatus.restoreRate'),
    ];
    if (!Number.isFinite(available) || !(restoreRate > 0)) return;
    this.known = { available, restoreRate, at: now };
    const maximum = number('throttleStatus.maximumAvailable');
    const cost = number('requestedQueryCost');
    if (cost > 0) this.dearest = Math.min(Math.max(this.dearest, cost), maximum > 0 ? maximum : Infinity);
  }
}
