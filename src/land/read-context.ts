import type { ReadContext } from '../sdk/index.ts';
import { systemClock } from './http/clock.ts';
import type { Connection } from './http/connection.ts';

/** What a stream that reads by its own code gets; without a connection it can ask nobody. */
export function readContext(
  connection: Connection | null,
  { signal, log }: Pick<ReadContext, 'signal' | 'log'>,
): ReadContext {
  const nobody = () => new Error('the connector does not say by which http it asks');
  return {
    signal,
    log,
    send: connection?.send ?? (() => Promise.reject(nobody())),
    lines(url) {
      if (!connection) throw nobody();
      return connection.lines(url);
    },
    now: () => connection?.now() ?? systemClock.now(),
    sleep: (milliseconds) => connection?.sleep(milliseconds) ?? systemClock.sleep(milliseconds, signal),
  };
}
