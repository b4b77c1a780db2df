/** Counts by name. */
export class Counts<Name extends string> {
  readonly #counts: { [name: string]: number } = {};

  add(name: Name, amount = 1): void {
    this.#counts[name] = (this.#counts[name] ?? 0) + amount;
  }

  of(name: Name): number {
    return this.#counts[name] ?? 0;
  }

  all(): { [name: string]: number } {
    return { ...this.#counts };
  }
}

/** One `make()` for every name that is asked for. */
export class Groups<T> {
  readonly #groups = new Map<string, T>();
  readonly #make: () => T;

  constructor(make: () => T) {
    this.#make = make;
  }

  at(name: string): T {
    let group = this.#groups.get(name);
    if (group === undefined) {
      group = this.#make();
      this.#groups.set(name, group);
    }
    return group;
  }

  /** By name, in the names' order. */
  all<U>(read: (group: T) => U): { [name: string]: U } {
    const sorted = [...this.#groups].toSorted(([one], [other]) => (one < other ? -1 : 1));
    return Object.fromEntries(sorted.map(([name, group]) => [name, read(group)]));
  }
}
