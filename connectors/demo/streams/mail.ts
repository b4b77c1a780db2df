import type { Stream } from '../../../src/sdk/index.ts';
import { isoInstant } from '../world/clock.ts';
import { mailEventsOf } from '../world/mail.ts';
import type { World } from '../world/world.ts';
import { peopleStream } from './stream.ts';

type MailPayload = {
  id: string;
  customer_id: string;
  at: string;
  event: 'email_opened' | 'email_clicked';
  newsletter: string;
};

/** Newsletters opened and clicked. */
export function mail(world: World): Stream {
  return peopleStream<MailPayload>(world, {
    entities: ['event'],
    of: ({ person, accounts, orders }) =>
      mailEventsOf(world, person, accounts, orders).map(({ key, account, at, kind, newsletter }) => ({
        id: key,
        customer_id: account,
        at: isoInstant(at),
        event: kind,
        newsletter,
      })),
    map: ({ id, customer_id: customerKey, at, event, newsletter }) => [
      { type: 'event', data: { key: id, customerKey, at, kind: event, channel: 'EMAIL', properties: { newsletter } } },
    ],
  });
}
