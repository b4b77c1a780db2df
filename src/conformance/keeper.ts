import { type RawRow, rawRows } from '../land/raw-rows.ts';
import type { Extent, ReadPage } from '../land/reading.ts';
import type { DeclaredStream, Json, Payload, Stream, Unreadable } from '../sdk/index.ts';

/**
 * Keeps records as landing does, in memory: by key, changed only where they differ, with the cursor that covers them; what
 * a whole reading did not show is gone.
 */
export class Keeper {
  /** The records as JSON text. */
  readonly rows = new Map<string, string>();
  /** As the database gives it back: text that was parsed again. */
  cursor: Json = null;
  private readonly days = new Map<string, string | null>();
  /** What the reading under way has shown, where it began at the start. */
  private seen: Set<string> | null = null;

  constructor(private readonly stream: Stream | DeclaredStream) {}

  /** A process has begun: what an earlier one has seen is forgotten. */
  begin(): void {
    this.seen = null;
  }

  /** Keeps a page; returns the keys of what was new or changed, and of what is gone. */
  keep(page: ReadPage): { changed: string[]; gone: string[] } {
    const { rows, unreadable } = rawRows(page, this.stream);
    const changed = [...rows.values()].filter((row) => !row.gone && this.rows.get(row.key) !== row.payload);
    const ended = [...rows.values()].filter((row) => row.gone && this.rows.has(row.key)).map(({ key }) => key);
    const gone = [...ended, ...(page.deleted ?? []), ...this.absent(page, rows, unreadable)];
    for (const { key, payload, day } of changed) {
      this.rows.set(key, payload);
      this.days.set(key, day);
    }
    for (const key of gone) this.rows.delete(key);
    this.cursor = JSON.parse(JSON.stringify(page.cursor)) as Json;
    return { changed: changed.map(({ key }) => key), gone };
  }

  /** The keys of what is kept where a reading went through, and was not shown by it. */
  private absent(page: ReadPage, rows: Map<string, RawRow>, unreadable: Unreadable[]): string[] {
    const { stream } = this;
    if (stream.deletes !== 'scan' && !('replace' in stream && stream.replace === 'day')) return [];
    if (page.begins) this.seen = new Set();
    if (unreadable.length > 0) this.seen = null;
    for (const key of rows.keys()) this.seen?.add(key);
    const { seen } = this;
    if (!page.completes || !seen) return [];
    this.seen = null;
    const extent = page.completes;
    return [...this.rows.keys()].filter((key) => !seen.has(key) && this.stands(key, extent));
  }

  private stands(key: string, extent: Extent): boolean {
    const day = this.days.get(key) ?? null;
    return extent === 'all' || (day !== null && day >= extent.from && day <= extent.to);
  }
}

/** What a reading came to. */
export interface Outcome {
  pages: number;
  /** The keys in the order in which they came. */
  keys: string[];
  payloads: Payload[];
  changed: string[];
  gone: string[];
  unreadable: Unreadable[];
  /** Why it ended before its end. */
  error: string | null;
}
