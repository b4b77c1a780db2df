import { hash } from 'node:crypto';

const smallest = 1024;

/**
 * A set of keys that keeps 64 bits of a digest of each in flat memory, 16 MB for a million, whatever their length. Two of
 * ten million keys are taken for the same once in about 400,000 such sets.
 */
export class KeySet {
  size = 0;
  /** Two numbers a place; both are 0 where it is free. */
  private places = new Uint32Array(2 * smallest);

  add(key: string): void {
    const [high, low] = digestOf(key);
    this.put(high, low);
    // Never more than three quarters full.
    if (this.size * 8 > this.places.length * 3) this.grow();
  }

  has(key: string): boolean {
    const [high, low] = digestOf(key);
    return this.places[this.find(high, low)] !== 0;
  }

  private put(high: number, low: number): void {
    const place = this.find(high, low);
    if (this.places[place] !== 0) return;
    this.places[place] = high;
    this.places[place + 1] = low;
    this.size++;
  }

  /** Where the digest is, or belongs. */
  private find(high: number, low: number): number {
    const { places } = this;
    const last = places.length / 2 - 1;
    for (let index = low & last; ; index = (index + 1) & last) {
      const at = 2 * index;
      if (places[at] === 0 || (places[at] === high && places[at + 1] === low)) return at;
    }
  }

  private grow(): void {
    const before = this.places;
    this.places = new Uint32Array(before.length * 2);
    this.size = 0;
    for (let at = 0; at < before.length; at += 2) if (before[at] !== 0) this.put(before[at]!, before[at + 1]!);
  }
}

/** The first half is never 0, which stands for a free place. */
function digestOf(key: string): [high: number, low: number] {
  const digest = hash('sha1', key, 'buffer');
  return [digest.readUInt32LE(0) || 1, digest.readUInt32LE(4)];
}
