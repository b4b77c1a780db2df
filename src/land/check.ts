import type { Connector } from '../sdk/index.ts';
import type { HttpOptions } from './http/connection.ts';
import { openConnection } from './http/open.ts';

/** Asks whether a source can be read with these settings, and what it is. Throws a SourceError or a FieldError, without secrets. */
export async function checkSource<Config>(
  connector: Connector<Config>,
  config: Config,
  options: HttpOptions & { signal?: AbortSignal } = {},
): Promise<{ account: string }> {
  const signal = options.signal ?? new AbortController().signal;
  const { connection, redactor } = openConnection(connector, config, options, signal);
  const noHttp = () => Promise.reject(new Error(`the connector ${connector.id} does not say by which http it asks`));
  try {
    return await connector.check(config, connection?.send ?? noHttp);
  } catch (error) {
    if (error instanceof Error) {
      error.message = redactor.redact(error.message);
      error.stack = redactor.redact(error.stack ?? '');
    }
    throw error;
  } finally {
    connection?.close();
  }
}
