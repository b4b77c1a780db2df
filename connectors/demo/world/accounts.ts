import { hour, minute, wholeSeconds } from './clock.ts';
import { typed } from './contacts.ts';
import type { Order } from './order.ts';
import { accountKey, type Person, secondAccountKey, secondEmail } from './people.ts';
import { Random } from './random.ts';
import { instantAt } from './week.ts';
import type { World } from './world.ts';

export interface Account {
  key: string;
  name: string;
  email: string;
  phone: string | null;
  createdAt: number;
  consents: { channel: 'EMAIL' | 'ADS' | 'SMS'; granted: boolean; at: number }[];
}

/** The accounts a person had when the data ends: made with the first order that is not a guest's, or to look around. */
export function accountsOf(world: World, person: Person, orders: readonly Order[]): Account[] {
  const random = new Random(world.settings.seed, 'account', person.index);
  const firstOrder = (key: string) => Math.min(...orders.filter(({ account }) => account === key).map(({ at }) => at));
  const accounts: Account[] = [];
  const open = (key: string, email: string, phone: string | null, at: number) => {
    const createdAt = wholeSeconds(at - random.between(2, 20) * minute);
    accounts.push({
      key,
      name: person.name,
      email,
      phone,
      createdAt,
      consents: consentsOf(world, random, person, createdAt),
    });
  };
  if (!person.buyer) {
    if (person.guestOrders === 0) open(accountKey(person), person.email, person.phone, lookedAround(world, random));
    return accounts;
  }
  const first = firstOrder(accountKey(person));
  if (first < Infinity) open(accountKey(person), person.email, person.phone, first);
  const second = firstOrder(secondAccountKey(person));
  if (second < Infinity && person.phone)
    open(secondAccountKey(person), secondEmail(person), typed(person.phone), second);
  return accounts;
}

function lookedAround(world: World, random: Random): number {
  const at = instantAt(world.span, world.acquisition.draw(random, null));
  return Math.min(Math.max(at, world.span.start + hour), world.span.end - hour);
}

/** Asked on signing in; one in twenty who took the newsletter leaves it later. */
function consentsOf({ span }: World, random: Random, person: Person, createdAt: number): Account['consents'] {
  const mail = random.chance(0.6);
  const consents: Account['consents'] = [
    { channel: 'EMAIL', granted: mail, at: createdAt },
    { channel: 'ADS', granted: !person.trackingRefused, at: createdAt },
  ];
  if (person.phone && random.chance(0.4)) consents.push({ channel: 'SMS', granted: true, at: createdAt });
  const left = wholeSeconds(createdAt + random.exponential(200) * 24 * hour);
  if (mail && random.chance(0.05) && left < span.end) consents.push({ channel: 'EMAIL', granted: false, at: left });
  return consents;
}
