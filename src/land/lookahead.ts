import type { Page } from '../sdk/index.ts';

/** Lets one batch be unified while the next is read and kept. Batches that hold the same record take turns. */
export class Lookahead {
  private underWay: Promise<void> = Promise.resolve();
  private keys: ReadonlySet<string> = new Set();

  /** Waits where the page tells of a record that is being unified. */
  async admit(page: Page): Promise<void> {
    if (keysOf(page).some((key) => this.keys.has(key))) await this.underWay;
  }

  /** Starts to unify a page's batch once the one before is done. */
  async start(page: Page, unify: () => Promise<void>): Promise<void> {
    await this.underWay;
    this.keys = new Set(keysOf(page));
    this.underWay = unify();
    // A failure is met where it is awaited, not while the next page is read.
    this.underWay.catch(() => undefined);
  }

  /** Waits for the last batch; throws what it threw. */
  async end(): Promise<void> {
    await this.underWay;
  }
}

const keysOf = ({ records, deleted = [] }: Page) => [...records.map(({ key }) => key), ...deleted];
