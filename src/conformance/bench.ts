import { isDeepStrictEqual } from 'node:util';
import type { Micros } from '../land/declared/instant.ts';
import { openConnection } from '../land/http/open.ts';
import type { Grant } from '../land/http/grant.ts';
import { Reader } from '../land/reader.ts';
import type { Connector, DeclaredStream, Http, Listing, Page, Payload, Stream } from '../sdk/index.ts';
import { FakeClock } from './fake-clock.ts';
import { Keeper, type Outcome } from './keeper.ts';
import { childListingOf, listingOf, type Place, type Subject } from './subject.ts';
import type { ChildVendor, ListingVendor } from './vendor/listing-vendor.ts';
import { redirected, redirectedHttp, redirectedStream } from './vendor/redirect.ts';
import { Replay } from './vendor/replay.ts';
import { VendorServer } from './vendor/server.ts';
import { periodOf, withSmallPages } from './vendor/small-pages.ts';
import { vendorOf } from './vendor/vendor.ts';

export interface BenchOptions {
  /** Records that a page holds. */
  pageSize?: number;
  /** Records that the vendor holds. */
  count?: number;
}

export interface ReadOptions {
  /** Abandons the reading after so many pages, as if the process was killed. */
  killAfter?: number;
  /** Runs after every page but the first. */
  between?: () => void;
  signal?: AbortSignal;
  onPage?: (page: Page) => void;
}

/** One stream before a vendor of its own, read by the engine and kept in memory. */
export class Bench {
  readonly clock = new FakeClock();
  readonly server = new VendorServer(this.clock);
  readonly logged: string[] = [];
  /** The settings, with the vendor where it stands here. */
  config: unknown;
  keeper: Keeper;
  /** The vendor's list; null for streams that read by their own code. */
  readonly list: Listing | null;
  vendor: ListingVendor | null = null;
  children: ChildVendor | null = null;
  replay: Replay | null = null;
  /** How far apart in time the records stand, in milliseconds. */
  readonly gap: number;
  readonly count: number;
  readonly pageSize: number;
  /** Changes the way to the vendor, such as its limits. */
  adjust: (http: Http) => Http = (http) => http;
  private readonly begins: number;
  private grant: Grant | null = null;

  constructor(
    readonly subject: Subject,
    readonly place: Place,
    { pageSize = 7, count = 32 }: BenchOptions = {},
  ) {
    this.config = subject.config;
    this.count = count;
    this.pageSize = pageSize;
    const stream = subject.stream(place);
    this.keeper = new Keeper(stream);
    const list = listingOf(stream);
    const period = list ? periodOf(list, count) : 0;
    this.gap = Math.floor(period / count / 1000) * 1000;
    this.begins = this.clock.now() - period - 86_400_000;
    this.list = list;
  }

  async open(): Promise<void> {
    const { connector, fixtures } = this.subject;
    if (!connector.http) return;
    await this.server.start();
    this.config = this.subject.configAt(this.server.origin);
    const http = redirectedHttp(connector.http(this.config), this.server.origin);
    const base = new URL(http.baseUrl).pathname.replace(/\/$/, '');
    const { list } = this;
    this.replay = new Replay(fixtures.exchanges(this.place.stream), base);
    if (list) {
      const site = { origin: this.server.origin, base, now: () => this.server.now() };
      const stream = this.stream() as DeclaredStream;
      const { vendor, children } = vendorOf(this.subject, this.place.stream, stream, this.pageSize, site);
      this.vendor = vendor;
      this.children = children;
      const newest = this.clock.now() - this.lag - Math.max(7_200_000, this.gap);
      for (let n = vendor.single ? this.count : 1; n <= this.count; n++)
        vendor.shelf.add(n, (newest - (this.count - n) * this.gap) * 1000);
    }
    const replay = this.replay;
    this.server.answer = (asked) =>
      replay.knows(asked)
        ? replay.answer(asked)
        : (this.children?.answer(asked) ?? this.vendor?.answer(asked) ?? replay.answer(asked));
  }

  close(): void {
    this.server.stop();
  }

  /** The stream as it is read here. */
  stream(): Stream | DeclaredStream {
    const stream = this.subject.stream(this.place, this.config);
    const small = stream.read ? stream : withSmallPages(stream, this.pageSize, this.begins);
    return this.server.origin === '' ? small : redirectedStream(small, this.server.origin);
  }

  connector(): Connector<unknown> {
    const { connector } = this.subject;
    if (!connector.http) return connector;
    const { adjust } = this;
    const local = redirected(connector, this.server.origin);
    return { ...local, http: (config) => adjust(local.http!(config)) };
  }

  /** Begins again with nothing kept. */
  forget(): void {
    this.keeper = new Keeper(this.subject.stream(this.place));
  }

  /** Reads on from where the keeper is, in a process that has just begun. */
  async read({ killAfter = Infinity, between, signal, onPage }: ReadOptions = {}): Promise<Outcome> {
    const outcome: Outcome = {
      pages: 0,
      keys: [],
      payloads: [],
      changed: [],
      gone: [],
      unreadable: [],
      error: null,
    };
    const flood = new AbortController();
    this.server.onFlood = () => flood.abort();
    const stop = AbortSignal.any([flood.signal, ...(signal ? [signal] : [])]);
    const stream = this.stream();
    const grants = { load: () => Promise.resolve(this.grant), save: async (grant: Grant) => void (this.grant = grant) };
    const options = { allowPrivateAddresses: true, clock: this.clock, grants, timeoutMs: 5000 };
    const reader = new Reader(openConnection(this.connector(), this.config, options, stop), {
      signal: stop,
      log: (message) => this.logged.push(message),
    });
    this.keeper.begin();
    try {
      for await (const page of reader.read(stream, this.keeper.cursor)) {
        const { changed, gone } = this.keeper.keep(page);
        outcome.changed.push(...changed);
        outcome.gone.push(...gone);
        outcome.pages++;
        outcome.keys.push(...page.records.map(({ key }) => key));
        outcome.payloads.push(...page.records.map(({ payload }) => payload));
        outcome.unreadable.push(...(page.unreadable ?? []));
        onPage?.(page);
        if (outcome.pages >= killAfter) break;
        between?.();
      }
      if (flood.signal.aborted) outcome.error = 'it asks again and again, without an end';
    } catch (error) {
      outcome.error = error instanceof Error ? error.message : String(error);
    } finally {
      reader.close();
    }
    return outcome;
  }

  /** What the vendor holds, as the connector should have it. */
  expected(): { key: string; text: string }[] {
    const stream = this.stream();
    const child = childListingOf(stream);
    const list = listingOf(stream)!;
    const gone = goneOf(stream);
    return this.vendor!.shelf.rows(this.server.now() * 1000).flatMap((row) => {
      const record = this.vendor!.shelf.template.recordOf(row.entry);
      if (!child) return gone(record) ? [] : [{ key: list.key(record), text: JSON.stringify(record) }];
      if (child.parent.children(record) === null) return [];
      return this.children!.rowsOf(row).map(({ entry }) => {
        const full = { ...this.children!.recordOf(entry), ...child.parent.inherit?.(record) };
        return { key: child.key(full), text: JSON.stringify(full) };
      });
    });
  }

  /** The keys of what is kept otherwise than the vendor holds it. */
  missing(): string[] {
    return this.expected()
      .filter(({ key, text }) => !isSame(this.keeper.rows.get(key), text))
      .map(({ key }) => key);
  }

  /** Lets something happen at the vendor, at a time of its own that no lag hides. */
  happen(change: (now: Micros) => void): void {
    this.clock.advance(60_000);
    change(this.server.now() * 1000);
    this.clock.advance(60_000 + this.lag);
  }

  /** Makes records of one instant, which is after all others: an hour and a half before `now`, and the lag. */
  tie(first: number, count: number, now = this.clock.now()): void {
    const instant = (now - this.lag - 5_400_000) * 1000;
    for (let n = first; n < first + count; n++) this.vendor!.shelf.add(n, instant);
  }

  /** The records that the vendor may still change, oldest first: of those that a change does not move, the look-back's. */
  changeable(): number[] {
    const { shelf } = this.vendor!;
    const { cursor } = this.list!;
    const lookback = cursor === 'scan' ? 0 : (cursor.lookbackDays ?? 0);
    if (shelf.moves || lookback === 0) return shelf.numbers;
    const from = (this.clock.now() - (lookback - 2) * 86_400_000) * 1000;
    return shelf.rows().flatMap(({ n, instant }) => (instant >= from ? [n] : []));
  }

  /** How long the vendor may hide what is new, in milliseconds. */
  get lag(): number {
    return this.list && this.list.cursor !== 'scan' ? (this.list.cursor.lagSeconds ?? 0) * 1000 : 0;
  }
}

/** Whether a record itself says that it is gone. */
function goneOf({ deletes }: Stream | DeclaredStream): (record: Payload) => boolean {
  return typeof deletes === 'object' ? (record) => deletes.gone(record) : () => false;
}

/** Whether two texts say the same; a connector may put the fields of a vendor that has no order into one. */
const isSame = (kept: string | undefined, text: string): boolean =>
  kept === text || (kept !== undefined && isDeepStrictEqual(JSON.parse(kept), JSON.parse(text)));
