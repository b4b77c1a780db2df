import type { Connector } from '../sdk/index.ts';
import type { HttpOptions } from './http/connection.ts';
import { openConnection } from './http/open.ts';

/** Asks whether a source can be read with these settings, and what it is. Throws a SourceError or a FieldError. */
export async function checkSource<Config>(
  connector: Connector<Config>,
  config: Config,
  options: HttpOptions & { signal?: AbortSignal } = {},
): Promise<{ account: string }> {
  const { connection } = openConnection(connector, config, options, options.signal ?? new AbortController().signal);
  const noHttp = () => Promise.reject(new Error(`the connector ${connector.id} does not say by which http it asks`));
  try {
    return await connector.check(config, connection?.send ?? noHttp);
  } finally {
    connection?.close();
  }
}
