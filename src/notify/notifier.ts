import { isExpected, logError } from '../errors.ts';
import { type Clock, systemClock } from '../land/http/clock.ts';
import { NoAnswer, Transport } from '../land/http/transport.ts';
import type { Access } from '../land/open-source.ts';
import { signingSecret, unseal } from '../land/secrets/source-secrets.ts';
import { SourceError } from '../sdk/index.ts';
import type { Store } from '../store/store.ts';
import { type Held, holdDue, noteDelivered, noteFailure } from './deliveries.ts';
import { signatureOf } from './signature.ts';

const pauseMs = 2000;
const mostAtOnce = 8;
const timeoutMs = 10_000;

/**
 * Sends deliveries to webhooks, each until it is answered with 2xx or was tried too often. Several may work on one database.
 * A delivery may come twice, where a process died before it could note the answer: its Idempotency-Key stays the same.
 */
export class Notifier {
  private readonly ending = new AbortController();
  private readonly clock: Clock;
  private readonly transport: Transport;

  constructor(
    private readonly store: Store,
    private readonly access: Pick<Access, 'keys' | 'http'>,
  ) {
    const { clock = systemClock, allowPrivateAddresses = false } = access.http;
    this.clock = clock;
    this.transport = new Transport({ allowPrivateAddresses, timeoutMs, signal: this.ending.signal });
  }

  /** Looks for deliveries every other second, until it is stopped. */
  async work(): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      await this.look().catch((error) => signal.aborted || logError(error));
      await this.clock.sleep(pauseMs, signal).catch(() => undefined);
    }
  }

  /** Sends what is due now. */
  async look(): Promise<void> {
    const held = await holdDue(this.store, new Date(this.clock.now()), mostAtOnce);
    await Promise.all(held.map((delivery) => this.send(delivery)));
  }

  /** Lets go of what is at hand: it is sent after the next start. */
  stop(): void {
    this.ending.abort();
    this.transport.close();
  }

  private async send(delivery: Held): Promise<void> {
    const answer = await this.post(delivery);
    if (typeof answer === 'number' && answer >= 200 && answer < 300) return noteDelivered(this.store, delivery, answer);
    const failure =
      typeof answer === 'number'
        ? { status: answer, reason: `It answered ${answer}` }
        : { status: null, reason: answer };
    const [now, random] = [new Date(this.clock.now()), this.clock.random()];
    await noteFailure(this.store, delivery, failure, { now, random });
  }

  /** The status that it was answered with, or why there is none. */
  private async post(delivery: Held): Promise<number | string> {
    const { workspaceId, id, webhookId, url, sealed, createdAt, insight } = delivery;
    const type = insight ? 'insight.found' : 'test';
    const body = JSON.stringify({ id, type, createdAt, workspaceId, insight });
    try {
      const named = { name: signingSecret, sealed };
      const place = { workspaceId, sourceId: webhookId };
      const secret = JSON.parse(unseal(this.access.keys, place, named)) as string;
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Clientela',
        'idempotency-key': id,
        'clientela-event': type,
        'clientela-signature': signatureOf(secret, Math.floor(this.clock.now() / 1000), body),
      };
      return (await this.transport.exchange({ method: 'POST', url, headers, body }, () => false)).status;
    } catch (error) {
      this.ending.signal.throwIfAborted();
      if (error instanceof NoAnswer) return error.reason;
      if (
        error instanceof SourceError ||
        isExpected(error, 'SECRET_KEY_UNKNOWN') ||
        isExpected(error, 'SECRET_DAMAGED')
      )
        return (error as Error).message;
      throw error;
    }
  }
}
