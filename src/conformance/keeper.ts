import type { Json, Page, Payload, Unreadable } from '../sdk/index.ts';

/** Keeps records as landing does, in memory: by key, changed only where they differ, with the cursor that covers them. */
export class Keeper {
  /** The records as JSON text. */
  readonly rows = new Map<string, string>();
  /** As the database gives it back: text that was parsed again. */
  cursor: Json = null;

  /** Keeps a page; returns the keys of what was new, changed or gone. */
  keep(page: Page, gone: (record: Payload) => boolean): string[] {
    const changed = new Set<string>();
    for (const { key, payload } of page.records) {
      const text = JSON.stringify(payload);
      if (gone(payload)) {
        if (this.rows.delete(key)) changed.add(key);
      } else if (this.rows.get(key) !== text) {
        this.rows.set(key, text);
        changed.add(key);
      }
    }
    for (const key of page.deleted ?? []) if (this.rows.delete(key)) changed.add(key);
    this.cursor = JSON.parse(JSON.stringify(page.cursor)) as Json;
    return [...changed];
  }
}

/** What a reading came to. */
export interface Outcome {
  pages: number;
  /** The keys in the order in which they came. */
  keys: string[];
  payloads: Payload[];
  changed: string[];
  deleted: string[];
  unreadable: Unreadable[];
  /** Why it ended before its end. */
  error: string | null;
}
