import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Chance with a seed of its own for every (seed, subject, index), so that any customer's part can be drawn alone. */
export class Random {
  readonly #generator;

  constructor(seed: number, subject: string, index: number) {
    let hash = mix(seed | 0) ^ mix(index + 0x51ed27);
    for (let at = 0; at < subject.length; at++) hash = Math.imul(hash ^ subject.charCodeAt(at), 0x01000193);
    this.#generator = xoroshiro128plus(mix(hash));
  }

  /** From 0 to below 1. */
  float(): number {
    return uniformFloat64(this.#generator);
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.float();
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.float() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.float() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.float() * items.length)]!;
  }

  /** One of `items`, each as likely as its weight says. */
  weighted<T>(items: readonly T[], weight: (item: T) => number): T {
    let left = this.float() * items.reduce((sum, item) => sum + weight(item), 0);
    return items.find((item) => (left -= weight(item)) < 0) ?? items.at(-1)!;
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.float());
  }

  poisson(mean: number): number {
    let count = 0;
    for (let at = this.exponential(1); at < mean; at += this.exponential(1)) count++;
    return count;
  }

  normal(): number {
    return Math.sqrt(this.exponential(2)) * Math.cos(2 * Math.PI * this.float());
  }

  /** With rate 1; Marsaglia and Tsang (2000), with their boost for shapes below one. */
  gamma(shape: number): number {
    if (shape < 1) return this.gamma(shape + 1) * (1 - this.float()) ** (1 / shape);
    const d = shape - 1 / 3;
    for (;;) {
      const x = this.normal();
      const v = (1 + x / Math.sqrt(9 * d)) ** 3;
      if (v > 0 && Math.log(1 - this.float()) < x ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v;
    }
  }

  beta(a: number, b: number): number {
    const x = this.gamma(a);
    return x / (x + this.gamma(b));
  }
}

/** Spreads the bits of a whole number (the finaliser of MurmurHash3). */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
