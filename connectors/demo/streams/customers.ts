import type { Draft, Stream } from '../../../src/sdk/index.ts';
import type { Account } from '../world/accounts.ts';
import { isoInstant } from '../world/clock.ts';
import type { Person } from '../world/people.ts';
import type { World } from '../world/world.ts';
import { known, peopleStream } from './stream.ts';

type CustomerPayload = {
  id: string;
  name: string;
  email: string;
  phone: string | null;
  created_at: string;
  default_address: { city: string; country_code: string };
  marketing: { channel: 'EMAIL' | 'ADS' | 'SMS'; state: 'subscribed' | 'refused'; updated_at: string }[];
};

/** Accounts and what they consented to. */
export function customers(world: World): Stream {
  return peopleStream<CustomerPayload>(world, {
    entities: ['customer', 'consent'],
    of: ({ person, accounts }) => accounts.map((account) => payloadOf(person, account)),
    map: customerDrafts,
  });
}

const payloadOf = (person: Person, account: Account): CustomerPayload => ({
  id: account.key,
  name: account.name,
  email: account.email,
  phone: account.phone,
  created_at: isoInstant(account.createdAt),
  default_address: { city: person.city, country_code: person.country.code },
  marketing: account.consents.map(({ channel, granted, at }) => ({
    channel,
    state: granted ? 'subscribed' : 'refused',
    updated_at: isoInstant(at),
  })),
});

function customerDrafts({
  id,
  name,
  email,
  phone,
  created_at: createdAt,
  default_address: address,
  marketing,
}: CustomerPayload): Draft[] {
  return [
    {
      type: 'customer',
      data: known({ key: id, name, email, phone, country: address.country_code, city: address.city, createdAt }),
    },
    ...marketing.map(({ channel, state, updated_at: since }): Draft => ({
      type: 'consent',
      data: { key: `${id}:${channel}:${since}`, customerKey: id, channel, granted: state === 'subscribed', since },
    })),
  ];
}
