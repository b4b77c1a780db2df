import type { Connector } from '../../sdk/index.ts';
import { Connection, type HttpOptions } from './connection.ts';
import { Redactor } from './redactor.ts';

/** So many streams are read side by side where the connector does not say. */
const sideBySide = 4;

/**
 * The way to a source's vendor, null for connectors that need none, what blots out the source's secrets, and how many
 * streams may be read side by side.
 */
export function openConnection<Config>(
  connector: Connector<Config>,
  config: Config,
  options: HttpOptions,
  signal: AbortSignal,
): { connection: Connection | null; redactor: Redactor; concurrency: number } {
  // Settings that may be left out hide nothing: the word "undefined" stays readable.
  const secrets = (connector.secrets ?? []).flatMap((name) => (config[name] == null ? [] : [String(config[name])]));
  const http = connector.http?.(config);
  if (!http) return { connection: null, redactor: new Redactor(secrets), concurrency: 1 };
  const connection = new Connection(http, secrets, options, signal);
  return { connection, redactor: connection.redactor, concurrency: http.concurrency ?? sideBySide };
}
