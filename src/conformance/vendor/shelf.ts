import type { Micros } from '../../land/declared/instant.ts';
import type { Json } from '../../sdk/index.ts';
import type { Template } from '../records/template.ts';

/** A record that the vendor holds, and where it stands in its lists. */
export interface Row {
  n: number;
  instant: Micros;
  entry: Json;
}

interface Item {
  n: number;
  changed: Micros;
  version: number;
  visibleFrom: Micros;
}

/** What the vendor holds. */
export class Shelf {
  private readonly items = new Map<number, Item>();

  /** `moves`: whether a record that is changed says a later time. */
  constructor(
    readonly template: Template,
    readonly moves: boolean,
  ) {}

  get numbers(): number[] {
    return [...this.items.keys()];
  }

  add(n: number, changed: Micros, visibleFrom: Micros = 0): void {
    this.items.set(n, { n, changed, version: 0, visibleFrom });
  }

  edit(n: number, now: Micros): void {
    const item = this.items.get(n);
    if (!item) return;
    this.items.set(n, { ...item, version: item.version + 1, changed: this.moves ? now : item.changed });
  }

  remove(n: number): void {
    this.items.delete(n);
  }

  version(n: number): number {
    return this.items.get(n)?.version ?? 0;
  }

  /** The records that can be seen at that time, in the order in which they were made. */
  rows(now: Micros = Infinity): Row[] {
    return [...this.items.values()]
      .filter(({ visibleFrom }) => visibleFrom <= now)
      .map(({ n, changed, version }) => {
        const entry = this.template.entry(n, changed, version);
        return { n, entry, instant: this.template.instantOf(entry) };
      });
  }
}
