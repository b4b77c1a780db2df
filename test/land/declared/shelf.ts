import type { Connection } from '../../../src/land/http/connection.ts';
import { readDeclared } from '../../../src/land/declared/read.ts';
import type { ChildListing, Json, Listing, Payload } from '../../../src/sdk/index.ts';
import { type Asked, contextOf } from '../http/vendor.ts';

/** A record that knows when it changed: seconds since the shelf's beginning. */
export interface Item {
  id: string;
  changed: number;
  version: number;
}

const epoch = Date.parse('2026-05-01T00:00:00Z');
export const instantAt = (second: number): string => new Date(epoch + second * 1000).toISOString().slice(0, 19) + 'Z';
const secondOf = (instant: string): number => (Date.parse(instant) - epoch) / 1000;

/** What a vendor holds. Every edit takes place later than all before. */
export class Shelf {
  readonly items = new Map<string, Item>();
  clock = 0;

  add(id: string, changed = ++this.clock): void {
    this.clock = Math.max(this.clock, changed);
    this.items.set(id, { id, changed, version: 0 });
  }

  edit(id: string): void {
    const item = this.items.get(id);
    if (item) this.items.set(id, { ...item, changed: ++this.clock, version: item.version + 1 });
  }

  sorted(order: 'asc' | 'desc' = 'asc'): Item[] {
    const sign = order === 'asc' ? 1 : -1;
    return [...this.items.values()].toSorted((a, b) => sign * (a.changed - b.changed || Number(a.id) - Number(b.id)));
  }

  /** The page that a request with since, until, limit, and offset or page asks for. */
  page({ query }: Asked, { exclusive = true, order = 'asc' as 'asc' | 'desc' } = {}): Json {
    const [since, until] = [query.get('since'), query.get('until')];
    const limit = Number(query.get('limit') ?? this.items.size);
    const offset = Number(query.get('offset') ?? (Number(query.get('page') ?? 1) - 1) * limit);
    return this.sorted(order)
      .filter(({ changed }) => since === null || (exclusive ? changed > secondOf(since) : changed >= secondOf(since)))
      .filter(({ changed }) => until === null || changed <= secondOf(until))
      .slice(offset, offset + limit)
      .map(payloadOf);
  }
}

export const payloadOf = ({ id, changed, version }: Item): Payload => ({ id, version, updated: instantAt(changed) });

/** What a reader has kept: the last of every record, as the database would. */
export class Kept {
  readonly versions = new Map<string, number>();
  cursor: Json = null;
  pages = 0;

  /** Reads on, and stops after so many pages as if killed: what was yielded is kept with its cursor. */
  async read(connection: Connection, list: Listing | ChildListing, killAfter = Infinity): Promise<void> {
    let pages = 0;
    for await (const page of readDeclared(connection, list, this.cursor, contextOf(connection))) {
      for (const { key, payload } of page.records) this.versions.set(key, Number(payload['version'] ?? 0));
      this.cursor = JSON.parse(JSON.stringify(page.cursor)) as Json;
      this.pages++;
      if (++pages >= killAfter) return;
    }
  }

  /** What the shelf holds otherwise than was read. */
  missed(shelf: Shelf): string[] {
    return [...shelf.items.values()].filter(({ id, version }) => this.versions.get(id) !== version).map(({ id }) => id);
  }
}
