import type { Connector } from '../../sdk/index.ts';
import { Connection, type HttpOptions } from './connection.ts';
import { Redactor } from './redactor.ts';

/** The way to a source's vendor, null for connectors that need none, and what blots out the source's secrets. */
export function openConnection<Config>(
  connector: Connector<Config>,
  config: Config,
  options: HttpOptions,
  signal: AbortSignal,
): { connection: Connection | null; redactor: Redactor } {
  // Settings that may be left out hide nothing: the word "undefined" stays readable.
  const secrets = (connector.secrets ?? []).flatMap((name) => (config[name] == null ? [] : [String(config[name])]));
  const http = connector.http?.(config);
  if (!http) return { connection: null, redactor: new Redactor(secrets) };
  const connection = new Connection(http, secrets, options, signal);
  return { connection, redactor: connection.redactor };
}
