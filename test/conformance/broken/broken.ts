import type { Connector, DeclaredStream, Stream } from '../../../src/sdk/index.ts';
import { acme, type Settings } from '../acme/connector.ts';
import { streams } from '../acme/streams.ts';

/** A connector that does not hold to one of the checks, as connectors in the field do not. */
export interface Broken {
  check: number;
  what: string;
  connector: Connector<Settings>;
}

/** The sample connector with one stream otherwise. */
export const withStream = (name: string, stream: Stream | DeclaredStream): Connector<Settings> => ({
  ...acme,
  streams: (config) => ({ ...acme.streams(config), [name]: stream }),
});

type Streams = typeof streams;

/** The sample connector with something of one of its lists otherwise. */
export const withList = <Name extends keyof Streams>(
  name: Name,
  change: Partial<Record<keyof Streams[Name], unknown>>,
): Connector<Settings> => withStream(name, { ...streams[name], ...change } as unknown as DeclaredStream);
