import type { ChildListing, Connector, DeclaredStream, Json, Listing, Stream } from '../sdk/index.ts';
import { Violation } from './check.ts';
import { Fixtures } from './fixtures.ts';

export interface ConformanceOptions {
  /** The connector's folder of fixtures. */
  fixtures: URL | string;
  /** Settings instead of those in settings.json, where they depend on the machine. */
  settings?: Json;
}

/** A stream, or the back-fill of one, that is looked at by itself. */
export interface Place {
  name: string;
  /** The stream's name, which its fixtures are called by. */
  stream: string;
  backfill: boolean;
}

/** The connector that is looked at, with what its author recorded. */
export class Subject {
  readonly fixtures: Fixtures;
  private read: { settings: Json; config: unknown } | undefined;

  constructor(
    readonly connector: Connector<unknown>,
    private readonly options: ConformanceOptions,
  ) {
    this.fixtures = new Fixtures(options.fixtures);
  }

  get settings(): Json {
    return this.parsed().settings;
  }

  get config(): unknown {
    return this.parsed().config;
  }

  /** The settings with the vendor at another origin, where they say one: what asks past `send` is seen there too. */
  configAt(origin: string): unknown {
    const home = new URL(this.connector.http!(this.config).baseUrl).origin;
    const moved = Object.entries(this.settings as Record<string, Json>).map(([name, value]) => [
      name,
      typeof value === 'string' && value.startsWith(home) ? value.replace(home, origin) : value,
    ]);
    try {
      return this.connector.parse(Object.fromEntries(moved));
    } catch {
      // It wants an address that is encrypted.
      return this.config;
    }
  }

  /** As a process that has just begun would have them. */
  streams(config = this.config): Record<string, Stream | DeclaredStream> {
    return this.connector.streams(config);
  }

  places(): Place[] {
    return Object.entries(this.streams()).flatMap(([stream, declared]) => [
      { name: stream, stream, backfill: false },
      ...('backfill' in declared ? [{ name: `${stream} (back-fill)`, stream, backfill: true }] : []),
    ]);
  }

  /** The stream of a place: a back-fill is read by its own code alone, a list without its back-fill. */
  stream({ stream, backfill }: Place, config = this.config): Stream | DeclaredStream {
    const declared = this.streams(config)[stream]!;
    if (declared.read || !('backfill' in declared)) return declared;
    const { backfill: own, ...list } = declared;
    if (!own) return declared;
    if (!backfill) return list as DeclaredStream;
    const { entities, map } = declared;
    return { entities, map, read: (cursor, context) => own.call(declared, cursor, context) };
  }

  private parsed(): { settings: Json; config: unknown } {
    if (this.read) return this.read;
    const settings = this.options.settings ?? this.fixtures.settings;
    if (settings === undefined) throw new Violation('there is no fixtures/settings.json with valid settings');
    return (this.read = { settings, config: this.connector.parse(settings) });
  }
}

/** The list that a declared stream follows: its own, or that of the parents. */
export function listingOf(stream: Stream | DeclaredStream): Listing | null {
  if (stream.read) return null;
  return 'parent' in stream ? stream.parent : stream;
}

export const childListingOf = (stream: Stream | DeclaredStream): ChildListing | null =>
  !stream.read && 'parent' in stream ? stream : null;
