import type { Json, Page } from '../sdk/index.ts';

/** What a reading went through: everything, or the days from one to another, both within it. */
export type Extent = 'all' | { from: string; to: string };

/** A page of a stream; a reading from the start of its extent to the end shows all that there is. */
export interface ReadPage extends Page {
  /** Whether a reading begins with this page. One that goes on where another was interrupted never begins. */
  begins?: boolean;
  /** What the reading went through that ends with this page. */
  completes?: Extent;
  /** Reads the same again, where what moves while it is read may be missed: only what is missing twice is gone. */
  again?(): AsyncIterable<ReadPage>;
  /** Whether it may be older than what is kept: then only what is not counts. */
  past?: boolean;
}

/**
 * The pages of a stream's own reading, with its beginning and its end: it begins where there is no cursor, or with a page
 * that says so; one that starts again midway shows nothing whole. Each page waits for the next, for only then it is known
 * whether it is the last.
 */
export async function* ownReading(pages: AsyncIterable<Page>, cursor: Json): AsyncGenerator<ReadPage> {
  let held: ReadPage | null = null;
  let whole = false;
  for await (const page of pages) {
    if (held) yield held;
    const begins: boolean = held === null && (cursor === null || page.restart === true);
    whole = begins || (whole && page.restart !== true);
    held = { ...page, begins };
  }
  if (held) yield whole ? { ...held, completes: 'all' } : held;
}
