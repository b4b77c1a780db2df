import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const pauseMs = 1000;

/**
 * Calls `onMessage` with what is notified on a channel, until the signal. Fulfils once it listens; a connection that is lost
 * is opened again.
 */
export async function listen(
  url: string,
  channel: string,
  onMessage: (payload: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'clientela', keepAlive: true });
  const close = () => void client.end().catch(() => undefined);
  client.on('notification', ({ payload }) => onMessage(payload ?? ''));
  // An error ends the connection too, and that is met below.
  client.on('error', () => undefined);
  await client.connect();
  await client.query(`listen ${pg.escapeIdentifier(channel)}`);
  if (signal.aborted) return close();
  signal.addEventListener('abort', close, { once: true });
  client.once('end', () => {
    signal.removeEventListener('abort', close);
    void listenAgain(url, channel, onMessage, signal);
  });
}

async function listenAgain(...[url, channel, onMessage, signal]: Parameters<typeof listen>): Promise<void> {
  while (!signal.aborted) {
    try {
      await sleep(pauseMs, undefined, { signal });
      return await listen(url, channel, onMessage, signal);
    } catch {
      // The database is away, or we are to stop: the next look tells.
    }
  }
}
